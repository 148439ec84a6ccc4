import { posix } from "node:path";
import { sources, type Source } from "./sources";

const modules = new Map<string, Source>(sources(".svelte", ".ts", ".ftl").map((source) => [source.path, source]));
const statics = new Map([...modules.values()].map((source) => [source.path, imported(source, /(?:import|export)\s+(?!type\b)[^;"()]*?from "(\.[^"]+)"|import "(\.[^"]+)"/g)]));
const dynamics = new Map([...modules.values()].map((source) => [source.path, imported(source, /import\("(\.[^"]+)"\)/g)]));

/** What the page begins with. */
export const FIRST = "src/App.svelte";

/** Every module that is fetched when somebody goes there. */
export const later = [...new Set([...dynamics.values()].flat())];

/** A module, and all that is loaded before it runs. */
export function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  statics.get(path)!.forEach((next) => loadedWith(next, seen));
  return seen;
}

/** What is loaded for certain when `path` shows itself, whoever fetched it. */
export function certainAt(path: string): Set<string> {
  if (path === FIRST) return loadedWith(FIRST);
  const fetching = [FIRST, ...later].filter((one) => one !== path && [...loadedWith(one)].some((module) => dynamics.get(module)!.includes(path)));
  const common = fetching.map(certainAt).reduce((one, other) => new Set([...one].filter((module) => other.has(module))));
  return new Set([...loadedWith(path), ...common]);
}

function imported({ path, text }: Source, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, from, alone]) => {
    const target = posix.join(posix.dirname(path), from ?? alone!);
    return [target, `${target}.ts`, `${target}.svelte`].filter((one) => modules.has(one));
  });
}
