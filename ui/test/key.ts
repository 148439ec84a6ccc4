import type { CeremonyAnswer, CeremonyEvent, CommandError } from "../src/lib/api";
import type { Desk } from "./desk";

type Call = { events: { onmessage: (event: CeremonyEvent) => void } };
type Answers = NonNullable<ConstructorParameters<typeof Desk>[1]>;

/** What stands where an authenticator would: asks, hears the answers, and ends as it is told to. */
export class Key {
  readonly answers: CeremonyAnswer[] = [];
  cancelled = 0;
  #call: { send: (event: CeremonyEvent) => void; resolve: (value: unknown) => void; reject: (error: CommandError) => void } | null = null;

  /** Whether a ceremony is under way. */
  get isBusy() {
    return this.#call !== null;
  }

  /** The commands that run with it, and what it says at first. */
  for(command: string, ...first: CeremonyEvent[]): Answers {
    return {
      [command]: (args) =>
        new Promise((resolve, reject) => {
          const { events } = args as unknown as Call;
          this.#call = { send: (event) => events.onmessage(event), resolve, reject };
          first.forEach((event) => this.send(event));
        }),
      answer_ceremony: (args) => {
        this.answers.push((args as unknown as { answer: CeremonyAnswer }).answer);
        return null;
      },
      cancel_ceremony: () => {
        this.cancelled += 1;
        this.fail({ code: "cancelled" });
        return null;
      },
    };
  }

  send(event: CeremonyEvent) {
    this.#call?.send(event);
  }

  done(value: unknown) {
    this.#call?.resolve(value);
    this.#call = null;
  }

  fail(error: CommandError) {
    this.#call?.reject(error);
    this.#call = null;
  }
}
