import type { Enrolling } from "./enrolling.svelte";

/** Time to find the app and scan, before the first question. */
const FIRST_MS = 15_000;
/** Whoever needs longer asks by the button: every question is a write that the provider counts. */
const PATIENCE_MS = 5 * 60_000;

/** Asks now and then whether the person has approved in the provider's app; not while nobody looks. */
export class Approval {
  waiting = $state(true);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #until = 0;
  readonly #enrolling: Enrolling;

  constructor(enrolling: Enrolling) {
    this.#enrolling = enrolling;
  }

  attach = () => {
    const look = () => (document.hidden ? clearTimeout(this.#timer) : this.#next(FIRST_MS));
    this.start();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(this.#timer);
      document.removeEventListener("visibilitychange", look);
    };
  };

  /** Begins to wait, or begins again. */
  start = () => {
    this.#until = Date.now() + PATIENCE_MS;
    this.waiting = true;
    this.#next(FIRST_MS);
  };

  /** Asks at once, because the person says so. */
  ask = async () => {
    clearTimeout(this.#timer);
    if (await this.#enrolling.confirm({ proof: "confirmed" })) return;
    const { error, wait } = this.#enrolling.attempt;
    // A refusal ends the waiting; a limit only makes it longer.
    this.waiting = Date.now() < this.#until && (error === null || error.code === "rate_limited");
    if (this.waiting && this.#enrolling.started) this.#next(Math.max(wait, this.#enrolling.pollSecs ?? 0) * 1000 || FIRST_MS);
  };

  #next(ms: number) {
    clearTimeout(this.#timer);
    if (this.waiting && !document.hidden) this.#timer = setTimeout(this.ask, ms);
  }
}
