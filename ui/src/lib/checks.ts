import { digits } from "./digits";
import type { MessageKey } from "./text.svelte";

// What can be told without asking anybody. Rust looks again, and the provider after it.

export function missing(typed: string): MessageKey | null {
  return typed.trim() === "" ? "invalid-empty" : null;
}

export function notAnEmail(typed: string): MessageKey | null {
  return missing(typed) ?? (/^\S+@\S+$/.test(typed.trim()) ? null : "invalid-not-an-email");
}

/** A wrong code may cost one of a few tries; one that is no number is not sent at all. */
export function notACode(typed: string): MessageKey | null {
  return missing(typed) ?? (/^\d+$/.test(digits(typed)) ? null : "invalid-not-digits");
}

export function longerThan(most: number, typed: string): MessageKey | null {
  return [...typed.trim()].length > most ? "invalid-too-long" : null;
}
