import type {
  AccountView,
  CallbackProblem,
  CommandError,
  EndedReason,
  Feature,
  InvalidReason,
  NoneReason,
  NoticeView,
  ProviderKind,
  StepUpReason,
  VaultProblem,
} from "./api";
import { codeOf, passkeyOf, pictureKey, refusalOf, type Found, type Next } from "./refusals";
import { t, type MessageKey } from "./text.svelte";
import { unknown } from "./unknown";
import "./messages.en.ftl";

export type { Next };

/** A sentence for a failure, and where it leads. */
export type Message = {
  text: string;
  tone: "danger" | "warning" | "info";
  next: Next;
  /** What support will ask for; never a sentence. */
  reference: string | null;
};

/** The one place where a failure becomes a sentence. */
export function messageOf(error: CommandError): Message {
  const [key, next, args] = find(error);
  return { text: t(key, args), tone: toneOf(error), next, reference: referenceOf(error) };
}

function find(error: CommandError): Found {
  switch (error.code) {
    case "invalid_input":
      return [invalidKey(error.reason), "none"];
    case "not_found":
      return ["error-not-found", "none"];
    case "signed_out":
      return ["error-signed-out", "sign_in"];
    case "cancelled":
      return ["error-cancelled", "retry"];
    case "offline":
      return ["error-offline", "retry", { host: error.host }];
    case "proxy_authentication":
      return ["error-proxy-authentication", "retry", { host: error.host }];
    case "tls":
      return ["error-tls", "retry", { host: error.host }];
    case "timed_out":
      return ["error-timed-out", "retry", { host: error.host }];
    case "rate_limited":
      return ["error-rate-limited", "wait"];
    case "refused":
      return refusalOf(error.refusal);
    case "unavailable":
      return [noneKey(error.reason), "none"];
    case "misconfigured":
      return [referenceOf(error) ? "error-misconfigured" : "error-misconfigured-unnamed", "retry"];
    case "provider_failed":
      return ["error-provider-failed", "retry"];
    case "not_this_provider":
      return ["error-not-this-provider", "none", { host: error.host }];
    case "step_up_required":
      return [stepUpKey(error.reason), "step_up"];
    case "step_up_did_not_help":
      return ["error-step-up-did-not-help", "none"];
    case "code_not_right":
      return codeOf(error.problem);
    case "passkey":
      return passkeyOf(error.problem);
    case "picture_not_right":
      return [pictureKey(error.problem), "none"];
    case "no_authenticator":
      return ["error-no-authenticator", "none"];
    case "clipboard_busy":
      return ["error-clipboard-busy", "retry"];
    case "clock_off":
      return ["error-clock-off", "retry", { seconds: Math.abs(error.seconds) }];
    case "id_token":
      return ["error-id-token", "retry"];
    case "wrong_account":
      return ["error-wrong-account", "retry", { expected: error.expected, cameBackAs: error.cameBackAs }];
    case "callback":
      return [callbackKey(error.reason), "none"];
    case "vault":
      return [vaultKey(error.reason), "vault"];
    case "browser_not_opened":
      return ["error-browser-not-opened", "retry"];
    case "loopback_busy":
      return ["error-loopback-busy", "retry", { ports: error.ports.join(", ") }];
    case "files":
      return [filesKey(error.reason), "retry"];
    case "managed":
      return ["error-managed", "none"];
    case "busy":
      return ["error-busy", "retry"];
    case "call_refused":
      return callRefused(error.problem);
    case "internal":
      return [error.reference ? "error-internal" : "error-internal-unnamed", "retry"];
    default:
      return unknown(error, ["error-internal-unnamed", "retry"]);
  }
}

/** Why the provider wants to see the person again before it does something. */
export function stepUpKey(reason: StepUpReason): MessageKey {
  switch (reason) {
    case "recent_second_factor":
      return "step-up-recent-second-factor";
    case "missing_permission":
      return "step-up-missing-permission";
    case "elevation":
      return "step-up-elevation";
    default:
      return unknown(reason, "step-up-recent-second-factor");
  }
}

/** The sentence below a field. */
export function invalidKey(reason: InvalidReason): MessageKey {
  switch (reason) {
    case "empty":
      return "invalid-empty";
    case "too_long":
      return "invalid-too-long";
    case "not_a_domain":
      return "invalid-not-a-domain";
    case "not_a_url":
      return "invalid-not-a-url";
    case "not_https":
      return "invalid-not-https";
    case "not_an_email":
      return "invalid-not-an-email";
    case "not_a_phone_number":
      return "invalid-not-a-phone-number";
    case "has_path":
      return "invalid-has-path";
    case "has_user_info":
      return "invalid-has-user-info";
    case "already_exists":
      return "invalid-already-exists";
    case "unknown_provider":
      return "invalid-unknown-provider";
    case "bad_characters":
      return "invalid-bad-characters";
    case "not_offered":
      return "invalid-not-offered";
    case "in_the_past":
      return "invalid-in-the-past";
    case "does_not_match":
      return "invalid-does-not-match";
    case "other_link":
      return "invalid-other-link";
    case "other_domain":
      return "invalid-other-domain";
    default:
      return unknown(reason, "invalid-bad-characters");
  }
}

/** Why a pasted or delivered address brought nobody home. */
export function callbackKey(reason: CallbackProblem): MessageKey {
  switch (reason) {
    case "not_an_address":
      return "callback-not-an-address";
    case "not_ours":
      return "callback-not-ours";
    case "too_large":
      return "callback-too-large";
    case "bad_encoding":
      return "callback-bad-encoding";
    case "repeated_parameter":
      return "callback-repeated-parameter";
    case "no_state":
      return "callback-no-state";
    case "no_code":
      return "callback-no-code";
    case "token_in_address":
      return "callback-token-in-address";
    case "nothing_pending":
      return "callback-nothing-pending";
    case "unknown_state":
      return "callback-unknown-state";
    case "expired":
      return "callback-expired";
    case "unknown_connection":
      return "callback-unknown-connection";
    case "wrong_issuer":
      return "callback-wrong-issuer";
    default:
      return unknown(reason, "callback-not-ours");
  }
}

/** Why nothing can be saved. */
export function vaultKey(reason: VaultProblem): MessageKey {
  switch (reason) {
    case "unavailable":
      return "vault-unavailable";
    case "locked":
      return "vault-locked";
    case "waiting":
      return "vault-waiting";
    case "silent":
      return "vault-silent";
    case "denied":
      return "vault-denied";
    case "full":
      return "vault-full";
    case "corrupt":
      return "vault-corrupt";
    case "too_big":
      return "vault-too-big";
    case "failed":
      return "vault-failed";
    default:
      return unknown(reason, "vault-failed");
  }
}

/** Whether asking the system to unlock can help. */
export function canUnlock(reason: VaultProblem): boolean {
  return reason === "locked" || reason === "denied" || reason === "silent";
}

/** Why an account has to sign in again. */
export function endedKey(reason: EndedReason): MessageKey {
  switch (reason) {
    case "rejected":
      return "ended-rejected";
    case "rotation_lost":
      return "ended-rotation-lost";
    case "item_missing":
      return "ended-item-missing";
    case "item_corrupt":
      return "ended-item-corrupt";
    case "not_renewable":
      return "ended-not-renewable";
    case "wrong_identity":
      return "ended-wrong-identity";
    case "dpop_key_missing":
      return "ended-dpop-key-missing";
    case "dpop_key_mismatch":
      return "ended-dpop-key-mismatch";
    case "dpop_not_configured":
      return "ended-dpop-not-configured";
    default:
      return unknown(reason, "ended-rejected");
  }
}

/** What happened without anybody asking. */
export function noticeText({ content }: NoticeView): string {
  switch (content.notice) {
    case "callback_ignored":
      return t("notice-callback-ignored", { reason: t(callbackKey(content.reason)) });
    case "preset_broken":
      return content.line === null
        ? t("notice-preset-broken", { path: content.path, reason: content.reason })
        : t("notice-preset-broken-line", { path: content.path, line: String(content.line), reason: content.reason });
    case "preset_connection_refused":
      return t("notice-preset-connection-refused", {
        path: content.path,
        id: content.id,
        field: content.field,
        reason: t(invalidKey(content.reason)),
      });
    case "files_not_writable":
      return t("notice-files-not-writable", { path: content.path });
    case "files_newer":
      return t("notice-files-newer", { path: content.path });
    case "files_corrupt":
      return t("notice-files-corrupt", { path: content.path });
    default:
      return unknown(content, t("error-internal"));
  }
}

export function providerKey(provider: ProviderKind): MessageKey {
  switch (provider) {
    case "auth0":
      return "provider-auth0";
    case "nhost":
      return "provider-nhost";
    default:
      return unknown(provider, "provider-auth0");
  }
}

export function featureKey(feature: Feature): MessageKey {
  switch (feature) {
    case "sign_in_browser":
      return "feature-sign-in-browser";
    case "sign_in_password":
      return "feature-sign-in-password";
    case "sign_up":
      return "feature-sign-up";
    case "profile":
      return "feature-profile";
    case "sign_out":
      return "feature-sign-out";
    case "stay_signed_in":
      return "feature-stay-signed-in";
    default:
      return unknown(feature, "feature-profile");
  }
}

export function noneKey(reason: NoneReason): MessageKey {
  switch (reason) {
    case "not_offered":
      return "none-not-offered";
    case "not_permitted":
      return "none-not-permitted";
    case "not_configured":
      return "none-not-configured";
    case "one_only":
      return "none-one-only";
    case "custom_domain_missing":
      return "none-custom-domain-missing";
    case "grant_missing":
      return "none-grant-missing";
    default:
      return unknown(reason, "none-not-offered");
  }
}

/** The word beside an account in the switcher; nothing to say when all is well. */
export function stateKey(state: AccountView["state"]): MessageKey | null {
  switch (state.state) {
    case "signed_in":
      return null;
    case "needs_sign_in":
      return "account-needs-sign-in";
    case "vault_closed":
      return "account-vault-closed";
    case "unsaved":
      return "account-unsaved";
    default:
      return unknown(state, null);
  }
}

function callRefused(problem: Extract<CommandError, { code: "call_refused" }>["problem"]): Found {
  switch (problem) {
    case "not_allowed":
      return ["error-call-not-allowed", "none"];
    case "arguments":
      return ["error-call-arguments", "none"];
    case "too_many":
      return ["error-call-too-many", "retry"];
    default:
      return unknown(problem, ["error-internal", "retry"]);
  }
}

function filesKey(reason: Extract<CommandError, { code: "files" }>["reason"]): MessageKey {
  switch (reason) {
    case "full":
      return "error-files-full";
    case "not_writable":
      return "error-files-not-writable";
    case "newer_version":
      return "error-files-newer-version";
    default:
      return unknown(reason, "error-files-not-writable");
  }
}

function toneOf(error: CommandError): Message["tone"] {
  if (error.code === "cancelled") return "info";
  if (error.code === "refused" && error.refusal === "access_denied") return "info";
  if (error.code === "passkey" && error.problem === "denied") return "info";
  if (error.code === "passkey" && (error.problem === "timed_out" || error.problem === "gone")) return "warning";
  if (error.code === "offline" || error.code === "rate_limited" || error.code === "timed_out") return "warning";
  return "danger";
}

function referenceOf(error: CommandError): string | null {
  switch (error.code) {
    case "misconfigured":
      return [error.hint, error.requestId].filter(Boolean).join(" · ") || null;
    case "provider_failed":
      return [error.status && `HTTP ${error.status}`, error.requestId].filter(Boolean).join(" · ") || null;
    case "id_token":
      return error.rule;
    case "internal":
      return error.reference || null;
    // The other kinds say everything in their sentence.
    default:
      return null;
  }
}
