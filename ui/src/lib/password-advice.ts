import type { PasswordRuleView, ProviderKind } from "./api";

/** What three or four words have: long enough that guessing does not pay, short enough to remember. */
const GOOD_LENGTH = 12;
/** The longest that Nhost Auth takes, in characters. */
const NHOST_LONGEST = 50;
/** Shorter parts of a name occur in any word. */
const PART_LENGTH = 4;

/**
 * What makes a new password a good one, and whether this one is. Before there is an account nobody tells the
 * provider's own rules; what it refuses, it says afterwards.
 */
export function advice(password: string, about: string[], provider: ProviderKind): PasswordRuleView[] {
  const length = [...password].length;
  const judge = (isMet: boolean) => (password === "" ? null : isMet ? ("met" as const) : ("broken" as const));
  const rules: PasswordRuleView[] = [
    { rule: { rule: "min_length", characters: GOOD_LENGTH }, judgement: judge(length >= GOOD_LENGTH) },
    { rule: { rule: "no_profile_data" }, judgement: judge(!holds(password, about)) },
    { rule: { rule: "not_common" }, judgement: password === "" ? null : "by_provider" },
  ];
  if (provider === "nhost" && length > NHOST_LONGEST) {
    rules.push({ rule: { rule: "max_length", length: NHOST_LONGEST, inBytes: false }, judgement: "broken" });
  }
  return rules;
}

function holds(password: string, about: string[]): boolean {
  const lower = password.toLowerCase();
  const parts = about.flatMap((text) => text.toLowerCase().split(/[\s@._+-]+/)).filter((part) => part.length >= PART_LENGTH);
  return parts.some((part) => lower.includes(part));
}
