import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "vite";

/** What a slow machine can parse without anybody noticing; measured in gzip. */
const BUDGET = { js: 60 * 1024, css: 12 * 1024 };

const folder = mkdtempSync(join(tmpdir(), "latchkey-ui-"));

beforeAll(async () => {
  // The test runner says "test", which would weigh the framework's own checks.
  process.env["NODE_ENV"] = "production";
  await build({
    root: fileURLToPath(new URL("../..", import.meta.url)),
    mode: "production",
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["js", "css"] as const)("%s stays within its budget", (kind) => {
  expect(weight(kind)).toBeLessThanOrEqual(BUDGET[kind]);
});

test("nothing of the tests ships", () => {
  const js = files("js").map((path) => readFileSync(path, "utf8")).join("");
  expect(js).not.toMatch(/mockIPC|en-x-pseudo|alice@acme/);
});

function weight(kind: "js" | "css"): number {
  return files(kind).reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
}

function files(kind: string): string[] {
  return readdirSync(join(folder, "assets")).filter((name) => name.endsWith(`.${kind}`)).map((name) => join(folder, "assets", name));
}
