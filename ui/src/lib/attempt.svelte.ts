import { onDestroy } from "svelte";
import { say } from "./announce.svelte";
import { errorOf, type CommandError } from "./api";
import { Countdown } from "./clock.svelte";
import { messageOf } from "./messages";
import { t } from "./text.svelte";

/** Moments of a wait that are worth saying aloud. */
const SPOKEN_SECS = [60, 30, 10];

/** Counts a rate limit down, and says how long it takes. */
export function countAloud(wait: Countdown, untilMs: number) {
  wait.start(untilMs, (left) => {
    if (SPOKEN_SECS.includes(left)) say(t("rate-limited-left", { seconds: left }));
    if (left === 0) say(t("rate-limited-over"));
  });
}

/**
 * One thing a person tries: whether it runs, why it failed, and how long to wait for the next try.
 * It is made while a component is, and ends with it: nobody is told how long to wait for something that is not on the screen.
 */
export class Attempt {
  busy = $state(false);
  error = $state.raw<CommandError | null>(null);
  #wait = new Countdown();
  #round = 0;

  constructor() {
    onDestroy(this.reset);
  }

  /** Seconds until the provider wants to hear of it again. */
  get wait() {
    return this.#wait.left;
  }
  get idle() {
    return !this.busy && this.wait === 0;
  }

  /** Answers undefined when it failed, was given up, or may not be tried yet. */
  async run<T>(what: () => Promise<T>): Promise<T | undefined> {
    if (!this.idle) return undefined;
    const round = this.#round;
    this.busy = true;
    this.error = null;
    try {
      return await what();
    } catch (caught) {
      if (round === this.#round) this.#failed(errorOf(caught));
      return undefined;
    } finally {
      if (round === this.#round) this.busy = false;
    }
  }

  /** Forgets how it ended; what still runs may end as it likes. */
  reset = () => {
    this.#round += 1;
    this.busy = false;
    this.error = null;
    this.#wait.stop();
  };

  #failed(error: CommandError) {
    // Whoever gave it up knows that it did not happen.
    if (error.code === "cancelled") return;
    this.error = error;
    say(messageOf(error).text, "assertive");
    if (error.code === "rate_limited") countAloud(this.#wait, Date.now() + error.retryAfterSecs * 1000);
  }
}
