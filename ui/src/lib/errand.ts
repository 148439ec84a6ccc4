import type { SignInView } from "./api";
import type { MessageKey } from "./text.svelte";

/** What is said about an errand in the browser; each takes `$name` where it connects an account. */
type Words = {
  lead: MessageKey;
  announced: MessageKey;
  pasted: MessageKey;
  underWay: MessageKey;
  done: MessageKey;
  failed: MessageKey;
  cancelled: MessageKey;
};

const signIn: Words = {
  lead: "waiting-lead",
  announced: "announce-waiting",
  pasted: "waiting-paste-submit",
  underWay: "account-signing-in",
  done: "toast-signed-in",
  failed: "failed-title",
  cancelled: "cancelled-title",
};

const words: Record<SignInView["purpose"]["purpose"], Words> = {
  sign_in: signIn,
  sign_up: signIn,
  step_up: { ...signIn, lead: "waiting-lead-step-up", done: "toast-stepped-up", failed: "failed-title-step-up" },
  connect: {
    lead: "waiting-lead-connect",
    announced: "announce-waiting-connect",
    pasted: "waiting-paste-submit-connect",
    underWay: "account-connecting",
    done: "toast-connected",
    failed: "failed-title-connect",
    cancelled: "cancelled-title-connect",
  },
};

/** The words for what a person is in the browser for. */
export function wordsOf(errand: SignInView): Words {
  return words[errand.purpose.purpose];
}

/** The name of what is being connected, where that is the errand. */
export function nameOf(errand: SignInView): string {
  return errand.purpose.purpose === "connect" ? errand.purpose.name : "";
}
