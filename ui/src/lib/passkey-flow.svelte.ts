import { api, type AuthenticatorKind, type AuthenticatorView, type Hear } from "./api";
import { Attempt } from "./attempt.svelte";
import { Ceremony } from "./ceremony.svelte";

/** What is done with the authenticator, and what comes after it. */
type Parts<T> = {
  connection: string;
  command: (kind: AuthenticatorKind, hear: Hear) => Promise<T>;
  /** Where more proof may be wanted in between. */
  around?: (call: () => Promise<T>) => Promise<T>;
  done: (answer: T) => void;
  /** It ended without an answer, and nothing went wrong: the person gave it up elsewhere. */
  over: () => void;
  /** Begins by itself where there is nothing to choose. */
  atOnce?: boolean;
};

/** The part of it that a person sees before the ceremony. */
export type Choice = Pick<PasskeyFlow<never>, "authenticators" | "usable" | "kind" | "search" | "look" | "start">;

/** A ceremony with an authenticator that the person may choose. Lives as long as its dialog. */
export class PasskeyFlow<T> {
  readonly ceremony = new Ceremony();
  readonly search = new Attempt();
  /** What this computer has; null until that is known. */
  authenticators = $state.raw<AuthenticatorView[] | null>(null);
  kind: AuthenticatorKind | null = $state(null);
  readonly #parts: Parts<T>;

  constructor(parts: Parts<T>) {
    this.#parts = parts;
    this.look();
  }

  get usable() {
    return this.authenticators?.filter((one) => one.problem === null) ?? [];
  }
  /** Whether something else could be taken, or the reason be read why not. */
  get hasOthers() {
    return (this.authenticators?.length ?? 0) > 1;
  }

  /** Asks what there is; nobody has to plug anything in for it. */
  look = async () => {
    const found = await this.search.run(() => api.passkeyAuthenticators(this.#parts.connection));
    if (!found) return;
    this.authenticators = found.authenticators;
    this.kind = this.usable[0]?.kind ?? null;
    if (this.#parts.atOnce && this.usable.length === 1) await this.start();
  };

  start = async () => {
    const { kind } = this;
    if (kind === null) return;
    const { command, around, done, over } = this.#parts;
    const ended = await this.ceremony.run((hear) => command(kind, hear), around);
    if (ended.end === "done") done(ended.answer);
    else if (ended.end === "stopped") over();
  };

  /** Back to the choice. */
  other = () => this.ceremony.reset();

  /** Gives everything up, for a dialog that closes. */
  end = () => this.ceremony.reset();
}
