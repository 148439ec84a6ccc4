import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import { fluent } from "./fluent.ts";
import { defineConfig } from "vitest/config";
import { chromium } from "./test/chromium.mjs";

export default defineConfig({
  plugins: [fluent(), svelte()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    // The oldest engines that know `light-dark()`; nothing has to be rewritten for them.
    target: ["chrome123", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "lint", environment: "node", include: ["test/lint/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "page",
          include: ["test/page/**/*.test.ts"],
          setupFiles: ["test/setup.ts"],
          browser: {
            enabled: true,
            headless: true,
            // Another run of these tests may hold the usual port.
            api: { strictPort: false },
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium() }),
            commands: {
              forceColors: ({ page }, on: boolean) => page.emulateMedia({ forcedColors: on ? "active" : "none" }),
            },
            instances: [{ browser: "chromium", viewport: { width: 960, height: 720 } }],
          },
        },
      },
    ],
  },
  optimizeDeps: {
    include: ["axe-core", "@fluent/bundle", "@tauri-apps/api/core", "@tauri-apps/api/mocks"],
  },
});
