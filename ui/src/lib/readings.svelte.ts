import { SvelteMap } from "svelte/reactivity";
import { errorOf, type CommandError } from "./api";

/** What Rust answers for a list or a page it keeps: what was known last, and why there is nothing newer. */
type Answered = { asOfSecs: number; error: CommandError | null };

/** What the page knows of one account in one respect. */
export type Known<View> = {
  view: View | null;
  /** Why the last try failed; old rows stay. */
  error: CommandError | null;
  /** When a rate limit ends, in milliseconds. */
  retryAtMs: number | null;
  loading: boolean;
};

type Ask<View> = (account: string) => Promise<View>;

/** The answers of one command, by account. */
export class Readings<View extends Answered> {
  #known = new SvelteMap<string, Known<View>>();

  constructor(
    readonly known: Ask<View>,
    readonly anew: Ask<View>,
  ) {}

  of(account: string): Known<View> {
    return this.#known.get(account) ?? { view: null, error: null, retryAtMs: null, loading: false };
  }

  /** Shows what is known at once; Rust refreshes behind when that is old. */
  load = (account: string) => this.#run(account, this.known);

  /** Asks the provider now. */
  refresh = (account: string) => this.#run(account, this.anew);

  /** Takes the answer of a write: it is the newest there is. */
  put(account: string, view: View) {
    this.#set(account, { ...seen(view), loading: this.of(account).loading });
  }

  /** Forgets an account that was signed out, or everything. */
  forget(account?: string) {
    if (account === undefined) this.#known.clear();
    else this.#known.delete(account);
  }

  async #run(account: string, ask: Ask<View>) {
    if (this.of(account).loading) return;
    this.#set(account, { loading: true });
    try {
      this.#set(account, { ...seen(await ask(account)), loading: false });
    } catch (caught) {
      const error = errorOf(caught);
      this.#set(account, { error, retryAtMs: retryAt(error), loading: false });
    }
  }

  #set(account: string, changes: Partial<Known<View>>) {
    this.#known.set(account, { ...this.of(account), ...changes });
  }
}

/** A list that nobody has ever read is no list: it would look as if there were nothing. */
function seen<View extends Answered>(view: View): Partial<Known<View>> {
  const error = { error: view.error, retryAtMs: retryAt(view.error) };
  return view.asOfSecs === 0 && view.error ? error : { view, ...error };
}

function retryAt(error: CommandError | null): number | null {
  return error?.code === "rate_limited" ? Date.now() + error.retryAfterSecs * 1000 : null;
}
