import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { fluent } from "../../fluent.ts";
import { defineConfig } from "vite";

const ui = fileURLToPath(new URL("../..", import.meta.url));

/** Shows any screen in any state; nothing of this ships. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  cacheDir: `${ui}/node_modules/.vite-gallery`,
  plugins: [fluent(), svelte({ configFile: `${ui}/svelte.config.js` })],
  build: { outDir: `${ui}/../target/gallery`, emptyOutDir: true, target: ["chrome123"] },
  server: { fs: { allow: [ui] } },
});
