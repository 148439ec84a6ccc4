import { tick } from "svelte";

/** Puts the focus where a new step begins: its marked element, its first field, or its heading. */
export function arrive(step: HTMLElement) {
  tick().then(() => step.querySelector<HTMLElement>("[data-first], input:not([hidden]), select, h3[tabindex]")?.focus());
}
