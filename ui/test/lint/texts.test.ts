import { parse as parseFluent } from "@fluent/syntax";
import { parse, type AST } from "svelte/compiler";
import { describe, expect, test } from "vitest";
import { fileFor, keysOf } from "../keys.mjs";
import { read, sources, type Source } from "./sources";

const catalogue = read("src/locales/en.ftl");
const keys = keysOf(catalogue);
const spoken = ["aria-label", "aria-description", "aria-placeholder", "aria-roledescription", "title", "placeholder", "alt", "label"];

describe("the catalogue", () => {
  test("has no line that Fluent does not understand", () => {
    expect(parseFluent(catalogue, {}).body.filter((entry) => entry.type === "Junk")).toEqual([]);
  });

  test("has each key once, and the key type is made from it", () => {
    expect(new Set(keys).size).toBe(keys.length);
    expect(read("src/lib/message-keys.ts"), "run `npm run keys`").toBe(fileFor(keys));
  });

  test("has no sentence that nothing shows", () => {
    const code = sources(".svelte", ".ts")
      .filter(({ path }) => !path.endsWith("message-keys.ts"))
      .map(({ text }) => text)
      .join("\n");
    expect(keys.filter((key) => !code.includes(`"${key}"`))).toEqual([]);
  });
});

test.each(sources(".svelte"))("$path holds no words of its own", (source) => {
  expect(literals(source)).toEqual([]);
});

/** Letters a person would read: text between tags, and attributes that are read aloud. */
function literals({ text }: Source): string[] {
  const found: string[] = [];
  visit(parse(text, { modern: true }).fragment);
  return found;

  function visit(node: unknown) {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null || !("type" in node)) return;
    const known = node as AST.Text | AST.Attribute;
    if (known.type === "Attribute") return attribute(known);
    if (known.type === "Text" && /\p{L}/u.test(known.data)) found.push(known.data.trim());
    Object.values(node).forEach(visit);
  }

  function attribute({ name, value }: AST.Attribute) {
    if (value === true || !spoken.includes(name)) return;
    const parts = Array.isArray(value) ? value : [value];
    for (const part of parts) if (part.type === "Text" && /\p{L}/u.test(part.data)) found.push(`${name}="${part.data}"`);
  }
}
