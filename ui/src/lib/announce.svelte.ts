import { untrack } from "svelte";

/** Shortest time a toast stays; reading aloud takes longer than reading. */
const TOAST_MS = 8_000;
/** Time after which a spoken line leaves the live region again. */
const SPOKEN_MS = 4_000;

export type Toast = { id: number; text: string; tone: "success" | "warning" | "info"; sticky: boolean };
type Spoken = { id: number; text: string; urgent: boolean };

let next = 0;
let toasts = $state.raw<Toast[]>([]);
let spoken = $state.raw<Spoken[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** What the two live regions hold. */
export const announcements = {
  get toasts() {
    return toasts;
  },
  get polite() {
    return spoken.filter((one) => !one.urgent);
  },
  get assertive() {
    return spoken.filter((one) => one.urgent);
  },
};

/** Says something to people who do not see the screen change. */
export function say(text: string, urgency: "polite" | "assertive" = "polite") {
  const line = { id: next++, text, urgent: urgency === "assertive" };
  // Speaking never makes the one who speaks depend on what was said.
  spoken = [...untrack(() => spoken).filter((one) => one.text !== text), line];
  setTimeout(() => (spoken = spoken.filter((one) => one.id !== line.id)), SPOKEN_MS);
}

/** Shows a short message that is also spoken. Sticky ones stay until they are dismissed. */
export function toast(text: string, tone: Toast["tone"] = "success", stay: "brief" | "sticky" = "brief") {
  const shown = { id: next++, text, tone, sticky: stay === "sticky" };
  toasts = [...untrack(() => toasts), shown];
  release(shown.id);
}

export function dismiss(id: number) {
  hold(id);
  toasts = toasts.filter((one) => one.id !== id);
}

/** Stops the clock of a toast while somebody reads it. */
export function hold(id: number) {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

export function release(id: number) {
  const found = untrack(() => toasts).find((one) => one.id === id);
  if (found && !found.sticky) timers.set(id, setTimeout(() => dismiss(id), TOAST_MS));
}

/** Forgets everything; the tests start each screen with silence. */
export function hush() {
  toasts.forEach((one) => hold(one.id));
  toasts = [];
  spoken = [];
}
