import { parse as parseFluent } from "@fluent/syntax";
import { parse, type AST } from "svelte/compiler";
import { describe, expect, test } from "vitest";
import { catalogue, fileFor, keysOf } from "../keys.mjs";
import { certainAt, FIRST, later, loadedWith } from "./modules";
import { read, sources, type Source } from "./sources";

const files = catalogue();
const keys = files.flatMap(({ text }) => keysOf(text));
const spoken = ["aria-label", "aria-description", "aria-placeholder", "aria-roledescription", "title", "placeholder", "alt", "label"];

const code = sources(".svelte", ".ts").filter(({ path }) => !path.endsWith("message-keys.ts"));
/** Which modules say a key. */
const sayers = new Map(keys.map((key) => [key, code.filter(({ text }) => text.includes(`"${key}"`)).map(({ path }) => path)]));
/** Where a key stands. */
const home = new Map(files.flatMap(({ path, text }) => keysOf(text).map((key) => [key, path])));

describe("the texts", () => {
  test.each(files)("$path has no line that Fluent does not understand, and not too many", ({ text }) => {
    expect(parseFluent(text, {}).body.filter((entry) => entry.type === "Junk")).toEqual([]);
    expect(text.split("\n").length).toBeLessThanOrEqual(400);
  });

  test("have each key once, and the key type is made from them", () => {
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    expect(read("src/lib/message-keys.ts"), "run `npm run keys`").toBe(fileFor(files));
  });

  test("have no sentence that nothing says", () => {
    expect(keys.filter((key) => sayers.get(key)!.length === 0)).toEqual([]);
  });

  test.each([FIRST, ...later])("are at hand for everything that %s says", (screen) => {
    const [said, there] = [loadedWith(screen), certainAt(screen)];
    const missing = keys.filter((key) => !there.has(home.get(key)!) && sayers.get(key)!.some((module) => said.has(module)));
    expect(missing.map((key) => `${key} stands in ${home.get(key)}`)).toEqual([]);
  });

  test("come with the first paint only where it says them, or where no later file is at hand for all who do", () => {
    const first = loadedWith(FIRST);
    const early = keys.filter((key) => first.has(home.get(key)!) && !sayers.get(key)!.some((module) => first.has(module)));
    const better = early.map((key) => [key, ...laterHomes(sayers.get(key)!)]).filter(([, ...files]) => files.length > 0);
    expect(better).toEqual([]);
  });
});

/** The files of sentences that are no part of the first paint, and are at hand wherever one of `modules` is. */
function laterHomes(modules: string[]): string[] {
  const screens = later.filter((screen) => modules.some((module) => loadedWith(screen).has(module))).map(certainAt);
  const first = loadedWith(FIRST);
  return files.map(({ path }) => path).filter((path) => !first.has(path) && screens.every((there) => there.has(path)));
}

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
