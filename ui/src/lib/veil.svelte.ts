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
    const leave = () => this.covered || this.#in(AWAY_MS);
    this.#in(document.hasFocus() ? IDLE_MS : AWAY_MS);
    addEventListener("pointermove", stir);
    addEventListener("keydown", stir);
    addEventListener("focus", stir);
    addEventListener("blur", leave);
    return () => {
      clearTimeout(this.#timer);
      removeEventListener("pointermove", stir);
      removeEventListener("keydown", stir);
      removeEventListener("focus", stir);
      removeEventListener("blur", leave);
    };
  };

  #in(ms: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.covered = true), ms);
  }
}
