import { mount, tick, unmount } from "svelte";
import { vi } from "vitest";
import { page } from "vitest/browser";
import App from "../../src/App.svelte";
import { hush } from "../../src/lib/announce.svelte";
import type { Theme } from "../../src/lib/api";
import { forget } from "../../src/lib/profile.svelte";
import { href, type Route } from "../../src/lib/router.svelte";
import { dropProof } from "../../src/lib/step-up.svelte";
import { Desk, refuse } from "../desk";
import { settings } from "../fixtures";
import { play, until } from "../play";
import { scenarios } from "../scenarios";

export { until };

// What is fetched later is fetched now: a test waits for a screen, not for the machine it runs on.
await Promise.all(Object.values(import.meta.glob("../../src/routes/**/*.svelte")).map((load) => load()));

let shown: Record<string, unknown> | undefined;

/** Opens the app at a place, with a desk behind it, as after a fresh start. */
export async function start(desk: Desk, route: Route = { screen: "home" }) {
  dropProof();
  if (shown) await unmount(shown);
  document.body.replaceChildren();
  hush();
  forget();
  desk.install();
  history.replaceState(null, "", href(route));
  shown = mount(App, { target: document.body });
  await tick();
  return desk;
}

/** Opens a scenario and does what its person has done. */
export async function showScene(name: string, theme: Theme = "light"): Promise<Desk> {
  const scene = scenarios[name]!;
  const desk = scene.desk();
  desk.adjust("settings", (before) => ({ ...(before as typeof settings), theme }));
  await start(desk, scene.route);
  await play(scene);
  return desk;
}

/** The window in CSS pixels. */
export const resize = (width: number, height = 720) => page.viewport(width, height);

export const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
export const field = (name: string) => page.getByRole("textbox", { name, exact: true });
/** All of the page that could hold something secret. */
export const everything = () => document.documentElement.outerHTML + document.title + location.href;

/** The provider wants more proof. */
export const stepUp = refuse({ code: "step_up_required", reason: "recent_second_factor" });

export const screenName = () => document.querySelector("[data-screen]")?.getAttribute("data-screen");
export const testid = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
export const polite = () => testid("live-polite")!.textContent!.replace(/\s+/g, " ").trim();
export const assertive = () => testid("live-assertive")!.textContent!.replace(/\s+/g, " ").trim();
export const text = () => document.body.textContent!.replace(/\s+/g, " ");

/** Everything a pointer or a key can act on and a person can see. */
export function targets(): HTMLElement[] {
  const all = document.querySelectorAll<HTMLElement>("a[href], button, input, select, summary");
  return [...all].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(":popover-open, [inert]"));
}

/** Runs with a clock that only the test moves. */
export async function withClock(what: (pass: (ms: number) => Promise<void>) => Promise<void>) {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "setTimeout", "clearTimeout"] });
  try {
    await what(async (ms) => {
      await vi.advanceTimersByTimeAsync(ms);
      await tick();
    });
  } finally {
    vi.useRealTimers();
  }
}
