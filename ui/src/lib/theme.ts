import type { Theme } from "./api";

/** What Rust put on the window before the page was read. */
type Start = { theme: Theme; language: string | null };
declare global {
  interface Window {
    __LATCHKEY__?: Start;
  }
}

/** The look and language of the first paint; the settings arrive a moment later. */
export function atStart(): Start {
  return window.__LATCHKEY__ ?? { theme: "system", language: null };
}

export function applyTheme(theme: Theme) {
  document.documentElement.dataset["theme"] = theme;
}
