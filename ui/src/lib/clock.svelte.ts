/** Relative times need no finer step than this. */
const SLOW_MS = 20_000;

let slow = $state(secs());

/** The time for "2 hours ago"; moves every twenty seconds. */
export const clock = {
  get nowSecs() {
    return slow;
  },
};

setInterval(() => (slow = secs()), SLOW_MS);

/** Whole seconds until a moment, counted down once a second; stops by itself at zero, where it also is when it was stopped. */
export class Countdown {
  left = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Starts, or starts again, towards `untilMs`; `tick` hears each whole second. */
  start(untilMs: number, tick: (left: number) => void = () => {}) {
    this.stop();
    const step = () => {
      this.left = Math.max(0, Math.ceil((untilMs - Date.now()) / 1000));
      if (this.left === 0) this.stop();
      tick(this.left);
    };
    this.#timer = setInterval(step, 1000);
    this.left = Math.max(0, Math.ceil((untilMs - Date.now()) / 1000));
  }

  stop() {
    clearInterval(this.#timer);
    this.left = 0;
  }
}

function secs(): number {
  return Math.floor(Date.now() / 1000);
}
