import { say } from "./announce.svelte";
import { Attempt } from "./attempt.svelte";
import { Countdown } from "./clock.svelte";
import { t, type MessageKey } from "./text.svelte";

/** A second message makes the first one worthless, and that one may still arrive: so long it has time to. */
const PAUSE_SECS = 30;

/** Asking for a message once more. Attach it to what shows the button. */
export class Resend {
  readonly attempt = new Attempt();
  readonly #wait = new Countdown();
  readonly #ask: () => Promise<unknown>;
  readonly #said: MessageKey;

  constructor(
    ask: () => Promise<unknown>,
    /** Said aloud when another one is on its way. */
    said: MessageKey,
    firstPauseSecs = PAUSE_SECS,
  ) {
    this.#ask = ask;
    this.#said = said;
    this.pause(firstPauseSecs);
  }

  /** Seconds until it can be asked for. */
  get left() {
    return this.#wait.left;
  }

  pause(secs = PAUSE_SECS) {
    this.#wait.start(Date.now() + secs * 1000);
  }

  /** Answers whether another one is on its way. */
  send = async (): Promise<boolean> => {
    if (this.left > 0) return false;
    const isSent = await this.attempt.run(async () => (await this.#ask(), true));
    if (!isSent) return false;
    if (this.left === 0) this.pause();
    say(t(this.#said));
    return true;
  };

  attach = () => () => this.#wait.stop();
}
