import { beforeEach, describe, expect, test } from "vitest";
import type { CommandError, Refusal } from "../../src/lib/api";
import { messageOf } from "../../src/lib/messages";
import { t } from "../../src/lib/text.svelte";
import { refuse } from "../desk";
import { shop } from "../fixtures";
import { assertive, button, resize, showScene, text } from "./support";

beforeEach(() => resize(960));


/** What each command can answer besides what any of them can; see `account::sign_in`. */
const refusals: [scene: string, command: string, submit: string, Refusal[]][] = [
  ["sign-in-password-wrong", "sign_in_with_password", "Sign in", ["wrong_email_or_password", "email_not_verified", "account_disabled", "too_many_attempts"]],
  ["code-email-refused", "send_sign_in_code", "Send code", ["email_refused", "not_offered", "access_denied", "account_disabled", "sign_up_closed", "too_many_attempts"]],
  ["code-sms-refused", "send_sign_in_code", "Send code", ["phone_number_refused", "not_offered", "access_denied", "too_many_attempts"]],
  ["code-email-wrong", "confirm_sign_in_code", "Sign in", ["wrong_code", "too_many_attempts", "account_disabled", "blocked", "access_denied"]],
  ["link-email-expired", "paste_mail_link", "Sign in", ["expired", "account_disabled", "email_not_verified", "not_offered"]],
  ["reset-password-refused", "reset_password", "Change password", ["password_refused", "password_too_short", "password_leaked", "expired", "not_offered"]],
  ["sign-up-taken", "sign_up_with_password", "Create account", ["email_taken", "email_refused", "sign_up_closed", "password_too_short", "password_leaked", "access_denied"]],
  ["unverified-known-by-now", "send_verification_mail", "Send another one", ["already_verified", "email_refused", "not_offered", "access_denied"]],
  ["token-refused", "sign_in_with_access_token", "Sign in", ["token_refused", "account_disabled", "not_offered"]],
  ["nobody-refused", "sign_in_anonymously", "Go on without an account", ["not_offered", "sign_up_closed", "access_denied"]],
  ["keep-taken", "keep_account", "Keep account", ["email_taken", "email_refused", "password_too_short", "password_leaked", "already_added", "not_offered"]],
  ["second-step-wrong", "confirm_second_factor", "Sign in", ["wrong_code", "too_many_attempts", "account_disabled"]],
  ["second-step-push-declined", "confirm_second_factor", "I approved it", ["not_approved", "too_many_attempts", "account_disabled"]],
];
const anyway: CommandError[] = [
  { code: "offline", host: shop.host },
  { code: "tls", host: shop.host },
  { code: "timed_out", host: shop.host },
  { code: "provider_failed", status: 502, requestId: "req_1" },
  { code: "misconfigured", hint: "invalid_client", requestId: null },
  { code: "vault", reason: "locked" },
  { code: "internal", reference: "r1" },
];

describe.each(refusals)("%s", (scene, command, submit, own) => {
  test("has a sentence for everything that the provider can refuse, and lets the person try again", async () => {
    const desk = await showScene(scene);
    const errors = [...own.map((refusal): CommandError => ({ code: "refused", refusal })), ...anyway];
    for (const error of errors) {
      const before = desk.asked(command).length;
      desk.answer(command, refuse(error));
      await button(submit).click();
      await expect.poll(() => desk.asked(command).length).toBe(before + 1);
      await expect.poll(text).toContain(messageOf(error).text);
      await expect.element(button(submit)).toHaveAttribute("aria-disabled", "false");
    }
  });

  test("waits as long as the provider wants it to", async () => {
    const desk = await showScene(scene);
    desk.answer(command, refuse({ code: "rate_limited", retryAfterSecs: 42 }));
    await button(submit).click();
    await expect.poll(text).toContain("You can try again in 4");
    const before = desk.asked(command).length;
    await button(submit).click({ force: true });
    expect(desk.asked(command)).toHaveLength(before);
    expect(assertive()).toContain(t("error-rate-limited"));
  });
});
