import type { AddableKind } from "./enrolling.svelte";

/** A kind of factor to add, or the passkeys on a key to look at. */
export type Wish = AddableKind | "passkey" | "key_passkeys";

/** What another screen wants this one to begin with; taken once. */
let wanted: { account: string; wish: Wish } | null = null;

export function wishFor(account: string, wish: Wish) {
  wanted = { account, wish };
}

export function takeWish(account: string): Wish | null {
  const taken = wanted?.account === account ? wanted.wish : null;
  wanted = null;
  return taken;
}
