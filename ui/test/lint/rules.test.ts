import { describe, expect, test } from "vitest";
import { read, sources, tests } from "./sources";

const physical = /(?<![-\w])(left|right|top|bottom|width|height|(min|max)-(width|height)|(margin|padding|border|inset)-(left|right|top|bottom)(-\w+)?|(border-(top|bottom)-(left|right)-radius))\s*:/;

describe("the page", () => {
  test("hears Rust in one place only", () => {
    const importers = sources(".ts", ".svelte").filter(({ text }) => /from "(\.|\.\.)\/(lib\/)?bindings"/.test(text));
    expect(importers.map(({ path }) => path)).toEqual(["src/lib/api.ts"]);
    const framework = sources(".ts", ".svelte").filter(({ text }) => text.includes("@tauri-apps"));
    expect(framework.map(({ path }) => path).sort()).toEqual(["src/lib/api.ts", "src/lib/bindings.ts"]);
  });

  test("has components that only look", () => {
    const asking = sources(".svelte", ".ts")
      .filter(({ path }) => path.startsWith("src/components/"))
      .filter(({ text }) => /import (?!type)[^;]*lib\/(api|state|profile|vault)/.test(text));
    expect(asking.map(({ path }) => path)).toEqual([]);
  });

  test("holds nothing the content policy refuses", () => {
    const markup = sources(".svelte").filter(({ text }) => /\{@html|\sstyle="|<script[^>]+src=|\bon[a-z]+="/.test(text));
    expect(markup.map(({ path }) => path)).toEqual([]);
    expect(read("index.html")).not.toMatch(/<style|style=|<script(?![^>]*src=)/);
    expect(sources(".ts", ".svelte").filter(({ text }) => /\beval\(|new Function|innerHTML|localStorage|sessionStorage|fetch\(/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test.each(sources(".svelte", ".css"))("$path knows no left and right", ({ path, text }) => {
    const css = path.endsWith(".css") ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "");
    const lines = css.replace(/\/\*[\s\S]*?\*\//g, "").split("\n").filter((line) => physical.test(line) && !line.includes("@media"));
    expect(lines).toEqual([]);
  });

  test.each([...sources(".svelte", ".ts", ".css"), ...tests(".ts", ".mjs")].filter(({ path }) => !/bindings|message-keys/.test(path)))("$path is of a readable length", ({ text }) => {
    expect(text.split("\n").length).toBeLessThanOrEqual(400);
  });
});
