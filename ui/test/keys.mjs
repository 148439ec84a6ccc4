// Writes src/lib/message-keys.ts from the English catalogue: `npm run keys`.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parse } from "@fluent/syntax";

const here = new URL("..", import.meta.url);

/** The ids of every message, in the order of the catalogue. */
export function keysOf(source) {
  return parse(source, {})
    .body.filter((entry) => entry.type === "Message")
    .map((entry) => entry.id.name);
}

/** The file that makes a misspelt key a type error. */
export function fileFor(keys) {
  const lines = keys.map((key) => `  | "${key}"`).join("\n");
  return `// Made from src/locales/en.ftl by \`npm run keys\`; a test keeps it current.\n\nexport type MessageKey =\n${lines};\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const source = readFileSync(new URL("src/locales/en.ftl", here), "utf8");
  writeFileSync(new URL("src/lib/message-keys.ts", here), fileFor(keysOf(source)));
}
