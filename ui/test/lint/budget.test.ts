import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "vite";

/** What a slow machine can parse without anybody noticing; measured in gzip. */
const FIRST = { js: 54 * 1024, css: 5 * 1024 };

/** The same for what is fetched when somebody goes there, with everything that comes along, its sentences too: 4 KB of it is the frame around every account. */
const LATER: Record<string, number> = {
  Overview: 11 * 1024,
  Profile: 18 * 1024,
  Methods: 39 * 1024,
  AddPasskey: 18 * 1024,
  HandOff: 14 * 1024,
  Keys: 17 * 1024,
  Sessions: 13 * 1024,
  Linked: 11 * 1024,
  Connected: 11 * 1024,
  Tokens: 15 * 1024,
  Farewell: 2 * 1024,
  SignIn: 19 * 1024,
  SignUp: 16 * 1024,
  SentCode: 13 * 1024,
  MailLink: 12 * 1024,
  Unverified: 10 * 1024,
  PasswordReset: 16 * 1024,
  PasskeySignIn: 14 * 1024,
  PasskeySignUp: 14 * 1024,
  AccessToken: 9 * 1024,
  Anonymous: 7 * 1024,
  SecondStep: 26 * 1024,
  ReplacedCode: 8 * 1024,
  KeepAccount: 17 * 1024,
  StepUp: 10 * 1024,
  Elevate: 14 * 1024,
  AddConnection: 9 * 1024,
  Connections: 4 * 1024,
  Settings: 7 * 1024,
};

/** A build takes seconds, and on a busy machine many of them. */
const BUILD_MS = 120_000;

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
}, BUILD_MS);
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["js", "css"] as const)("the %s of the first paint stays within its budget", (kind) => {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const first = files(kind).filter((path) => page.includes(basename(path)));
  expect(first.length).toBeGreaterThan(0);
  expect(weight(first)).toBeLessThanOrEqual(FIRST[kind]);
});

test("everything that is fetched later has a budget, and keeps it", () => {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const later = files("js").filter((path) => !page.includes(basename(path)));
  // A piece that several screens share counts for each of them.
  const screens = Object.keys(LATER).map((name) => [name, later.filter((path) => nameOf(path) === name)] as const);
  expect(screens.filter(([, found]) => found.length !== 1)).toEqual([]);
  const tooBig = screens.map(([name, found]) => [name, weight(reached(found[0]!, later))] as const).filter(([name, size]) => size > LATER[name]!);
  expect(tooBig).toEqual([]);
  const counted = new Set(screens.flatMap(([, found]) => reached(found[0]!, later)));
  expect(later.filter((path) => !counted.has(path)).map(nameOf)).toEqual([]);
});

test("nothing of the tests ships", () => {
  const js = files("js").map((path) => readFileSync(path, "utf8")).join("");
  expect(js).not.toMatch(/mockIPC|en-x-pseudo|alice@acme/);
});

function weight(paths: string[]): number {
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
}

/** A piece and the pieces it imports. */
function reached(path: string, among: string[], seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const text = readFileSync(path, "utf8");
  const imported = among.filter((other) => text.includes(`from"./${basename(other)}"`) || text.includes(`import"./${basename(other)}"`));
  imported.forEach((other) => reached(other, among, seen));
  return [...seen];
}

/** "Methods" for `Methods-B1x9f2.js`. */
function nameOf(path: string): string {
  return basename(path).replace(/-[\w-]{8}\.js$/, "");
}

function files(kind: string): string[] {
  return readdirSync(join(folder, "assets")).filter((name) => name.endsWith(`.${kind}`)).map((name) => join(folder, "assets", name));
}
