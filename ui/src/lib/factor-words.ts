import type { IconName } from "../components/Icon.svelte";
import type { CharacterKind, FactorKind, FactorView, OfferView, OutlookView, PhoneWay, PictureRemark, Rule, WayStep } from "./api";
import { list } from "./format";
import { noneKey } from "./messages";
import { plain, t, type Args, type MessageKey } from "./text.svelte";
import { unknown } from "./unknown";
import "./factor-words.en.ftl";

/** How a kind is called, drawn, and what it is good for. */
type Words = { name: MessageKey; icon: IconName; about: MessageKey };

const kinds: Record<FactorKind, Words> = {
  password: { name: "kind-password", icon: "dots", about: "kind-password-about" },
  passkey: { name: "kind-passkey", icon: "key", about: "kind-passkey-about" },
  security_key: { name: "kind-security-key", icon: "key", about: "kind-passkey-about" },
  totp: { name: "kind-totp", icon: "clock", about: "kind-totp-about" },
  phone: { name: "kind-phone", icon: "phone", about: "kind-phone-about" },
  email: { name: "kind-email", icon: "mail", about: "kind-email-about" },
  push: { name: "kind-push", icon: "bell", about: "kind-push-about" },
  recovery_code: { name: "kind-recovery-code", icon: "paper", about: "kind-recovery-code-about" },
  other: { name: "kind-other", icon: "question", about: "kind-other-about" },
};

/** A kind that a newer core knows is shown as one that nobody knows. */
export const wordsOf = (kind: FactorKind): Words => kinds[kind] ?? kinds.other;

/** "Authenticator app"; the provider's own word where this version has none. */
export function kindName({ kind, otherKind = null }: { kind: FactorKind; otherKind?: string | null }): string {
  return kind === "other" && otherKind ? plain(otherKind) : t(wordsOf(kind).name);
}

/** The person's own name for it, or what it is. */
export function factorName(factor: FactorView): string {
  const maker = makerOf(factor);
  return plain(factor.name?.trim() || (maker ? t("passkey-of", { maker }) : kindName(factor)));
}

/** Who made the key, or which password manager keeps the passkey, where that is known. */
export function makerOf({ detail }: FactorView): string | null {
  return (detail.detail === "passkey" && detail.maker && plain(detail.maker).trim()) || null;
}

/** Where a passkey lives. A key is told from a computer or a phone by how it is reached. */
export function homeOf({ detail, kind }: FactorView): "devices" | "key" | "device" | "unknown" {
  if (detail.detail !== "passkey" || detail.isSynced === null) return "unknown";
  if (detail.isSynced) return "devices";
  const isKey = kind === "security_key" || detail.transports.some((way) => way === "usb" || way === "nfc" || way === "ble");
  return isKey ? "key" : "device";
}

const homes: Record<ReturnType<typeof homeOf>, MessageKey | null> = {
  devices: "passkey-synced",
  key: "passkey-on-key",
  device: "passkey-on-device",
  unknown: null,
};

/** Number or address, and where a passkey lives; null where there is nothing to add. */
export function detailOf(factor: FactorView): { text: string; isAddress: boolean } | null {
  const { detail } = factor;
  switch (detail.detail) {
    case "none":
    case "password":
      return null;
    case "phone":
      return { text: plain(detail.number), isAddress: true };
    case "email":
      return { text: plain(detail.address), isAddress: true };
    case "passkey": {
      const home = homes[homeOf(factor)];
      return home && { text: t(home), isAddress: false };
    }
    default:
      return unknown(detail, null);
  }
}

/** Why something cannot be added, or null where it can. */
export function refusalOf({ tier }: OfferView): string | null {
  if (tier.tier !== "none") return null;
  return t(noneKey(tier.reason));
}

export function wayKey(way: PhoneWay): MessageKey {
  return way === "sms" ? "phone-way-sms" : "phone-way-voice";
}

// In the words of the apps; no language has others.
const algorithms = { sha1: "SHA-1", sha256: "SHA-256", sha512: "SHA-512" };

/** What the codes of an authenticator app depend on besides the key. */
export function codeSettings({ algorithm, digits, periodSecs }: { algorithm: keyof typeof algorithms; digits: number; periodSecs: number }): Args {
  return { algorithm: algorithms[algorithm], digits, seconds: periodSecs };
}

/** What should be looked at before a code in a picture is used. */
export function remarkText(remark: PictureRemark): string {
  switch (remark.remark) {
    case "short_key":
      return t("check-short-key", { bits: remark.bits });
    case "two_issuers":
      return t("check-two-issuers", { label: plain(remark.label), parameter: plain(remark.parameter) });
    case "other_issuer":
      return t("check-other-issuer");
    case "other_account":
      return t("check-other-account");
    default:
      return unknown(remark, "");
  }
}

/** One step of a way in, by the name that the person knows it by. */
export function stepName(step: WayStep, factors: FactorView[]): string {
  switch (step.step) {
    case "factor": {
      const known = factors.find((one) => one.id === step.id);
      return known ? factorName(known) : kindName(step);
    }
    case "mailbox":
      return t("step-mailbox");
    case "other_account":
      return t("step-other-account");
    default:
      return unknown(step, "");
  }
}

/** Every way in, one sentence each; empty where there is none. */
export function waysIn(outlook: OutlookView, factors: FactorView[]): string[] {
  const names = (steps: WayStep[]) => list([...new Set(steps.map((step) => stepName(step, factors)))], "disjunction");
  const ways: string[] = [];
  if (outlook.inside.length > 0) ways.push(t("way-alone", { steps: names(outlook.inside) }));
  if (outlook.first.length > 0 && outlook.second.length > 0) {
    ways.push(t("way-two", { first: names(outlook.first), second: names(outlook.second) }));
  }
  return ways;
}

/** A rule for a new password, in words. */
export function ruleText(rule: Rule): string {
  switch (rule.rule) {
    case "min_length":
      return t("rule-min-length", { characters: rule.characters });
    case "max_length":
      return t(rule.inBytes ? "rule-max-bytes" : "rule-max-length", { length: rule.length });
    case "characters": {
      const kinds = list(rule.kinds.map((kind) => t(characterKeys[kind])));
      return rule.needed >= rule.kinds.length ? t("rule-characters-all", { kinds }) : t("rule-characters", { needed: rule.needed, kinds });
    }
    case "no_identical":
      return t("rule-no-identical");
    case "no_sequential":
      return t("rule-no-sequential");
    case "no_profile_data":
      return t("rule-no-profile-data");
    case "not_earlier":
      return t("rule-not-earlier", { passwords: rule.passwords });
    case "not_common":
      return t("rule-not-common");
    default:
      return unknown(rule, "");
  }
}

const characterKeys: Record<CharacterKind, MessageKey> = {
  uppercase: "characters-uppercase",
  lowercase: "characters-lowercase",
  number: "characters-number",
  special: "characters-special",
};
