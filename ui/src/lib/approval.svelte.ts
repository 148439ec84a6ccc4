import { untrack } from "svelte";
import type { Attempt } from "./attempt.svelte";

/** What waits for somebody's approval in the provider's app. */
export type Approvable = {
  readonly attempt: Attempt;
  /** How long the provider wants to be left alone between two questions. */
  readonly pollSecs: number | null;
  /** It still waits. */
  readonly isOpen: boolean;
  /** Asks whether the person has approved. */
  confirm: () => Promise<boolean>;
};

/** Whoever needs longer asks by the button: every question is a write that the provider counts. */
const PATIENCE_MS = 5 * 60_000;

/** Asks now and then whether the person has approved in the provider's app; not while nobody looks. */
export class Approval {
  waiting = $state(true);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #until = 0;
  readonly #asked: Approvable;
  readonly #firstMs: number;

  constructor(
    asked: Approvable,
    /** Time to find the app, before the first question. */
    firstMs: number,
  ) {
    this.#asked = asked;
    this.#firstMs = firstMs;
  }

  attach = () => {
    const look = () => (document.hidden ? clearTimeout(this.#timer) : this.#next(this.#firstMs));
    // What is written here is read here too: tracked, the end of the waiting would begin it anew.
    untrack(this.start);
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
    this.#next(this.#firstMs);
  };

  /** Asks at once, because the person says so. */
  ask = async () => {
    clearTimeout(this.#timer);
    if (await this.#asked.confirm()) return;
    const { error, wait } = this.#asked.attempt;
    // A refusal ends the waiting; a limit only makes it longer.
    this.waiting = Date.now() < this.#until && (error === null || error.code === "rate_limited");
    if (this.waiting && this.#asked.isOpen) this.#next(Math.max(wait, this.#asked.pollSecs ?? 0) * 1000 || this.#firstMs);
  };

  #next(ms: number) {
    clearTimeout(this.#timer);
    if (this.waiting && !document.hidden) this.#timer = setTimeout(this.ask, ms);
  }
}
