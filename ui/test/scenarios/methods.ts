import type { CommandError, FactorsView, StateView } from "../../src/lib/api";
import { Desk, never, refuse } from "../desk";
import { acme, alice, bob, nowSecs, settings, signIn, stateOf } from "../fixtures";
import { enrolments, factorsOf, password, removal, several, strange, strong, totp } from "../methods-fixtures";
import type { Scenario, Step } from "../scenarios";

const route = { screen: "methods" as const, account: alice.id };
const overview = { screen: "overview" as const, account: alice.id };

/** Alice at her sign-in methods. */
export const at = (answers: Record<string, (args: Record<string, never>) => unknown> = {}, state: Partial<StateView> = {}) => () =>
  new Desk(stateOf({ accounts: [alice, bob], ...state }), { settings: () => ({ ...settings, lastAccount: alice.id }), ...answers });
const listed = (changes: Partial<FactorsView>) => at({ factors: () => ({ ...several, ...changes }), refresh_factors: () => ({ ...several, ...changes }) });

const add = (kind: string): Step => ({ press: `Add: ${kind}` });
const stepUp: CommandError = { code: "step_up_required", reason: "recent_second_factor" };
const toCode: Step[] = [add("Authenticator app"), { press: "I scanned it" }];
const typed = (code: string): Step[] => [{ fill: "Code", with: code }, { press: "Confirm" }];
const phoned: Step[] = [add("Phone"), { fill: "Phone number", with: "06 12 34 56 78" }, { press: "Send code" }];

export const methodScenarios: Record<string, Scenario> = {
  "methods": { route, desk: at(), shows: "Work laptop" },
  "methods-fresh": { route, desk: at(), act: [...toCode, ...typed("123 456"), { press: "Not now" }, { press: "Later" }], shows: "New" },
  "methods-password-only": { route, desk: at({ factors: () => factorsOf(password) }), shows: "Password" },
  "methods-unknown-kind": { route, desk: at({ factors: () => factorsOf(password, strange) }), shows: "retina-scan" },
  "methods-empty": { route, desk: at({ factors: () => factorsOf() }), shows: "You can still sign in as before" },
  "methods-loading": { route, desk: at({ factors: never }), shows: "Refreshing…" },
  "methods-failed": { route, desk: at({ factors: refuse({ code: "provider_failed", status: 502, requestId: "req_8f31c" }) }), shows: "You still have them" },
  "methods-offline": { route, desk: listed({ asOfSecs: nowSecs() - 7200, error: { code: "offline", host: acme.host } }), shows: "This is what was known" },
  "methods-rate-limited": { route, desk: listed({ error: { code: "rate_limited", retryAfterSecs: 42 } }), shows: "Try again in" },
  "methods-needs-sign-in": {
    route,
    desk: at({}, { accounts: [{ ...alice, state: { state: "needs_sign_in", reason: "rejected" } }, bob] }),
    shows: "Until then you see what was known last",
  },
  "methods-offers-none": {
    route,
    desk: listed({ offers: several.offers.map((one) => ({ ...one, tier: { tier: "none", reason: "not_offered" } })) }),
    shows: "does not offer it",
  },
  "methods-offers-unknown": { route, desk: listed({ offers: [] }), shows: "did not say yet" },

  "methods-rename": { route, desk: at(), act: [{ press: "Rename Work laptop" }], shows: "Save" },
  "methods-rename-refused": {
    route,
    desk: at({ rename_factor: refuse({ code: "invalid_input", field: "name", reason: "too_long" }) }),
    act: [{ press: "Rename Work laptop" }, { fill: "Name", with: "A very long name" }, { press: "Save" }],
    shows: "This is too long.",
  },
  "methods-remove": { route, desk: at(), act: [{ press: "Remove Phone" }], shows: "You can still sign in" },
  "methods-remove-leaves-only": { route, desk: at({ factor_removal: () => removal("leaves_only") }), act: [{ press: "Remove Phone" }], shows: "Only this is left" },
  "methods-remove-last-second": { route, desk: at({ factor_removal: () => removal("last_second_factor") }), act: [{ press: "Remove Phone" }], shows: "Type “remove” to confirm" },
  "methods-remove-last-way-in": { route, desk: at({ factor_removal: () => removal("last_way_in") }), act: [{ press: "Remove Password" }], shows: "Add another one first" },
  "methods-remove-not-allowed": { route, desk: at({ factor_removal: () => removal("not_allowed") }), act: [{ press: "Remove Work laptop" }], shows: "Ask whoever runs it" },
  "methods-remove-refused": {
    route,
    desk: at({ remove_factor: refuse({ code: "refused", refusal: "not_removable" }) }),
    act: [{ press: "Remove Phone" }, { press: "Remove" }],
    shows: "its rules ask for it",
  },

  "methods-replacing": {
    route,
    desk: listed({ factors: [...several.factors, { ...totp, id: "totp|2", name: "New phone" }], replacements: [{ old: totp.id, new: "totp|2" }] }),
    shows: "New phone works",
  },
  "methods-loose-passkey": {
    route,
    desk: listed({ loosePasskey: true }),
    shows: "A passkey was begun and not finished.",
  },
  "methods-replacing-begun": {
    route,
    desk: listed({
      factors: [...several.factors, { ...totp, id: "totp|2", name: null, isConfirmed: false }],
      replacements: [{ old: totp.id, new: "totp|2" }],
    }),
    shows: "You began to replace Phone",
  },

  "methods-add-starting": { route, desk: at({ start_enrolment: never }), act: [add("Authenticator app")], shows: "Asking the provider" },
  "methods-add-refused": {
    route,
    desk: at({ start_enrolment: refuse({ code: "rate_limited", retryAfterSecs: 42 }) }),
    act: [add("Authenticator app")],
    shows: "You can try again in 4",
  },
  "methods-add-totp": { route, desk: at(), act: [add("Authenticator app")], shows: "I scanned it" },
  "methods-add-totp-key": { route, desk: at(), act: [add("Authenticator app"), { open: "Can’t scan?" }], shows: "JBSW" },
  "methods-add-totp-save": {
    route,
    desk: at(),
    act: [add("Authenticator app"), { open: "Can’t scan?" }, { press: "Save as picture" }],
    shows: "Whoever else opens it has your second step",
  },
  "methods-add-totp-no-app": {
    route,
    desk: at({ open_authenticator: refuse({ code: "no_authenticator" }) }),
    act: [add("Authenticator app"), { open: "Can’t scan?" }, { press: "Open in an app on this computer" }],
    shows: "No app on this computer takes codes",
  },
  "methods-add-totp-check": { route, desk: at(), act: [add("Authenticator app"), { open: "Check a picture of a code" }], shows: "sends it nowhere" },
  "methods-check": { route, desk: at(), act: [{ press: "Check a picture of Phone" }], shows: "sends it nowhere" },
  "methods-add-totp-clock": {
    route,
    desk: at({ start_enrolment: () => ({ ...enrolments.totp, challenge: { ...enrolments.totp.challenge, correctionSecs: -94 } }) }),
    act: toCode,
    shows: "clock is about 94 seconds fast",
  },
  "methods-add-totp-code": { route, desk: at(), act: toCode, shows: "The number that your app shows now" },
  "methods-add-totp-wrong": {
    route,
    desk: at({ confirm_enrolment: refuse({ code: "code_not_right", problem: { problem: "clock_off", seconds: -94 } }) }),
    act: [...toCode, ...typed("123 456")],
    shows: "94 seconds slow",
  },
  "methods-add-totp-expired": {
    route,
    desk: at({ confirm_enrolment: refuse({ code: "refused", refusal: "expired" }) }),
    act: [...toCode, ...typed("123456")],
    shows: "Start again",
  },
  "methods-add-totp-name": { route, desk: at(), act: [...toCode, ...typed("123456")], shows: "protects your account from now on" },
  "methods-add-propose": { route, desk: at(), act: [...toCode, ...typed("123456"), { press: "Not now" }], shows: "What if you lose it?" },
  "methods-add-phone": { route, desk: at(), act: [add("Phone")], shows: "Country" },
  "methods-add-phone-refused": {
    route,
    desk: at({ start_enrolment: refuse({ code: "refused", refusal: "phone_number_refused" }) }),
    act: phoned,
    shows: "cannot use this phone number",
  },
  "methods-add-phone-code": { route, desk: at(), act: phoned, shows: "Send another code" },
  "methods-add-email": { route, desk: at(), act: [add("E-mail")], shows: "You get a code at this address" },
  "methods-add-push": { route, desk: at(), act: [add("Push notification")], shows: "Waiting for you to approve" },
  "methods-add-recovery": { route, desk: at(), act: [add("Recovery code")], shows: "Keep this code" },
  "methods-add-recovery-unsaved": { route, desk: at(), act: [add("Recovery code"), { press: "Done" }], shows: "Save the code first" },
  "methods-add-password": { route, desk: at(), act: [{ press: "Change Password" }], shows: "At least 12 characters" },
  "methods-add-password-judged": {
    route,
    desk: at(),
    act: [{ press: "Change Password" }, { fill: "New password", with: "Tr0ub4dor" }],
    shows: "your provider checks this",
  },

  "methods-step-up": { route, desk: at({ remove_factor: refuse(stepUp) }), act: [{ press: "Remove Phone" }, { press: "Remove" }], shows: "To remove Phone" },
  "methods-step-up-waiting": {
    route,
    desk: at(
      { remove_factor: refuse(stepUp) },
      { signIns: [signIn({ phase: "waiting" }, { account: alice.id, purpose: { purpose: "step_up", reason: "recent_second_factor" } })] },
    ),
    act: [{ press: "Remove Phone" }, { press: "Remove" }],
    shows: "Waiting for your browser",
  },
  "methods-step-up-no-help": {
    route,
    desk: at({ remove_factor: refuse({ code: "step_up_did_not_help", reason: "recent_second_factor" }) }),
    act: [{ press: "Remove Phone" }, { press: "Remove" }],
    shows: "still refuses this",
  },

  "overview": { route: overview, desk: at(), shows: "Fair" },
  "overview-strong": { route: overview, desk: at({ security: () => strong, factors: () => factorsOf(password, totp) }), shows: "No single loss locks you out" },
  "overview-unread": { route: overview, desk: at({ factors: refuse({ code: "offline", host: acme.host }) }), shows: "cannot be said before" },
};

