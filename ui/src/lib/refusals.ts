import type { Refusal } from "./api";
import type { Next } from "./messages";
import type { MessageKey } from "./text.svelte";
import { unknown } from "./unknown";

/** The sentence for a documented refusal, and where it leads. */
export function refusalOf(refusal: Refusal): [key: MessageKey, next: Next] {
  switch (refusal) {
    case "wrong_email_or_password":
      return ["refusal-wrong-email-or-password", "none"];
    case "email_not_verified":
      return ["refusal-email-not-verified", "retry"];
    case "account_disabled":
      return ["refusal-account-disabled", "none"];
    case "sign_up_closed":
      return ["refusal-sign-up-closed", "none"];
    case "email_taken":
      return ["refusal-email-taken", "none"];
    case "password_too_short":
      return ["refusal-password-too-short", "none"];
    case "password_leaked":
      return ["refusal-password-leaked", "none"];
    case "access_denied":
      return ["refusal-access-denied", "retry"];
    case "blocked":
      return ["refusal-blocked", "none"];
    case "too_many_attempts":
      return ["refusal-too-many-attempts", "retry"];
    case "login_required":
      return ["refusal-login-required", "sign_in"];
    case "expired":
      return ["refusal-expired", "retry"];
    case "wrong_code":
      return ["refusal-wrong-code", "none"];
    case "not_approved":
      return ["refusal-not-approved", "retry"];
    case "not_removable":
      return ["refusal-not-removable", "none"];
    case "already_added":
      return ["refusal-already-added", "none"];
    case "not_offered":
      return ["refusal-not-offered", "none"];
    case "phone_number_refused":
      return ["refusal-phone-number-refused", "none"];
    case "email_refused":
      return ["refusal-email-refused", "none"];
    case "password_refused":
      return ["refusal-password-refused", "none"];
    case "account_gone":
      return ["refusal-account-gone", "none"];
    case "already_verified":
      return ["refusal-already-verified", "none"];
    case "authenticator_active":
      return ["refusal-authenticator-active", "none"];
    case "last_way_in":
      return ["refusal-last-way-in", "none"];
    case "no_passkey":
      return ["refusal-no-passkey", "none"];
    case "passkey_refused":
      return ["refusal-passkey-refused", "retry"];
    case "anonymous_account":
      return ["refusal-anonymous-account", "none"];
    case "token_refused":
      return ["refusal-token-refused", "none"];
    default:
      return unknown(refusal, ["error-internal", "retry"]);
  }
}
