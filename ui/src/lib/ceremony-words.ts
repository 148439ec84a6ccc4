import type { IconName } from "../components/Icon.svelte";
import type { CeremonyEvent } from "./api";
import type { Shown } from "./ceremony.svelte";
import { list } from "./format";
import { plain, t, type MessageKey } from "./text.svelte";
import { unknown } from "./unknown";
import "./ceremony-words.en.ftl";

/** A step of a ceremony: its heading, and a text that says all of it to somebody who only hears that. */
export type Words = { title: string; text: string; icon: IconName; isUrgent?: boolean };

type Of<Event extends CeremonyEvent["event"]> = Extract<CeremonyEvent, { event: Event }>;

/** What a step is called, and what the person does now. */
export function wordsOf(shown: Shown): Words {
  switch (shown.event) {
    case "starting":
      return { title: t("ceremony-starting"), text: t("ceremony-starting-text"), icon: "key" };
    case "checking":
      return { title: t("checking"), text: t("ceremony-checking-text"), icon: "key" };
    case "insert_key":
      return { title: t("ceremony-insert"), text: t("ceremony-insert-text"), icon: "key" };
    case "select_device":
      return { title: t("ceremony-select-device"), text: selectDevice(shown.names), icon: "touch" };
    case "touch":
      return { title: t("ceremony-touch"), text: named("ceremony-touch-text", "ceremony-touch-text-device", shown.device), icon: "touch" };
    case "enter_pin":
      return enterPin(shown);
    case "choose_pin":
      return choosePin(shown);
    case "verify_again":
      return { title: t("ceremony-verify"), text: said(t("ceremony-verify-text"), triesLeft(shown.attemptsLeft)), icon: "finger" };
    case "select_account":
      return { title: t("ceremony-account"), text: t("ceremony-account-text"), icon: "person" };
    case "show_qr":
      return { title: t("ceremony-qr"), text: t("ceremony-qr-text"), icon: "phone" };
    case "phone":
      return phone(shown.step);
    case "system_dialog":
      return { title: t("ceremony-system"), text: t("ceremony-system-text"), icon: "screen" };
    default:
      return unknown(shown, { title: t("checking"), text: t("ceremony-checking-text"), icon: "key" });
  }
}

/** "3 tries left."; nothing where the key does not tell. */
export function triesLeft(attempts: number | null): string {
  return attempts === null ? "" : t("ceremony-tries", { count: attempts });
}

/** What is wrong with the PIN before this one, or null for a first one. */
export function pinProblem(shown: Of<"enter_pin"> | Of<"choose_pin">): string | null {
  switch (shown.reason) {
    case "wrong":
      return said(t("pin-wrong"), triesLeft(shown.event === "enter_pin" ? shown.attemptsLeft : null));
    case "too_short":
      return t("pin-too-short", { characters: shown.event === "choose_pin" ? shown.minLength : 0 });
    case "too_long":
      return t("pin-too-long");
    case "against_policy":
      return t("pin-against-policy");
    default:
      return null;
  }
}

const pinReasons: Record<Of<"enter_pin">["reason"], MessageKey> = {
  requested: "pin-requested",
  key_requires: "pin-key-requires",
  verification_blocked: "pin-verification-blocked",
  wrong: "pin-requested",
  current: "pin-current",
};

function enterPin(shown: Of<"enter_pin">): Words {
  const title = t(shown.reason === "current" ? "pin-current-title" : "pin-title");
  const problem = pinProblem(shown);
  const text = said(named("pin-text", "pin-text-device", shown.device), t(pinReasons[shown.reason] ?? "pin-requested"));
  // What the key said of the PIN before stands at the field; it is heard first.
  return problem === null ? { title, text, icon: "lock" } : { title, text: said(problem, text), icon: "lock", isUrgent: true };
}

const newPinReasons: Partial<Record<Of<"choose_pin">["reason"], MessageKey>> = {
  not_set: "pin-not-set",
  change: "pin-change",
  change_required: "pin-change-required",
};

function choosePin(shown: Of<"choose_pin">): Words {
  const title = t(shown.reason === "not_set" ? "pin-choose-title" : "pin-choose-new-title");
  const problem = pinProblem(shown);
  const reason = newPinReasons[shown.reason];
  const text = said(named("pin-choose-text", "pin-choose-text-device", shown.device), reason ? t(reason) : "");
  return problem === null ? { title, text, icon: "lock" } : { title, text: said(problem, text), icon: "lock", isUrgent: true };
}

function phone(step: Of<"phone">["step"]): Words {
  const icon = "phone";
  switch (step) {
    case "looking":
      return { title: t("phone-looking"), text: t("phone-looking-text"), icon };
    case "connecting":
      return { title: t("phone-connecting"), text: t("phone-connecting-text"), icon };
    case "authenticating":
      return { title: t("phone-connecting"), text: t("phone-authenticating-text"), icon };
    case "connected":
      return { title: t("phone-connected"), text: t("phone-connected-text"), icon };
    default:
      return unknown(step, { title: t("phone-connecting"), text: t("phone-connecting-text"), icon });
  }
}

function selectDevice(names: string[]): string {
  const told = names.map((name) => plain(name).trim()).filter(Boolean);
  return told.length === 0 ? t("ceremony-select-device-text") : t("ceremony-select-device-names", { names: list(told) });
}

/** Makers write the names of their keys; some write none. */
function named(without: MessageKey, withName: MessageKey, device: string): string {
  const name = plain(device).trim();
  return name === "" ? t(without) : t(withName, { device: name });
}

function said(...sentences: string[]): string {
  return sentences.filter(Boolean).join(" ");
}
