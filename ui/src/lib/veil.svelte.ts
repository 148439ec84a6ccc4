import { app, SCREEN_LOCKED } from "./state.svelte";

/** A secret that nobody looks at any more is covered after this time. */
const IDLE_MS = 60_000;
/** The same, while the person works in another window. */
const AWAY_MS = 30_000;

/** Covers a secret on the screen when nobody seems to be there. Attach it to what holds the secret. */
export class Veil {
  covered = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show = () => {
    this.covered = false;
    this.#in(IDLE_MS);
  };

  attach = () => {
    const stir = () => this.covered || this.#in(IDLE_MS);
    const leave = () => this.covered || this.#in(app.settings?.coverSecrets === "away" ? 0 : AWAY_MS);
    // Minimised, or on another desktop: nobody looks. A lock lies over the window without hiding it.
    const hide = () => document.hidden && this.#cover();
    this.#in(document.hasFocus() ? IDLE_MS : AWAY_MS);
    addEventListener("pointermove", stir);
    addEventListener("keydown", stir);
    addEventListener("focus", stir);
    addEventListener("blur", leave);
    document.addEventListener("visibilitychange", hide);
    addEventListener(SCREEN_LOCKED, this.#cover);
    return () => {
      clearTimeout(this.#timer);
      removeEventListener("pointermove", stir);
      removeEventListener("keydown", stir);
      removeEventListener("focus", stir);
      removeEventListener("blur", leave);
      document.removeEventListener("visibilitychange", hide);
      removeEventListener(SCREEN_LOCKED, this.#cover);
    };
  };

  #in(ms: number) {
    clearTimeout(this.#timer);
    if (ms === 0) this.#cover();
    else this.#timer = setTimeout(this.#cover, ms);
  }

  #cover = () => {
    clearTimeout(this.#timer);
    this.covered = true;
  };
}
