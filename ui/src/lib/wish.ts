import type { AddableKind } from "./enrolling.svelte";

/** What another screen wants the sign-in methods to begin with; taken once. */
let wanted: { account: string; kind: AddableKind } | null = null;

export function wishToAdd(account: string, kind: AddableKind) {
  wanted = { account, kind };
}

export function takeWish(account: string): AddableKind | null {
  const taken = wanted?.account === account ? wanted.kind : null;
  wanted = null;
  return taken;
}
