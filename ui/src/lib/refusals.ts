import type { CodeProblem, PasskeyProblem, PictureProblem, Refusal } from "./api";
import type { Args, MessageKey } from "./text.svelte";
import { unknown } from "./unknown";

/** What the person can do about it; the screen offers the button when it can. */
export type Next = "retry" | "wait" | "sign_in" | "step_up" | "vault" | "none";

/** A sentence and where it leads. */
export type Found = [key: MessageKey, next: Next, args?: Args];

/** What the provider's refusal means. */
export function refusalOf(refusal: Refusal): Found {
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
    case "passkey_not_registered":
      return ["refusal-passkey-not-registered", "retry"];
    case "passkey_refused":
      return ["refusal-passkey-refused", "retry"];
    case "anonymous_account":
      return ["refusal-anonymous-account", "none"];
    case "token_refused":
      return ["refusal-token-refused", "none"];
    case "linked_elsewhere":
      return ["refusal-linked-elsewhere", "none"];
    default:
      return unknown(refusal, ["error-internal", "retry"]);
  }
}

const problems: Record<PasskeyProblem, [key: MessageKey, next: Next]> = {
  timed_out: ["passkey-timed-out", "retry"],
  denied: ["passkey-denied", "retry"],
  already_registered: ["passkey-already-registered", "retry"],
  no_passkey: ["passkey-no-passkey", "retry"],
  wrong_domain: ["passkey-wrong-domain", "none"],
  not_supported: ["passkey-not-supported", "retry"],
  pin_blocked: ["passkey-pin-blocked", "retry"],
  pin_locked_until_reinserted: ["passkey-pin-locked", "retry"],
  device_access: ["passkey-device-access", "retry"],
  key_full: ["passkey-key-full", "retry"],
  bad_options: ["passkey-bad-options", "none"],
  gone: ["passkey-gone", "retry"],
  ceremony_running: ["passkey-ceremony-running", "retry"],
};

/** Why a ceremony with an authenticator did not end well, and what helps. */
export function passkeyOf(problem: PasskeyProblem): Found {
  return problems[problem] ?? ["error-internal", "retry"];
}

/** What is wrong with the code of an authenticator app, as far as this computer can tell. */
export function codeOf(problem: CodeProblem): Found {
  switch (problem.problem) {
    case "previous":
      return ["code-previous", "none", { seconds: problem.waitSecs }];
    case "next":
      return ["code-next", "none", { seconds: problem.waitSecs }];
    case "clock_off":
      return problem.seconds > 0
        ? ["code-clock-ahead", "none", { seconds: problem.seconds }]
        : ["code-clock-behind", "none", { seconds: -problem.seconds }];
    case "spent":
      return ["code-spent", "none", { seconds: problem.waitSecs }];
    case "not_digits":
      return ["code-not-digits", "none"];
    case "wrong_length":
      return ["code-wrong-length", "none", { digits: problem.expected }];
    case "of_something_else":
      return ["code-of-something-else", "none"];
    default:
      return unknown(problem, ["code-of-something-else", "none"]);
  }
}

/** Why a picture says nothing about an authenticator app. */
export function pictureKey(problem: PictureProblem): MessageKey {
  switch (problem) {
    case "not_a_picture":
      return "picture-not-a-picture";
    case "other_format":
      return "picture-other-format";
    case "too_large":
      return "picture-too-large";
    case "no_code":
      return "picture-no-code";
    case "several_codes":
      return "picture-several-codes";
    case "not_for_authenticators":
      return "picture-not-for-authenticators";
    case "export":
      return "picture-export";
    case "counting":
      return "picture-counting";
    case "broken_key":
      return "picture-broken-key";
    case "broken":
      return "picture-broken";
    default:
      return unknown(problem, "picture-broken");
  }
}
