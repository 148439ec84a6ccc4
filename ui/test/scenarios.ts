import type { Route } from "../src/lib/router.svelte";
import type { CommandError, NoticeView, ProfileView, StateView } from "../src/lib/api";
import { Desk, never, refuse } from "./desk";
import { accountScenarios } from "./scenarios/account";
import { connectedScenarios } from "./scenarios/connected";
import { methodScenarios } from "./scenarios/methods";
import { signInScenarios } from "./scenarios/sign-in";
import { passkeyScenarios } from "./scenarios/passkeys";
import { acme, alice, aliceProfile, bob, demo, nowSecs, picture, probe, settings, shop, signIn, stateOf } from "./fixtures";

/** One thing a person can meet: where they are, what Rust says, and what they have just done. */
export type Scenario = {
  route: Route;
  desk: () => Desk;
  act?: Step[];
  /** What the picture must not lack; also the sign that the screen has settled. */
  shows: string;
};
export type Step = { press: string | RegExp; in?: "dialog" } | { fill: string; with: string } | { open: string };

const home: Route = { screen: "home" };
const atAcme: Route = { screen: "sign-in", connection: "acme", account: null };
const atShop: Route = { screen: "sign-in", connection: "shop", account: null };
const atAlice: Route = { screen: "profile", account: alice.id };
const lastYear: NoticeView[] = [
  {
    id: 1,
    content: { notice: "preset_broken", path: "/etc/xdg/dev.latchkey.accounts/connections.toml", line: 7, reason: "expected `=`" },
  },
  {
    id: 2,
    content: { notice: "callback_ignored", reason: "nothing_pending" },
  },
];

const first = (changes: Partial<StateView> = {}, answers = {}) => () => new Desk(stateOf(changes), answers);
const two = (changes: Partial<StateView> = {}, answers = {}) => () =>
  new Desk(stateOf({ accounts: [alice, bob], ...changes }), {
    settings: () => ({ ...settings, lastAccount: alice.id }),
    ...answers,
  });
const profile = (changes: Partial<ProfileView>, of: Partial<StateView> = {}) =>
  two(of, { profile: () => ({ ...aliceProfile, ...changes }), refresh_profile: () => ({ ...aliceProfile, ...changes }) });
const waits = (phase: Parameters<typeof signIn>[0], changes: Parameters<typeof signIn>[1] = {}) =>
  first({ signIns: [signIn(phase, changes)] });
const failsWith = (error: CommandError) => waits({ phase: "failed", error });
const closed = (reason: "locked" | "waiting" | "unavailable" | "silent") => ({ vault: { vault: "closed" as const, reason } });
const domain: Step[] = [
  { fill: "Domain", with: "acme.eu.auth0.com" },
  { fill: "Client ID", with: "yVh2Qk7mPzR4sT8wXb1nC5dF9gJ3kL6q" },
];

export const scenarios: Record<string, Scenario> = {
  "welcome": { route: home, desk: first(), shows: "Welcome to Latchkey" },
  "welcome-empty": { route: home, desk: first({ connections: [] }), shows: "No connections yet" },
  "welcome-vault-locked": { route: home, desk: first(closed("locked")), shows: "is locked" },
  "welcome-vault-waiting": { route: home, desk: first(closed("waiting")), shows: "asks for the password" },
  "welcome-vault-none": { route: home, desk: first(closed("unavailable")), shows: "No keychain was found" },
  "welcome-until-exit": {
    route: home,
    desk: first(closed("unavailable")),
    act: [{ press: "Sign in until I close Latchkey" }],
    shows: "then forgotten",
  },
  "welcome-notices": { route: home, desk: first({ notices: lastYear }), shows: "line 7" },
  "add-account": { route: { screen: "add-account" }, desk: two({ signIns: [signIn({ phase: "waiting" })] }), shows: "Choose where" },

  "add-connection": { route: { screen: "add-connection" }, desk: first(), shows: "Add a connection" },
  "add-connection-probed": { route: { screen: "add-connection" }, desk: first(), act: domain, shows: "acme.eu.auth0.com answers" },
  "add-connection-nhost": {
    route: { screen: "add-connection" },
    desk: first({}, { probe_connection: () => ({ ...probe, provider: "nhost", host: "localhost:1337", version: "0.36.1", callbackUrls: [] }) }),
    act: [{ press: /^Nhost, your own server/ }, { fill: "Address of the server", with: "http://localhost:1337" }],
    shows: "version 0.36.1",
  },
  "add-connection-refused": {
    route: { screen: "add-connection" },
    desk: first({}, { probe_connection: refuse({ code: "not_this_provider", host: "acme.eu.auth0.com" }) }),
    act: domain,
    shows: "but it is not this provider",
  },
  "add-connection-invalid": {
    route: { screen: "add-connection" },
    desk: first(),
    act: [{ press: "Add connection" }],
    shows: "Fill this in.",
  },

  "sign-in-browser": { route: atAcme, desk: first(), shows: "Continue in your browser" },
  "sign-in-vault-locked": { route: atAcme, desk: first(closed("locked")), shows: "is locked" },
  "sign-in-refused": {
    route: atAcme,
    desk: first({}, { start_sign_in: refuse({ code: "offline", host: acme.host }) }),
    act: [{ press: /^Continue in your browser/ }],
    shows: "cannot reach",
  },
  "sign-in-password": { route: atShop, desk: first(), shows: "With e-mail and password" },
  "sign-in-both": {
    route: atShop,
    desk: first({ connections: [{ ...shop, ways: ["browser", "password"] }] }),
    shows: "With e-mail and password",
  },
  "sign-in-password-wrong": {
    route: atShop,
    desk: first({}, { sign_in_with_password: refuse({ code: "refused", refusal: "wrong_email_or_password" }) }),
    act: [{ fill: "E-mail", with: "bob@shop.example" }, { fill: "Password", with: "hunter2" }, { press: "Sign in" }],
    shows: "E-mail or password is wrong.",
  },
  "sign-in-password-invalid": { route: atShop, desk: first(), act: [{ press: "Sign in" }], shows: "Fill this in." },
  "sign-in-again-password": {
    route: { screen: "sign-in", connection: "shop", account: bob.id },
    desk: two(),
    shows: "Sign in again",
  },

  "waiting": { route: atAcme, desk: waits({ phase: "waiting" }), shows: "Waiting for your browser" },
  "waiting-nothing-happened": {
    route: atAcme,
    desk: waits({ phase: "waiting" }, { startedSecs: nowSecs() - 40, expiresSecs: nowSecs() + 560 }),
    shows: "Nothing happened?",
  },
  "waiting-pasted-wrong": {
    route: atAcme,
    desk: () =>
      new Desk(stateOf({ signIns: [signIn({ phase: "waiting" }, { startedSecs: nowSecs() - 40 })] }), {
        paste_callback: refuse({ code: "callback", reason: "not_ours" }),
      }),
    act: [{ fill: "Address of the page you ended on", with: "https://example.com/" }, { press: "Finish signing in" }],
    shows: "does not lead to Latchkey",
  },
  "waiting-step-up": {
    route: { screen: "sign-in", connection: "acme", account: alice.id },
    desk: two({
      signIns: [
        signIn(
          { phase: "waiting" },
          { account: alice.id, purpose: { purpose: "step_up", reason: "recent_second_factor" } },
        ),
      ],
    }),
    shows: "needs to be sure that it is you",
  },
  "waiting-connecting": {
    route: { screen: "sign-in", connection: "acme", account: alice.id },
    desk: two({
      signIns: [
        signIn({ phase: "waiting" }, { account: alice.id, purpose: { purpose: "connect", name: "github" } }),
      ],
    }),
    shows: "Allow access to your",
  },
  "waiting-checking": { route: atAcme, desk: waits({ phase: "checking" }), shows: "Checking…" },
  "waiting-vault-closed": { route: atAcme, desk: waits({ phase: "vault_closed", reason: "locked" }), shows: "Almost there" },
  "waiting-wrong-account": {
    route: { screen: "sign-in", connection: "acme", account: alice.id },
    desk: two({
      signIns: [
        signIn(
          { phase: "wrong_account", expected: "alice@acme.example", cameBackAs: "bob@acme.example" },
          { account: alice.id },
        ),
      ],
    }),
    shows: "You came back as bob@acme.example",
  },
  "waiting-cancelled": { route: atAcme, desk: failsWith({ code: "refused", refusal: "access_denied" }), shows: "Sign-in was cancelled" },
  "waiting-expired": { route: atAcme, desk: failsWith({ code: "refused", refusal: "expired" }), shows: "has expired" },
  "waiting-offline": { route: atAcme, desk: failsWith({ code: "offline", host: acme.host }), shows: "cannot reach" },
  "waiting-misconfigured": {
    route: atAcme,
    desk: failsWith({ code: "misconfigured", hint: "unauthorized_client", requestId: "req_8f31c" }),
    shows: "set up in a way",
  },

  "profile": { route: atAlice, desk: two(), shows: "alice.moreau" },
  "profile-picture": {
    route: atAlice,
    desk: two({ accounts: [{ ...alice, hasPicture: true }, bob] }, { profile_picture: () => picture }),
    shows: "alice.moreau",
  },
  "profile-details": { route: atAlice, desk: two(), act: [{ open: "Details" }], shows: "in its own words" },
  "profile-loading": { route: atAlice, desk: two({}, { profile: never }), shows: "Refreshing…" },
  "profile-sparse": {
    route: atAlice,
    desk: profile({ name: null, phone: null, username: null, locale: null, roles: [], emailVerified: false, createdAt: null, claims: [] }),
    shows: "Not given",
  },
  "profile-offline": {
    route: atAlice,
    desk: profile({ asOfSecs: nowSecs() - 7200, error: { code: "offline", host: acme.host } }),
    shows: "You seem to be offline",
  },
  "profile-failed": {
    route: atAlice,
    desk: two({}, { profile: refuse({ code: "provider_failed", status: 502, requestId: "req_8f31c" }) }),
    shows: "nobody expected",
  },
  "profile-rate-limited": {
    route: atAlice,
    desk: profile({ error: { code: "rate_limited", retryAfterSecs: 42 } }),
    shows: "Try again in",
  },
  "profile-needs-sign-in": {
    route: atAlice,
    desk: two({ accounts: [{ ...alice, state: { state: "needs_sign_in", reason: "rejected" } }, bob] }),
    shows: "ended this session",
  },
  "profile-vault-closed": {
    route: atAlice,
    desk: two({ accounts: [{ ...alice, state: { state: "vault_closed", reason: "locked" } }, bob], ...closed("locked") }),
    shows: "You were not signed out",
  },
  "profile-unsaved": {
    route: atAlice,
    desk: two({ accounts: [{ ...alice, state: { state: "unsaved" } }, bob] }),
    shows: "could not be saved",
  },
  "profile-until-exit": {
    route: atAlice,
    desk: two({ accounts: [{ ...alice, keep: "until_exit" }, bob] }),
    shows: "until you close Latchkey",
  },
  "profile-no-connection": { route: atAlice, desk: two({ connections: [shop] }), shows: "is missing" },
  "profile-missing": { route: { screen: "profile", account: "nobody" }, desk: two(), shows: "no longer here" },
  "profile-sign-out": { route: atAlice, desk: two(), act: [{ press: "Sign out" }], shows: "Sign out alice@acme.example?" },
  "profile-switcher": { route: atAlice, desk: two(), act: [{ press: /^AM\s*Account:/ }], shows: "Needs sign-in" },

  "settings": { route: { screen: "settings" }, desk: two(), shows: "0.1.0" },
  "settings-first-run": { route: { screen: "settings" }, desk: first(), shows: "0.1.0" },
  "settings-reset": { route: { screen: "settings" }, desk: two(), act: [{ press: "Reset Latchkey…" }], shows: "Type “reset” to confirm" },
  "settings-failed": {
    route: { screen: "settings" },
    desk: two({}, { change_settings: refuse({ code: "files", reason: "full" }) }),
    act: [{ press: "Local address" }],
    shows: "The disk is full",
  },
  "connections": { route: { screen: "connections" }, desk: two({ connections: [acme, shop, demo] }), shows: "Corner shop" },
  "connections-remove": {
    route: { screen: "connections" },
    desk: two(),
    act: [{ press: "Remove Corner shop" }],
    shows: "This account is signed out first",
  },
  "core-failed": {
    route: home,
    desk: first({}, { settings: () => Promise.reject("settings not allowed by ACL") }),
    shows: "does not answer",
  },

  ...signInScenarios,
  ...methodScenarios,
  ...connectedScenarios,
  ...accountScenarios,
  ...passkeyScenarios,
};
