import { say } from "./announce.svelte";
import { api, type CeremonyAnswer, type CeremonyEvent, type Hear } from "./api";
import { Attempt } from "./attempt.svelte";
import { wordsOf } from "./ceremony-words";

/** What the person sees: what the authenticator waits for, or that nothing is asked of them at the moment. */
export type Shown = CeremonyEvent | { event: "starting" } | { event: "checking" };

/** How a ceremony ended. `stopped` is the core's word for giving up, `left` the page's own. */
export type Ended<T> = { end: "done"; answer: T } | { end: "failed" } | { end: "stopped" } | { end: "left" };

/** Time that one which was given up may take to end; the core refuses a second one until then. */
const SETTLE_MS = 3_000;

let last: Promise<unknown> = Promise.resolve();

/** One ceremony with an authenticator, from the first question to its end. */
export class Ceremony {
  /** Null while none is under way. */
  shown = $state.raw<Shown | null>(null);
  readonly attempt = new Attempt();
  #round = 0;

  /** Runs a command that asks as it goes; `around` may do it once more, after more proof. */
  async run<T>(command: (hear: Hear) => Promise<T>, around: (call: () => Promise<T>) => Promise<T> = (call) => call()): Promise<Ended<T>> {
    this.reset();
    const round = this.#round;
    const { attempt } = this;
    const isLeft = () => round !== this.#round;
    const hear: Hear = (event) => {
      if (!isLeft()) this.#show(event);
    };
    const call = () => {
      const called = command(hear);
      last = called.catch(() => {});
      return called;
    };

    this.shown = { event: "starting" };
    await Promise.race([last, new Promise((settled) => setTimeout(settled, SETTLE_MS))]);
    if (isLeft()) return { end: "left" };

    let ended: Ended<T> = { end: "stopped" };
    await attempt.run(async () => {
      ended = { end: "done", answer: await around(call) };
    });
    if (isLeft()) return { end: "left" };
    this.shown = null;
    return attempt.error ? { end: "failed" } : ended;
  }

  /** Sends what the person typed or chose. */
  answer = (answer: CeremonyAnswer) => {
    this.#show({ event: "checking" });
    // One that is over by now tells so itself.
    api.answerCeremony(answer).catch(() => {});
  };

  /** Gives up what is under way, and forgets how the one before ended. */
  reset = () => {
    if (this.shown) api.cancelCeremony().catch(() => {});
    this.#round += 1;
    this.shown = null;
    this.attempt.reset();
  };

  #show(next: Shown) {
    // The code stays on the screen for as long as the phone is looked for.
    if (next.event === "phone" && next.step === "looking" && this.shown?.event === "show_qr") return;
    if (JSON.stringify(next) === JSON.stringify(this.shown)) return;
    this.shown = next;
    const { text, isUrgent } = wordsOf(next);
    say(text, isUrgent ? "assertive" : "polite");
  }
}
