import { fileURLToPath } from "node:url";
import { normalizePath, type Plugin } from "vite";

const text = normalizePath(fileURLToPath(new URL("src/lib/text.svelte.ts", import.meta.url)));

/** Lets a module import the sentences it says, so that they come with it: `import "./Methods.en.ftl"`. */
export function fluent(): Plugin {
  return {
    name: "fluent",
    transform: {
      filter: { id: /\.en\.ftl$/ },
      handler: (source) => ({
        // Comments are for translators.
        code: `import { learn } from ${JSON.stringify(text)};\nlearn(${JSON.stringify(source.replace(/^#.*\n/gm, ""))});\n`,
        map: null,
        moduleSideEffects: true,
      }),
    },
  };
}
