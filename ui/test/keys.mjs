// Writes src/lib/message-keys.ts from the English sentences: `npm run keys`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "@fluent/syntax";

const here = fileURLToPath(new URL("..", import.meta.url));

/** Every file of English sentences, named as seen from `ui/`, with its text. */
export function catalogue() {
  return readdirSync(`${here}src`, { recursive: true, encoding: "utf8" })
    .map((path) => `src/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".en.ftl"))
    .sort()
    .map((path) => ({ path, text: readFileSync(here + path, "utf8") }));
}

/** The ids of every message of a file, in its order. */
export function keysOf(source) {
  return parse(source, {})
    .body.filter((entry) => entry.type === "Message")
    .map((entry) => entry.id.name);
}

/** The file that makes a misspelt key a type error. */
export function fileFor(files) {
  const unions = files.map(({ path, text }) => `  // ${path}\n${keysOf(text).map((key) => `  | "${key}"`).join("\n")}`);
  return `// Made from the texts by \`npm run keys\`; a test keeps it current.\n\nexport type MessageKey =\n${unions.join("\n")};\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(`${here}src/lib/message-keys.ts`, fileFor(catalogue()));
}
