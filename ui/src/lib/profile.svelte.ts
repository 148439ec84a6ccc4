import { SvelteMap } from "svelte/reactivity";
import { api, errorOf, type CommandError, type ProfileView } from "./api";

/** What the page knows of one account's profile. */
export type Known = {
  view: ProfileView | null;
  /** Why the last try failed; old rows stay. */
  error: CommandError | null;
  /** When a rate limit ends, in milliseconds. */
  retryAtMs: number | null;
  loading: boolean;
  picture: string | null;
};

const nothing: Known = { view: null, error: null, retryAtMs: null, loading: false, picture: null };
const profiles = new SvelteMap<string, Known>();
const pictures = new SvelteMap<string, string | null>();

export function profileOf(account: string): Known {
  return profiles.get(account) ?? nothing;
}

/** A picture that was fetched before, for lists. */
export function pictureOf(account: string): string | null {
  return pictures.get(account) ?? null;
}

/** Shows what is known at once; Rust refreshes behind when that is old. */
export const load = (account: string) => run(account, api.profile);

/** Asks the provider now. */
export const refresh = (account: string) => run(account, api.refreshProfile);

/** Fetches a picture once per account. */
export async function loadPicture(account: string) {
  if (pictures.has(account)) return;
  pictures.set(account, null);
  // Initials stand where a picture does not come.
  pictures.set(account, await api.profilePicture(account).catch(() => null));
}

/** Forgets an account that was signed out, or everything. */
export function forget(account?: string) {
  if (account === undefined) {
    profiles.clear();
    pictures.clear();
    return;
  }
  profiles.delete(account);
  pictures.delete(account);
}

async function run(account: string, ask: (account: string) => Promise<ProfileView>) {
  if (profileOf(account).loading) return;
  set(account, { loading: true });
  try {
    const view = await ask(account);
    set(account, { view, error: view.error, retryAtMs: retryAt(view.error), loading: false });
  } catch (caught) {
    const error = errorOf(caught);
    set(account, { error, retryAtMs: retryAt(error), loading: false });
  }
}

function set(account: string, changes: Partial<Known>) {
  profiles.set(account, { ...profileOf(account), ...changes });
}

function retryAt(error: CommandError | null): number | null {
  return error?.code === "rate_limited" ? Date.now() + error.retryAfterSecs * 1000 : null;
}
