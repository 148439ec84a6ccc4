import { tick } from "svelte";
import type { Scenario, Step } from "./scenarios";

/** A screen that has not settled by then never will: the first one waits for its part of the app to be compiled. */
const PATIENCE_MS = 10_000;

/** Does what a scenario says a person has done, and waits until the screen shows it. */
export async function play(scene: Scenario) {
  for (const step of scene.act ?? []) {
    const target = await until(() => find(step));
    if ("fill" in step) {
      (target as HTMLInputElement).value = step.with;
      target.dispatchEvent(new InputEvent("input", { bubbles: true }));
    } else {
      target.focus();
      target.click();
    }
    await tick();
  }
  // A screen that is still being fetched has no heading.
  await until(() => (document.querySelector("h1") && shown().includes(scene.shows)) || null, scene.shows);
}

/** Waits for something, looking again after each frame. */
export async function until<T>(look: () => T | null | undefined, what = look.toString()): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`never came: ${what}\n${shown().slice(0, 600)}`);
    await new Promise((next) => requestAnimationFrame(next));
  }
}

function shown(): string {
  return document.body.textContent?.replace(/\s+/g, " ") ?? "";
}

function find(step: Step): HTMLElement | null {
  if ("fill" in step) return labelled(step.fill);
  if ("open" in step) {
    return all("summary").find((one) => one.textContent?.trim() === step.open) ?? null;
  }
  const fits = (one: HTMLElement) => {
    const name = one.getAttribute("aria-label") ?? one.textContent?.trim() ?? "";
    return typeof step.press === "string" ? name === step.press : step.press.test(name);
  };
  const inside = step.in ? `${step.in}[open] ` : "";
  return all(":is(button, a[href], input[type=radio])", inside).find(fits) ?? null;
}

function labelled(text: string): HTMLElement | null {
  const label = all("label").find((one) => one.textContent?.trim().startsWith(text));
  const id = label?.getAttribute("for");
  return id ? document.getElementById(id) : null;
}

function all(selector: string, inside = ""): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(inside + selector)];
}
