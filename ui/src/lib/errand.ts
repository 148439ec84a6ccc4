import type { SignInView } from "./api";
import { placeName } from "./elsewhere";
import type { AccountScreen } from "./router.svelte";
import type { MessageKey } from "./text.svelte";
import "./errand.en.ftl";

/** What is said about an errand in the browser or on another device; each takes `$name` where it connects an account. */
type Words = {
  title: MessageKey;
  lead: MessageKey;
  announced: MessageKey;
  pasted: MessageKey;
  underWay: MessageKey;
  done: MessageKey;
  failed: MessageKey;
  cancelled: MessageKey;
};

const signIn: Words = {
  title: "waiting-title",
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
  on_device: {
    ...signIn,
    title: "waiting-title-device",
    lead: "waiting-lead-device",
    announced: "waiting-status-device",
  },
  step_up: { ...signIn, lead: "waiting-lead-step-up", done: "toast-stepped-up", failed: "failed-title-step-up" },
  add_passkey: {
    title: "waiting-title",
    lead: "waiting-lead-passkey",
    announced: "announce-waiting-passkey",
    pasted: "waiting-paste-submit-passkey",
    underWay: "account-adding-passkey",
    done: "toast-back-passkey",
    failed: "failed-title-passkey",
    cancelled: "cancelled-title-passkey",
  },
  connect: {
    title: "waiting-title",
    lead: "waiting-lead-connect",
    announced: "announce-waiting-connect",
    pasted: "waiting-paste-submit-connect",
    underWay: "account-connecting",
    done: "toast-connected",
    failed: "failed-title-connect",
    cancelled: "cancelled-title-connect",
  },
  link: {
    title: "waiting-title",
    lead: "waiting-lead-link",
    announced: "announce-waiting-connect",
    pasted: "waiting-paste-submit-link",
    underWay: "account-linking",
    done: "toast-linked",
    failed: "failed-title-link",
    cancelled: "cancelled-title-link",
  },
  mail_link: { ...signIn, failed: "failed-title-mail" },
};

/** The words for what a person is in the browser for. */
export function wordsOf(errand: SignInView): Words {
  return words[errand.purpose.purpose];
}

/** The name of what is being connected or linked, where that is the errand. */
export function nameOf(errand: SignInView): string {
  if (errand.purpose.purpose === "link") return placeName(errand.purpose.provider);
  return errand.purpose.purpose === "connect" ? placeName(errand.purpose.name) : "";
}

/** Whether its address may be copied: one that links an account holds a token. */
export function hasLink(errand: SignInView): boolean {
  return errand.purpose.purpose !== "link";
}

/** Whether it can be begun once more: a link from a mail has to be asked for where it was. */
export function canRepeat(errand: SignInView): boolean {
  return errand.purpose.purpose !== "mail_link";
}

/** The screen to come back to. */
export function screenOf({ purpose }: SignInView): AccountScreen {
  if (purpose.purpose === "connect") return "connected";
  if (purpose.purpose === "link") return "linked";
  return purpose.purpose === "add_passkey" ? "methods" : "profile";
}

/** What to do on another device, where that is the errand. */
export function promptOf(errand: SignInView) {
  return errand.purpose.purpose === "on_device" ? errand.purpose.prompt : null;
}
