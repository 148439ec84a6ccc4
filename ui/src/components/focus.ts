import { tick } from "svelte";

/** Puts the focus where a new step begins: its marked element, its first field, or its heading. */
export function arrive(step: HTMLElement) {
  tick().then(() => step.querySelector<HTMLElement>("[data-first], input:not([hidden]), select, h3[tabindex]")?.focus());
}

/** After a row was taken off a list, the focus goes to the one in its place, or to the heading; unless it is elsewhere. */
export async function stayNear(rows: string, at: number) {
  await tick();
  const now = document.activeElement;
  if (now !== document.body && now?.tagName !== "H1") return;
  const left = document.querySelectorAll<HTMLElement>(rows);
  const near = left[Math.min(at, left.length - 1)]?.querySelector<HTMLElement>("button");
  (near ?? document.querySelector<HTMLElement>("h1"))?.focus();
}
