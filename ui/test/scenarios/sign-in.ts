import type { CommandError, ConnectionView, SecondFactorView, StateView, StepView } from "../../src/lib/api";
import type { Route } from "../../src/lib/router.svelte";
import { Desk, never, refuse } from "../desk";
import { acme, aliceProfile, bob, nowSecs, settings, shop, signIn, stateOf } from "../fixtures";
import { qrSvg } from "../methods-fixtures";
import type { Scenario, Step } from "../scenarios";

/** A tenant and a project that allow everything an app can do with them. */
export const openAcme: ConnectionView = { ...acme, ways: ["browser", "email_code", "sms_code", "device_code"] };
export const openShop: ConnectionView = {
  ...shop,
  ways: ["password", "sign_up_password", "email_code", "sms_code", "email_link", "access_token", "anonymous"],
};

export const atAcme: Route = { screen: "sign-in", connection: "acme", account: null };
export const atShop: Route = { screen: "sign-in", connection: "shop", account: null };
export const nobody = { ...bob, name: "Anonymous User", email: null, initials: "AU", state: { state: "signed_in" as const } };
const asNobody: Route = { screen: "profile", account: nobody.id };
const keep: Route = { screen: "keep-account", account: nobody.id };

type Answers = Record<string, (args: Record<string, never>) => unknown>;
const open = (answers: Answers = {}, state: Partial<StateView> = {}) => () =>
  new Desk(stateOf({ connections: [openAcme, openShop], ...state }), answers);
const anonymous = (answers: Answers = {}) => () =>
  new Desk(stateOf({ connections: [acme, openShop], accounts: [nobody] }), {
    settings: () => ({ ...settings, lastAccount: nobody.id }),
    profile: () => ({ ...aliceProfile, account: nobody.id, name: "Anonymous User", email: null, emailVerified: null, phone: null, username: null, isAnonymous: true }),
    ...answers,
  });

const sent = (to: string, resendAfterSecs = 30): StepView => ({ step: "code_sent", to, resendAfterSecs });
const mail = (): StepView => ({ step: "mail_sent" });
const limited: CommandError = { code: "rate_limited", retryAfterSecs: 42 };
const offline: CommandError = { code: "offline", host: shop.host };
const wrong: CommandError = { code: "refused", refusal: "wrong_code" };

const email: Step = { fill: "E-mail", with: "bob@shop.example" };
const way = (name: RegExp): Step => ({ press: name });
const toEmailCode: Step[] = [way(/^Code by e-mail/), email, { press: "Send code" }];
const toSmsCode: Step[] = [way(/^Code by text message/), { fill: "Phone number", with: "070 123 45 67" }, { press: "Send code" }];
const toLink: Step[] = [way(/^Link by e-mail/), email, { press: "Send link" }];
const toReset: Step[] = [{ press: "I forgot my password" }, email, { press: "Send link" }];
const signUp: Step[] = [
  { press: "Create an account instead" },
  { fill: "E-mail", with: "carol@shop.example" },
  { fill: "Password", with: "correct horse battery staple" },
  { press: "Create account" },
];
const password: Step[] = [email, { fill: "Password", with: "hunter2" }, { press: "Sign in" }];
const unverified = refuse({ code: "refused", refusal: "email_not_verified" });
const unverifiedSignIn: Step[] = [...password, { press: "Confirm this address" }];
const code = (typed: string): Step[] => [{ fill: "Code", with: typed }, { press: "Sign in" }];
export const pastedLink = "https://kqxvbntplmzr.auth.eu-central-1.nhost.run/v1/verify?ticket=t&type=signinPasswordless";
const link: Step = { fill: "Link from the message", with: pastedLink };

export const factor = (kind: SecondFactorView["kind"], name: string | null = null): SecondFactorView => ({ id: `${kind}|1`, kind, name });
export const allFactors: SecondFactorView[] = [
  factor("totp"),
  factor("push", "Pixel 9"),
  factor("phone", "+33 6 •• •• •• 78"),
  factor("email", "a•••@acme.example"),
  factor("recovery_code"),
];
const second = (factors: SecondFactorView[], answers: Answers = {}) => open({ sign_in_with_password: () => ({ step: "second_factor", factors }), ...answers });
const challenged = (kind: SecondFactorView["kind"], challenge: object, answers: Answers = {}) =>
  second([factor(kind, kind === "phone" ? "+33 6 •• •• •• 78" : null)], { challenge_second_factor: () => challenge, ...answers });
const prompt = { userCode: "WDJB-MJHT", address: "https://acme.eu.auth0.com/activate", qrSvg };
const onDevice = (phase: Parameters<typeof signIn>[0]) => ({
  signIns: [signIn(phase, { purpose: { purpose: "on_device", prompt }, redirect: null, expiresSecs: nowSecs() + 898 })],
});

export const signInScenarios: Record<string, Scenario> = {
  "ways-auth0": { route: atAcme, desk: open(), shows: "Other ways to sign in" },
  "ways-nhost": { route: atShop, desk: open(), shows: "Other ways to sign in" },
  "ways-again": {
    route: { screen: "sign-in", connection: "shop", account: bob.id },
    desk: open({}, { accounts: [bob] }),
    shows: "Other ways to sign in",
  },
  "ways-only-others": { route: atAcme, desk: open({}, { connections: [{ ...acme, ways: ["email_code", "device_code"] }] }), shows: "How do you want to sign in?" },
  "ways-none": { route: atAcme, desk: open({}, { connections: [{ ...acme, ways: [] }] }), shows: "offers no way to sign in" },

  "code-email": { route: atAcme, desk: open(), act: [way(/^Code by e-mail/)], shows: "You get a code at this address" },
  "code-email-vault-locked": {
    route: atAcme,
    desk: open({}, { vault: { vault: "closed", reason: "locked" } }),
    act: [way(/^Code by e-mail/)],
    shows: "Send code",
  },
  "code-email-invalid": { route: atAcme, desk: open(), act: [way(/^Code by e-mail/), { fill: "E-mail", with: "bob" }, { press: "Send code" }], shows: "This is not an e-mail address" },
  "code-email-refused": { route: atAcme, desk: open({ send_sign_in_code: refuse({ code: "refused", refusal: "email_refused" }) }), act: toEmailCode, shows: "cannot use this e-mail address" },
  "code-email-offline": { route: atAcme, desk: open({ send_sign_in_code: refuse(offline) }), act: toEmailCode, shows: "cannot reach" },
  "code-email-limited": { route: atAcme, desk: open({ send_sign_in_code: refuse(limited) }), act: toEmailCode, shows: "You can try again in 4" },
  "code-email-sending": { route: atAcme, desk: open({ send_sign_in_code: never }), act: toEmailCode, shows: "Sending…" },
  "code-email-sent": { route: atAcme, desk: open({ send_sign_in_code: () => sent("bob@shop.example") }), act: toEmailCode, shows: "We sent a code to bob@shop.example" },
  "code-email-nothing": {
    route: atAcme,
    desk: open({ send_sign_in_code: () => sent("bob@shop.example", 0) }),
    act: [...toEmailCode, { open: "Nothing arrived?" }],
    shows: "Look into the spam folder",
  },
  "code-email-wrong": {
    route: atAcme,
    desk: open({ send_sign_in_code: () => sent("bob@shop.example"), confirm_sign_in_code: refuse(wrong) }),
    act: [...toEmailCode, ...code("123 456")],
    shows: "This code is not right",
  },
  "code-email-expired": {
    route: atAcme,
    desk: open({ send_sign_in_code: () => sent("bob@shop.example"), confirm_sign_in_code: refuse({ code: "not_found" }) }),
    act: [...toEmailCode, ...code("123456")],
    shows: "has expired",
  },
  "code-sms": { route: atShop, desk: open(), act: [way(/^Code by text message/)], shows: "Country" },
  "code-sms-refused": { route: atShop, desk: open({ send_sign_in_code: refuse({ code: "refused", refusal: "phone_number_refused" }) }), act: toSmsCode, shows: "cannot use this phone number" },
  "code-sms-sent": { route: atShop, desk: open({ send_sign_in_code: () => sent("+46701234567") }), act: [...toSmsCode, { open: "Nothing arrived?" }], shows: "Text messages need a signal" },

  "link-email": { route: atShop, desk: open(), act: [way(/^Link by e-mail/)], shows: "You get a link at this address" },
  "link-email-sent": { route: atShop, desk: open({ send_mail_link: mail }), act: toLink, shows: "Check your mail" },
  "link-email-wrong": {
    route: atShop,
    desk: open({ send_mail_link: mail, paste_mail_link: refuse({ code: "invalid_input", field: "link", reason: "other_link" }) }),
    act: [...toLink, link, { press: "Sign in" }],
    shows: "not the link that is needed",
  },
  "link-email-expired": {
    route: atShop,
    desk: open({ send_mail_link: mail, paste_mail_link: refuse({ code: "refused", refusal: "expired" }) }),
    act: [...toLink, link, { press: "Sign in" }],
    shows: "has expired",
  },

  "reset-password": { route: atShop, desk: open(), act: [{ press: "I forgot my password" }], shows: "Choose a new password" },
  "reset-password-sent": { route: atShop, desk: open(), act: toReset, shows: "Paste the link here and choose" },
  "reset-password-refused": {
    route: atShop,
    desk: open({ reset_password: refuse({ code: "refused", refusal: "password_refused" }) }),
    act: [...toReset, link, { fill: "New password", with: "Bob123" }, { press: "Change password" }],
    shows: "does not accept this password",
  },
  "reset-password-browser": { route: atAcme, desk: open(), act: [way(/^I forgot my password/), email, { press: "Send link" }], shows: "Its link opens a page" },

  "sign-up-password": { route: atShop, desk: open(), act: [{ press: "Create an account instead" }], shows: "Your name" },
  "sign-up-password-judged": {
    route: atShop,
    desk: open(),
    act: [...signUp.slice(0, 2), { fill: "Password", with: "carol1" }],
    shows: "not kept yet",
  },
  "sign-up-taken": { route: atShop, desk: open({ sign_up_with_password: refuse({ code: "refused", refusal: "email_taken" }) }), act: signUp, shows: "There is already an account" },
  "sign-up-closed": { route: atShop, desk: open({ sign_up_with_password: refuse({ code: "refused", refusal: "sign_up_closed" }) }), act: signUp, shows: "cannot be created here" },
  "sign-up-mail-sent": { route: atShop, desk: open(), act: signUp, shows: "Check your mail" },

  "unverified-limited": {
    route: atShop,
    desk: open({ sign_in_with_password: unverified, send_verification_mail: refuse(limited) }),
    act: [...unverifiedSignIn, { press: "Send another one" }],
    shows: "You can try again in 4",
  },
  "unverified": { route: atShop, desk: open({ sign_in_with_password: unverified }), act: unverifiedSignIn, shows: "is not confirmed yet" },
  "unverified-known-by-now": {
    route: atShop,
    desk: open({ sign_in_with_password: unverified, send_verification_mail: refuse({ code: "refused", refusal: "already_verified" }) }),
    act: [...unverifiedSignIn, { press: "Send another one" }],
    shows: "is verified already",
  },

  "token": { route: atShop, desk: open(), act: [way(/^Personal access token/)], shows: "goes past your second step" },
  "token-refused": {
    route: atShop,
    desk: open({ sign_in_with_access_token: refuse({ code: "refused", refusal: "token_refused" }) }),
    act: [way(/^Personal access token/), { fill: "Access token", with: "c0ffee" }, { press: "Sign in" }],
    shows: "This access token is not right",
  },
  "nobody": { route: atShop, desk: open(), act: [way(/^Without an account/)], shows: "signing out ends it for good" },
  "nobody-refused": {
    route: atShop,
    desk: open({ sign_in_anonymously: refuse({ code: "refused", refusal: "not_offered" }) }),
    act: [way(/^Without an account/), { press: "Go on without an account" }],
    shows: "does not offer this",
  },
  "nobody-profile": { route: asNobody, desk: anonymous(), shows: "has no way to sign in again" },
  "nobody-sign-out": { route: asNobody, desk: anonymous(), act: [{ press: "Sign out" }], shows: "It ends with this session" },
  "keep": { route: keep, desk: anonymous(), shows: "How will you sign in?" },
  "keep-link": { route: keep, desk: anonymous(), act: [{ press: "With links by e-mail" }], shows: "Until you use it, you are signed out" },
  "keep-taken": {
    route: keep,
    desk: anonymous({ keep_account: refuse({ code: "refused", refusal: "email_taken" }) }),
    act: [email, { fill: "Password", with: "correct horse battery" }, { press: "Keep account" }],
    shows: "There is already an account",
  },
  "keep-mail-sent": {
    route: keep,
    desk: anonymous({ keep_account: mail }),
    act: [email, { fill: "Password", with: "correct horse battery" }, { press: "Keep account" }],
    shows: "Your session has ended",
  },
  "keep-missing": { route: { screen: "keep-account", account: "gone" }, desk: anonymous(), shows: "no longer here" },

  "second-step": { route: atShop, desk: challenged("totp", { challenge: "type_code" }), act: password, shows: "A new code appears in" },
  "second-step-choose": { route: atShop, desk: second(allFactors), act: password, shows: "Pixel 9" },
  "second-step-none": {
    route: atShop,
    desk: open({ sign_in_with_password: () => ({ step: "second_factor", factors: [] }) }, { connections: [{ ...openShop, ways: ["browser", "password"] }] }),
    act: password,
    shows: "Your account needs a second step",
  },
  "second-step-asking": { route: atShop, desk: second([factor("phone")], { challenge_second_factor: never }), act: password, shows: "Asking the provider" },
  "second-step-unsent": {
    route: atShop,
    desk: second([factor("phone")], { challenge_second_factor: refuse(offline) }),
    act: password,
    shows: "Try again",
  },
  "second-step-phone": { route: atShop, desk: challenged("phone", { challenge: "type_sent_code" }), act: password, shows: "We sent a code to +33" },
  "second-step-push": { route: atShop, desk: challenged("push", { challenge: "approve", pollSecs: 5 }), act: password, shows: "Waiting for you to approve" },
  "second-step-push-declined": {
    route: atShop,
    desk: challenged("push", { challenge: "approve", pollSecs: 5 }, { confirm_second_factor: refuse({ code: "refused", refusal: "not_approved" }) }),
    act: [...password, { press: "I approved it" }],
    shows: "was declined in the app",
  },
  "second-step-recovery": { route: atShop, desk: challenged("recovery_code", { challenge: "type_recovery_code" }), act: password, shows: "Type your recovery code" },
  "second-step-recovery-replaced": {
    route: atShop,
    desk: challenged("recovery_code", { challenge: "type_recovery_code" }, {
      confirm_second_factor: () => ({ step: "signed_in", account: bob.id, recoveryCode: "K7QX 2M4N PVRT 9LWB HJ3D ZC6F" }),
    }),
    act: [...password, { fill: "Recovery code", with: "ABCD EFGH" }, { press: "Sign in" }],
    shows: "Keep your new recovery code",
  },
  "second-step-wrong": {
    route: atShop,
    desk: challenged("totp", { challenge: "type_code" }, { confirm_second_factor: refuse({ code: "code_not_right", problem: { problem: "previous", waitSecs: 12 } }) }),
    act: [...password, ...code("123 456")],
    shows: "the code before this one",
  },

  "device": { route: atAcme, desk: () => open({}, onDevice({ phase: "waiting" }))(), shows: "WDJB-MJHT" },
  "device-expired": { route: atAcme, desk: open({}, onDevice({ phase: "failed", error: { code: "refused", refusal: "expired" } })), shows: "has expired" },
  "device-refused": {
    route: atAcme,
    desk: open({ start_device_sign_in: refuse({ code: "rate_limited", retryAfterSecs: 42 }) }),
    act: [way(/^Code on another device/)],
    shows: "You can try again in 4",
  },
  "device-offered": {
    route: atAcme,
    desk: open({}, { signIns: [signIn({ phase: "waiting" }, { startedSecs: nowSecs() - 40 })] }),
    shows: "Use a code on another device",
  },
  "add-connection-passkeys": {
    route: { screen: "add-connection" },
    desk: open({ probe_connection: refuse({ code: "invalid_input", field: "passkeyOrigin", reason: "other_domain" }) }),
    act: [{ fill: "Domain", with: "id.acme.example" }, { fill: "Client ID", with: "kR7" }],
    shows: "outside the domain of the passkeys",
  },
  "add-connection-places": {
    route: { screen: "add-connection" },
    desk: open(),
    act: [{ press: /^Nhost$/ }, { open: "More settings" }],
    shows: "Sign in with an account elsewhere",
  },
  "add-connection-more": {
    route: { screen: "add-connection" },
    desk: open({ probe_connection: refuse({ code: "invalid_input", field: "graphql_url", reason: "not_https" }) }),
    act: [{ press: /^Nhost, your own server/ }, { fill: "Address of the server", with: "https://auth.example.com/v1" }],
    shows: "may use http://",
  },
};
