import type { AccountView, Capability, CommandError, NoneReason, ProfileView, StateView } from "../../src/lib/api";
import type { AccountScreen } from "../../src/lib/router.svelte";
import { accessTokens, bobIn, bobProfile, linkedList, sessionList } from "../account-fixtures";
import { Desk, never, refuse } from "../desk";
import { alice, bob, nowSecs, settings, shop, stateOf } from "../fixtures";
import { factorsOf, fair, password } from "../methods-fixtures";
import type { Scenario, Step } from "../scenarios";

type Answers = Record<string, (args: Record<string, never>) => unknown>;

const of = (screen: AccountScreen) => ({ screen, account: bob.id });
const ofAlice = (screen: AccountScreen) => ({ screen, account: alice.id });

/** Bob's desk: signed in at a provider that lets the app do everything. */
const at = (answers: Answers = {}, account: Partial<AccountView> = {}, state: Partial<StateView> = {}) => () =>
  new Desk(stateOf({ accounts: [{ ...bobIn, ...account }, alice], ...state }), {
    settings: () => ({ ...settings, lastAccount: bob.id }),
    profile: () => bobProfile,
    refresh_profile: () => bobProfile,
    ...answers,
  });
const profile = (changes: Partial<ProfileView>, answers: Answers = {}, account: Partial<AccountView> = {}) =>
  at({ profile: () => ({ ...bobProfile, ...changes }), refresh_profile: () => ({ ...bobProfile, ...changes }), ...answers }, account);

/** The project does not let the person do these. */
const without = (reason: NoneReason, ...missing: Capability[]): Partial<AccountView> => ({
  capabilities: bobIn.capabilities.map((one) => (missing.includes(one.capability) ? { ...one, tier: { tier: "none", reason } } : one)),
});
const ended: Partial<AccountView> = { state: { state: "needs_sign_in", reason: "rejected" } };
const offline: CommandError = { code: "offline", host: shop.host };
const limited: CommandError = { code: "rate_limited", retryAfterSecs: 42 };
const broken: CommandError = { code: "provider_failed", status: 502, requestId: "req_8f31c" };
const elevation: CommandError = { code: "step_up_required", reason: "elevation" };
const tooOld = { asOfSecs: nowSecs() - 7200, error: offline };
const notOffered = { tier: { tier: "none" as const, reason: "not_offered" as const } };
const notPermitted = { tier: { tier: "none" as const, reason: "not_permitted" as const } };

const editName: Step[] = [{ press: "Edit Name" }, { fill: "Name", with: "Bob L." }];
const changeEmail: Step[] = [{ press: "Change e-mail" }, { fill: "New e-mail address", with: "bob@new.example" }];
const typeToDelete: Step[] = [{ press: "Delete account…" }, { fill: "Type bob@shop.example", with: "bob@shop.example" }, { press: "Delete account" }];
const wanted: Step[] = [{ press: "Create token" }, { fill: "Name", with: "Night job" }];
/** The button of the dialog, which has the same word as the one that opened it. */
const make: Step = { press: "Create token", in: "dialog" };

export const accountScenarios: Record<string, Scenario> = {
  "profile-nhost": { route: of("profile"), desk: at(), shows: "Swedish" },
  "profile-nhost-picture": {
    route: of("profile"),
    desk: at({ profile_picture: () => null }, { hasPicture: true }),
    act: [{ press: "Edit Picture" }],
    shows: "Remove picture",
  },
  "profile-nhost-details": { route: of("profile"), desk: at(), act: [{ open: "Details" }], shows: "newsletter" },
  "profile-nhost-sparse": {
    route: of("profile"),
    desk: profile({ name: null, email: null, emailVerified: null, isAnonymous: true, locale: null, roles: [], createdAt: null, updatedAt: null, claims: [] }),
    shows: "no way to sign in again",
  },
  "profile-nhost-sign-out": { route: of("profile"), desk: profile({ isAnonymous: true, email: null }), act: [{ press: "Sign out" }], shows: "It ends with this session" },
  "profile-edit-name": { route: of("profile"), desk: at(), act: editName, shows: "Save" },
  "profile-edit-saving": { route: of("profile"), desk: at({ edit_profile: never }), act: [...editName, { press: "Save" }], shows: "Saving…" },
  "profile-edit-refused": {
    route: of("profile"),
    desk: at({ edit_profile: refuse({ code: "invalid_input", field: "display_name", reason: "too_long" }) }),
    act: [...editName, { press: "Save" }],
    shows: "This is too long.",
  },
  "profile-edit-offline": { route: of("profile"), desk: at({ edit_profile: refuse(offline) }), act: [...editName, { press: "Save" }], shows: "cannot reach" },
  "profile-edit-rate-limited": {
    route: of("profile"),
    desk: at({ edit_profile: refuse(limited) }),
    act: [...editName, { press: "Save" }],
    shows: "You can try again in 4",
  },
  "profile-edit-locale": { route: of("profile"), desk: at(), act: [{ press: "Edit Language" }], shows: "Save" },
  "profile-edit-not-permitted": { route: of("profile"), desk: at({}, without("not_permitted", "edit_profile")), shows: "This project does not permit it" },
  "profile-edit-not-configured": {
    route: of("profile"),
    desk: at({}, without("not_configured", "edit_profile", "sessions", "access_tokens", "linked_accounts", "delete_account")),
    shows: "does not say where to ask for it",
  },
  "profile-email-change": { route: of("profile"), desk: at(), act: changeEmail, shows: "You get a link at this address" },
  "profile-email-taken": {
    route: of("profile"),
    desk: at({ change_email: refuse({ code: "refused", refusal: "email_taken" }) }),
    act: [...changeEmail, { press: "Send link" }],
    shows: "There is already an account",
  },
  "profile-email-step-up": {
    route: of("profile"),
    desk: at({ change_email: refuse(elevation) }),
    act: [...changeEmail, { press: "Send link" }],
    shows: "To change your e-mail address to bob@new.example",
  },
  "profile-email-sent": { route: of("profile"), desk: at(), act: [...changeEmail, { press: "Send link" }], shows: "Waiting for you to open the link sent to bob@new.example" },
  "profile-email-pending": { route: of("profile"), desk: profile({ pendingEmail: "bob@new.example" }), shows: "Until then your old address stays" },
  "profile-email-unverified": { route: of("profile"), desk: profile({ emailVerified: false }), shows: "Send the link again" },
  "profile-email-resent": { route: of("profile"), desk: profile({ emailVerified: false }), act: [{ press: "Send the link again" }], shows: "Send again in" },
  "profile-nhost-needs-sign-in": { route: of("profile"), desk: at({}, ended), shows: "ended this session" },
  "profile-delete": { route: of("profile"), desk: at(), act: [{ press: "Delete account…" }], shows: "This cannot be taken back" },
  "profile-delete-mistyped": {
    route: of("profile"),
    desk: at(),
    act: [{ press: "Delete account…" }, { fill: "Type bob@shop.example", with: "bob" }, { press: "Delete account" }],
    shows: "Type bob@shop.example exactly.",
  },
  "profile-delete-not-permitted": {
    route: of("profile"),
    desk: at({ delete_account: refuse({ code: "unavailable", reason: "not_permitted" }) }),
    act: typeToDelete,
    shows: "Whoever runs the project can",
  },
  "profile-deleted": { route: of("profile"), desk: at(), act: typeToDelete, shows: "Goodbye" },

  "sessions": { route: of("sessions"), desk: at(), shows: "You are here" },
  "sessions-alone": { route: of("sessions"), desk: at({ sessions: () => ({ ...sessionList, sessions: sessionList.sessions.slice(0, 1) }) }), shows: "You are signed in nowhere else" },
  "sessions-empty": { route: of("sessions"), desk: at({ sessions: () => ({ ...sessionList, sessions: [] }) }), shows: "lists no session" },
  "sessions-none": { route: ofAlice("sessions"), desk: at({ sessions: () => ({ ...sessionList, sessions: [], ...notOffered }) }), shows: "There may be others all the same" },
  "sessions-not-permitted": { route: of("sessions"), desk: at({ sessions: () => ({ ...sessionList, sessions: [], ...notPermitted }) }), shows: "This project does not permit it" },
  "sessions-loading": { route: of("sessions"), desk: at({ sessions: never }), shows: "Refreshing…" },
  "sessions-failed": { route: of("sessions"), desk: at({ sessions: refuse(broken) }), shows: "Nothing was ended" },
  "sessions-offline": { route: of("sessions"), desk: at({ sessions: () => ({ ...sessionList, ...tooOld }) }), shows: "You seem to be offline" },
  "sessions-rate-limited": { route: of("sessions"), desk: at({ sessions: () => ({ ...sessionList, error: limited }) }), shows: "Try again in" },
  "sessions-needs-sign-in": { route: of("sessions"), desk: at({}, ended), shows: "Until then you see what was known last" },
  "sessions-end": { route: of("sessions"), desk: at(), act: [{ press: /^End the session that began/ }], shows: "Whoever uses it is signed out there" },
  "sessions-end-offline": {
    route: of("sessions"),
    desk: at({ end_session: refuse(offline) }),
    act: [{ press: /^End the session that began/ }, { press: "End session" }],
    shows: "cannot reach",
  },
  "sessions-end-others": { route: of("sessions"), desk: at(), act: [{ press: "End all others…" }], shows: "End all 2 other sessions?" },
  "sessions-everywhere": { route: of("sessions"), desk: at(), act: [{ press: "Sign out everywhere…" }], shows: "Every access token stops working" },

  "tokens": { route: of("tokens"), desk: at(), shows: "Backup at home" },
  "tokens-empty": { route: of("tokens"), desk: at({ access_tokens: () => ({ ...accessTokens, tokens: [] }) }), shows: "You have none" },
  "tokens-none": { route: ofAlice("tokens"), desk: at({ access_tokens: () => ({ ...accessTokens, tokens: [], ...notOffered }) }), shows: "cannot be made or listed here" },
  "tokens-not-permitted": { route: of("tokens"), desk: at({ access_tokens: () => ({ ...accessTokens, tokens: [], ...notPermitted }) }), shows: "This project does not permit it" },
  "tokens-loading": { route: of("tokens"), desk: at({ access_tokens: never }), shows: "Refreshing…" },
  "tokens-failed": { route: of("tokens"), desk: at({ access_tokens: refuse(broken) }), shows: "They go on working" },
  "tokens-offline": { route: of("tokens"), desk: at({ access_tokens: () => ({ ...accessTokens, ...tooOld }) }), shows: "You seem to be offline" },
  "tokens-rate-limited": { route: of("tokens"), desk: at({ access_tokens: () => ({ ...accessTokens, error: limited }) }), shows: "Try again in" },
  "tokens-needs-sign-in": { route: of("tokens"), desk: at({}, ended), shows: "Until then you see what was known last" },
  "tokens-new": { route: of("tokens"), desk: at(), act: wanted, shows: "Ends on" },
  "tokens-new-own-day": { route: of("tokens"), desk: at(), act: [...wanted, { press: "Your own date" }, { fill: "Last day", with: "2031-05-17" }], shows: "2031" },
  "tokens-new-invalid": { route: of("tokens"), desk: at(), act: [{ press: "Create token" }, { press: "Your own date" }, make], shows: "Fill this in." },
  "tokens-new-offline": { route: of("tokens"), desk: at({ create_access_token: refuse(offline) }), act: [...wanted, make], shows: "cannot reach" },
  "tokens-new-step-up": { route: of("tokens"), desk: at({ create_access_token: refuse(elevation) }), act: [...wanted, make], shows: "To create the access token Night job" },
  "tokens-made": { route: of("tokens"), desk: at(), act: [...wanted, make], shows: "It is shown only now" },
  "tokens-made-unsaved": { route: of("tokens"), desk: at(), act: [...wanted, make, { press: "Done" }], shows: "Save the token first" },
  "tokens-revoke": { route: of("tokens"), desk: at(), act: [{ press: "Revoke Backup at home" }], shows: "Revoke Backup at home?" },
  "tokens-revoke-rate-limited": {
    route: of("tokens"),
    desk: at({ revoke_access_token: refuse(limited) }),
    act: [{ press: "Revoke Backup at home" }, { press: "Revoke token" }],
    shows: "You can try again in 4",
  },

  "linked": { route: of("linked"), desk: at(), shows: "GitHub" },
  "linked-empty": { route: of("linked"), desk: at({ linked_accounts: () => ({ ...linkedList, accounts: [] }) }), shows: "None yet" },
  "linked-none": { route: ofAlice("linked"), desk: at({ linked_accounts: () => ({ ...linkedList, accounts: [], ...notOffered }) }), shows: "There may be some all the same" },
  "linked-not-permitted": { route: of("linked"), desk: at({ linked_accounts: () => ({ ...linkedList, accounts: [], ...notPermitted }) }), shows: "This project does not permit it" },
  "linked-loading": { route: of("linked"), desk: at({ linked_accounts: never }), shows: "Refreshing…" },
  "linked-failed": { route: of("linked"), desk: at({ linked_accounts: refuse(broken) }), shows: "Nothing was changed" },
  "linked-offline": { route: of("linked"), desk: at({ linked_accounts: () => ({ ...linkedList, ...tooOld }) }), shows: "You seem to be offline" },
  "linked-rate-limited": { route: of("linked"), desk: at({ linked_accounts: () => ({ ...linkedList, error: limited }) }), shows: "Try again in" },
  "linked-needs-sign-in": { route: of("linked"), desk: at({}, ended), shows: "Until then you see what was known last" },
  "linked-unlink": { route: of("linked"), desk: at(), act: [{ press: "Unlink GitHub" }], shows: "You can link it again" },
  "linked-last-way-in": {
    route: of("linked"),
    desk: at({ unlink_account: refuse({ code: "refused", refusal: "last_way_in" }) }),
    act: [{ press: "Unlink GitHub" }, { press: "Unlink GitHub", in: "dialog" }],
    shows: "GitHub has to stay for now",
  },
  "connected-none": {
    route: of("connected"),
    desk: at({ connected_accounts: () => ({ accounts: [], ...notOffered, asOfSecs: nowSecs(), error: null }) }),
    shows: "keeps no list of accounts",
  },

  "overview-unverified": {
    route: of("overview"),
    desk: at({ security: () => ({ ...fair, weaknesses: [{ weakness: "unverified_email", loss: null, action: "verify_email", factor: null }] }) }),
    shows: "Verify your address",
  },

  "methods-password-everywhere": {
    route: of("methods"),
    desk: at({ factors: () => factorsOf(password) }),
    act: [{ press: "Change Password" }, { fill: "New password", with: "correct horse battery" }, { press: "Change password" }],
    shows: "Whoever signed in with your old password still is",
  },
  "methods-password-mailed": {
    route: of("methods"),
    desk: at({ factors: () => factorsOf(password) }),
    act: [{ press: "Change Password" }, { press: "Send me a link" }],
    shows: "Send again in",
  },
};
