import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallbackProblem, CommandError, InvalidReason, NoneReason, PasskeyProblem, PictureProblem, Refusal, StepUpReason, VaultProblem } from "../../src/lib/api";
import { absolute, countdown, isLocal, languageName, relative, secsOf } from "../../src/lib/format";
import { messageOf } from "../../src/lib/messages";
import { href, parse, type Route } from "../../src/lib/router.svelte";
import { t, useLanguage } from "../../src/lib/text.svelte";

/** Lists every member of a union: leaving one out, or inventing one, is a type error. */
const every = <T extends string>(members: Record<T, true>) => Object.keys(members) as T[];

const refusals = every<Refusal>({
  wrong_email_or_password: true, email_not_verified: true, account_disabled: true, sign_up_closed: true, email_taken: true,
  password_too_short: true, password_leaked: true, access_denied: true, blocked: true, too_many_attempts: true,
  login_required: true, expired: true, wrong_code: true, not_approved: true, not_removable: true, already_added: true,
  not_offered: true, phone_number_refused: true, email_refused: true, password_refused: true,
  account_gone: true, already_verified: true, authenticator_active: true, last_way_in: true, no_passkey: true, passkey_refused: true, passkey_not_registered: true,
  anonymous_account: true, token_refused: true, linked_elsewhere: true,
});
const stepUps = every<StepUpReason>({ recent_second_factor: true, missing_permission: true, elevation: true });
const callbacks = every<CallbackProblem>({
  not_an_address: true, not_ours: true, too_large: true, bad_encoding: true, repeated_parameter: true, no_state: true, no_code: true,
  token_in_address: true, nothing_pending: true, unknown_state: true, expired: true, unknown_connection: true, wrong_issuer: true,
});
const vaults = every<VaultProblem>({
  unavailable: true, locked: true, waiting: true, silent: true, denied: true, full: true, corrupt: true, too_big: true, failed: true,
});
const invalid = every<InvalidReason>({
  empty: true, too_long: true, not_a_domain: true, not_a_url: true, not_https: true, not_an_email: true, not_a_phone_number: true,
  has_path: true, has_user_info: true, already_exists: true, unknown_provider: true, bad_characters: true,
  not_offered: true, in_the_past: true, does_not_match: true, other_domain: true, other_link: true,
});
const nones = every<NoneReason>({
  not_offered: true, not_permitted: true, not_configured: true, one_only: true,
  custom_domain_missing: true, grant_missing: true,
});
const passkeys = every<PasskeyProblem>({
  timed_out: true, denied: true, already_registered: true, no_passkey: true, wrong_domain: true, not_supported: true, pin_blocked: true,
  pin_locked_until_reinserted: true, device_access: true, key_full: true, bad_options: true, gone: true, ceremony_running: true,
});
const pictures = every<PictureProblem>({
  not_a_picture: true, other_format: true, too_large: true, no_code: true, several_codes: true, not_for_authenticators: true, export: true,
  counting: true, broken_key: true, broken: true,
});
const others: { [Code in CommandError["code"]]: Extract<CommandError, { code: Code }>[] } = {
  invalid_input: invalid.map((reason) => ({ code: "invalid_input", field: "name", reason })),
  not_found: [{ code: "not_found" }],
  signed_out: [{ code: "signed_out" }],
  cancelled: [{ code: "cancelled" }],
  offline: [{ code: "offline", host: "acme.example" }],
  proxy_authentication: [{ code: "proxy_authentication", host: "acme.example" }],
  tls: [{ code: "tls", host: "acme.example" }],
  timed_out: [{ code: "timed_out", host: "acme.example" }],
  rate_limited: [{ code: "rate_limited", retryAfterSecs: 30 }],
  refused: refusals.map((refusal) => ({ code: "refused", refusal })),
  unavailable: nones.map((reason) => ({ code: "unavailable", reason })),
  misconfigured: ["", "invalid_client"].map((hint) => ({ code: "misconfigured", hint, requestId: null })),
  provider_failed: [{ code: "provider_failed", status: 500, requestId: "r1" }],
  not_this_provider: [{ code: "not_this_provider", host: "acme.example" }],
  step_up_required: stepUps.map((reason) => ({ code: "step_up_required", reason })),
  step_up_did_not_help: [{ code: "step_up_did_not_help", reason: "missing_permission" }],
  code_not_right: [
    { problem: "previous" as const, waitSecs: 12 },
    { problem: "next" as const, waitSecs: 1 },
    { problem: "clock_off" as const, seconds: 94 },
    { problem: "clock_off" as const, seconds: -94 },
    { problem: "spent" as const, waitSecs: 9 },
    { problem: "not_digits" as const },
    { problem: "wrong_length" as const, expected: 6 },
    { problem: "of_something_else" as const },
  ].map((problem) => ({ code: "code_not_right", problem })),
  passkey: passkeys.map((problem) => ({ code: "passkey", problem })),
  picture_not_right: pictures.map((problem) => ({ code: "picture_not_right", problem })),
  no_authenticator: [{ code: "no_authenticator" }],
  clipboard_busy: [{ code: "clipboard_busy" }],
  clock_off: [{ code: "clock_off", seconds: -90 }],
  id_token: [{ code: "id_token", rule: "ID-07" }],
  wrong_account: [{ code: "wrong_account", expected: "alice", cameBackAs: "bob" }],
  callback: callbacks.map((reason) => ({ code: "callback", reason })),
  vault: vaults.map((reason) => ({ code: "vault", reason })),
  browser_not_opened: [{ code: "browser_not_opened" }],
  loopback_busy: [{ code: "loopback_busy", ports: [47823, 47824] }],
  files: (["full", "not_writable", "newer_version"] as const).map((reason) => ({ code: "files", reason })),
  managed: [{ code: "managed" }],
  busy: [{ code: "busy" }],
  call_refused: (["not_allowed", "arguments", "too_many"] as const).map((problem) => ({ code: "call_refused", problem })),
  internal: ["", "a1b2"].map((reference) => ({ code: "internal", reference })),
};
const errors: CommandError[] = Object.values(others).flat();

beforeAll(() => useLanguage("en"));

describe("every failure", () => {
  let said = 0;
  afterAll(() => console.log(`errors_with_text: ${said} of ${errors.length}`));

  test.each(errors.map((error) => [JSON.stringify(error), error] as const))("%s is a whole sentence of its own", (_, error) => {
    const { text } = messageOf(error);
    expect(text).toMatch(/^[A-Z\d].*\.$/s);
    expect(text).not.toMatch(/[{}_]|undefined|null/);
    expect(!text.includes("the reference") || messageOf(error).reference).toBeTruthy();
    said++;
  });

  test("no two kinds share a sentence, but for one that means the same", () => {
    const texts = errors.map((error) => messageOf(error).text);
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual(["You came back as bob, but Latchkey expected alice. Nothing was changed."].filter((text) => texts.indexOf(text) !== texts.lastIndexOf(text)));
  });

  test("a word of a newer core does not break the page", () => {
    expect(messageOf({ code: "from_the_future" } as never).text).toContain("Something went wrong");
  });
});

describe("text from outside", () => {
  test("cannot turn a sentence around", () => {
    const said = t("sign-in-title", { name: "\u202eevil\u2066" });
    expect(said).toBe("Sign in to evil");
  });

  test("of the other direction is isolated", () => {
    expect(t("sign-in-title", { name: "שלום" })).toBe("Sign in to \u2068שלום\u2069");
  });
});

describe("formats", () => {
  test.each([
    [0, "now"],
    [59, "now"],
    [60, "1 minute ago"],
    [7200, "2 hours ago"],
    [86_400, "yesterday"],
    [40_000_000, "last year"],
  ])("%d seconds ago is %s", (ago, said) => {
    expect(relative(2_000_000_000 - ago, 2_000_000_000)).toBe(said);
  });

  test("what is no time, language or address stays harmless", () => {
    expect(secsOf("soon")).toBeNull();
    expect(languageName("not a tag!")).toBe("not a tag!");
    expect(languageName("de_CH")).toBe("German (Switzerland)");
    expect(countdown(65)).toBe("1:05");
    expect(absolute(0)).toContain("1970");
    expect([isLocal("127.0.0.1:4710"), isLocal("localhost"), isLocal("localhost.example.com")]).toEqual([true, true, false]);
  });
});

describe("addresses", () => {
  const alice = "auth0|6437 ü";
  const routes: Route[] = [
    { screen: "home" },
    { screen: "add-account" },
    { screen: "add-connection" },
    { screen: "sign-in", connection: "a/b?c", account: null },
    { screen: "sign-in", connection: "acme", account: "auth0|1%2" },
    { screen: "overview", account: alice },
    { screen: "profile", account: alice },
    { screen: "methods", account: alice },
    { screen: "sessions", account: alice },
    { screen: "linked", account: alice },
    { screen: "connected", account: alice },
    { screen: "tokens", account: alice },
    { screen: "farewell" },
    { screen: "keep-account", account: alice },
    { screen: "settings" },
    { screen: "connections" },
  ];
  test.each(routes)("of $screen lead back to it", (route) => {
    expect(parse(href(route))).toEqual(route);
  });

  test.each(["", "#", "#/nowhere", "#/accounts/%E0%A4%A", "#/sign-in"])("%j leads home", (hash) => {
    expect(parse(hash)).toEqual({ screen: "home" });
  });
});
