import { SvelteMap } from "svelte/reactivity";
import { api } from "./api";
import { connected, factors, linked, sessions, tokens } from "./lists.svelte";
import { Readings } from "./readings.svelte";

/** Who each account is. */
export const profiles = new Readings(api.profile, api.refreshProfile);
const pictures = new SvelteMap<string, string | null>();

/** A picture that was fetched before, for lists. */
export function pictureOf(account: string): string | null {
  return pictures.get(account) ?? null;
}

/** Fetches a picture once per account. */
export async function loadPicture(account: string) {
  if (pictures.has(account)) return;
  pictures.set(account, null);
  // Initials stand where a picture does not come.
  pictures.set(account, await api.profilePicture(account).catch(() => null));
}

/** Fetches a picture that was changed; the old one stays until the new one is there. */
export async function renewPicture(account: string) {
  pictures.set(account, await api.profilePicture(account).catch(() => null));
}

/** Forgets an account that was signed out, or everything. */
export function forget(account?: string) {
  for (const readings of [profiles, factors, connected, sessions, tokens, linked]) readings.forget(account);
  if (account === undefined) pictures.clear();
  else pictures.delete(account);
}
