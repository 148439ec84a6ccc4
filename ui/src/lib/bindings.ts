// Draft of the contract; the generated file replaces it.

type Result<T, E> = { status: "ok"; data: T } | { status: "error"; error: E };
type Answer<T> = Promise<Result<T, CommandError>>;

import { invoke, type Channel } from "@tauri-apps/api/core";

async function answer<T>(call: Promise<T>): Answer<T> {
  try {
    return { status: "ok", data: await call };
  } catch (e) {
    if (e instanceof Error) throw e;
    return { status: "error", error: e as CommandError };
  }
}

export const commands = {
  /** Sends the state now and after every change. Call it once. */
  watchState: (changes: Channel<StateView>) => invoke<null>("watch_state", { changes }),

  /** Asks a provider whether it answers, before the connection is kept. */
  probeConnection: (draft: ConnectionDraft) => answer(invoke<ProbeView>("probe_connection", { draft })),
  addConnection: (draft: ConnectionDraft) => answer(invoke<ConnectionView>("add_connection", { draft })),
  /** Only connections added by hand; accounts there are signed out first. */
  removeConnection: (connection: string) => answer(invoke<null>("remove_connection", { connection })),

  /** Makes the request and opens the system browser. */
  startSignIn: (request: StartSignInRequest) => answer(invoke<null>("start_sign_in", { request })),
  openBrowserAgain: (connection: string) => answer(invoke<null>("open_browser_again", { connection })),
  signInLink: (connection: string) => answer(invoke<string>("sign_in_link", { connection })),
  cancelSignIn: (connection: string) => answer(invoke<null>("cancel_sign_in", { connection })),
  /** The third way home: the person pastes the address the browser ended on. */
  pasteCallback: (connection: string, address: string) =>
    answer(invoke<null>("paste_callback", { connection, address })),
  /** Goes on with a sign-in that waits because the vault could not be written. */
  resumeSignIn: (connection: string, keep: Keep) => answer(invoke<null>("resume_sign_in", { connection, keep })),
  signInWithPassword: (request: PasswordSignInRequest) =>
    answer(invoke<PasswordSignInView>("sign_in_with_password", { request })),
  signUpWithPassword: (request: PasswordSignUpRequest) =>
    answer(invoke<PasswordSignInView>("sign_up_with_password", { request })),

  signOut: (account: string) => answer(invoke<SignOutView>("sign_out", { account })),
  /** The last known profile, at once. Fetched when there is none; refreshed behind when it is old. */
  profile: (account: string) => answer(invoke<ProfileView>("profile", { account })),
  refreshProfile: (account: string) => answer(invoke<ProfileView>("refresh_profile", { account })),
  /** A data: URL, or null when there is no picture that may be shown. */
  profilePicture: (account: string) => answer(invoke<string | null>("profile_picture", { account })),

  checkVault: () => answer(invoke<VaultView>("check_vault")),
  /** Lets the system ask the person for the keychain's password. */
  unlockVault: () => answer(invoke<VaultView>("unlock_vault")),

  settings: () => answer(invoke<SettingsView>("settings")),
  changeSettings: (settings: SettingsView) => answer(invoke<null>("change_settings", { settings })),
  /** Signs everybody out and deletes every file of the app. */
  resetApp: () => answer(invoke<null>("reset_app")),
  about: () => answer(invoke<AboutView>("about")),
};

export type StateView = {
  connections: ConnectionView[];
  accounts: AccountView[];
  signIns: SignInView[];
  vault: VaultView;
  notices: NoticeView[];
};

export type ProviderKind = "auth0" | "nhost";
export type RedirectWay = "scheme" | "loopback";
/** Where a session is kept: in the vault, or in memory until the app ends. */
export type Keep = "vault" | "until_exit";

export type ConnectionView = {
  id: string;
  name: string;
  provider: ProviderKind;
  /** What a person recognises: `acme.eu.auth0.com`. */
  host: string;
  clientId: string | null;
  redirect: RedirectWay;
  /** What has to be allowed at the provider. */
  callbackUrls: string[];
  /** True when a file of the team put it here: it cannot be removed on the page. */
  preset: boolean;
  ways: SignInWay[];
};
export type SignInWay = "browser" | "password" | "sign_up_password";

export type ConnectionDraft = {
  name: string;
  settings:
    | { provider: "auth0"; domain: string; clientId: string }
    | { provider: "nhost"; subdomain: string; region: string }
    | { provider: "nhost_self_hosted"; baseUrl: string };
  redirect: RedirectWay;
};
export type ProbeView = {
  host: string;
  provider: ProviderKind;
  /** Version the provider tells, where it tells one. */
  version: string | null;
  /** What will work, and what will not with the reason. */
  features: FeatureView[];
  callbackUrls: string[];
};
export type FeatureView = { feature: Feature; tier: Tier };
export type Feature = "sign_in_browser" | "sign_in_password" | "sign_up" | "profile" | "sign_out" | "stay_signed_in";
export type Tier =
  | { tier: "native" }
  | { tier: "hand_off" }
  | { tier: "link" }
  | { tier: "none"; reason: NoneReason };
export type NoneReason = "not_offered" | "scope_missing" | "project_permission_missing";

export type AccountView = {
  id: string;
  connection: string;
  provider: ProviderKind;
  name: string | null;
  email: string | null;
  /** One or two letters for where there is no picture. */
  initials: string;
  hasPicture: boolean;
  keep: Keep;
  state: AccountStateView;
  profileAsOfSecs: number | null;
};
export type AccountStateView =
  | { state: "signed_in" }
  | { state: "needs_sign_in"; reason: EndedReason }
  /** The vault cannot be read: nobody was signed out. */
  | { state: "vault_closed"; reason: VaultProblem }
  /** The session could not be saved and will not survive a restart. */
  | { state: "unsaved" };
export type EndedReason = "rejected" | "rotation_lost" | "item_missing" | "item_corrupt" | "kept_until_exit";

export type StartSignInRequest = {
  connection: string;
  /** Sign in again as this account; coming back as somebody else is refused. */
  account: string | null;
  keep: Keep;
  redirect: RedirectWay | null;
  screen: "sign_in" | "sign_up";
};
export type SignInView = {
  connection: string;
  /** Set when an account signs in again. */
  account: string | null;
  redirect: RedirectWay;
  startedSecs: number;
  expiresSecs: number;
  phase: SignInPhase;
};
export type SignInPhase =
  | { phase: "waiting" }
  | { phase: "checking" }
  | { phase: "vault_closed"; reason: VaultProblem }
  | { phase: "wrong_account"; expected: string; cameBackAs: string }
  | { phase: "failed"; error: CommandError };

export type PasswordSignInRequest = { connection: string; account: string | null; email: string; password: string; keep: Keep };
export type PasswordSignUpRequest = { connection: string; email: string; password: string; displayName: string | null; keep: Keep };
export type PasswordSignInView =
  | { outcome: "signed_in"; account: string }
  /** The provider first wants the address verified; a mail is on its way. */
  | { outcome: "verification_mail_sent" };

export type SignOutView = { revoked: boolean };

export type ProfileView = {
  account: string;
  asOfSecs: number;
  /** False when the last try to refresh failed; `error` says why. */
  fresh: boolean;
  error: CommandError | null;
  name: string | null;
  email: string | null;
  emailVerified: boolean | null;
  phone: string | null;
  phoneVerified: boolean | null;
  username: string | null;
  locale: string | null;
  roles: string[];
  /** RFC 3339. */
  createdAt: string | null;
  updatedAt: string | null;
  subject: string;
  /** Everything the provider told, in its own words; values are text or compact JSON. */
  claims: ClaimView[];
};
export type ClaimView = { name: string; value: string };

export type VaultView = { vault: "ready"; store: string } | { vault: "closed"; reason: VaultProblem };
export type VaultProblem = "unavailable" | "locked" | "silent" | "denied" | "full" | "corrupt" | "too_big" | "failed";

/** Something that happened without anybody asking, until dismissed. */
export type NoticeView = { id: number; content: NoticeContent };
export type NoticeContent =
  /** A link came in that changed nothing. */
  | { notice: "callback_ignored"; reason: CallbackProblem }
  | { notice: "preset_broken"; path: string; line: number | null; reason: string }
  | { notice: "preset_connection_refused"; path: string; id: string; reason: InvalidReason; field: string }
  | { notice: "files_not_writable"; path: string }
  | { notice: "files_corrupt"; path: string };

export type Theme = "system" | "light" | "dark";
export type SettingsView = {
  theme: Theme;
  /** BCP 47 tag, or null for the system's language. */
  language: string | null;
  redirect: RedirectWay;
  lastAccount: string | null;
};
export type AboutView = { version: string; dataDir: string; presetFile: string; logFile: string; system: string };

export type InvalidReason =
  | "empty" | "too_long" | "not_a_domain" | "not_a_url" | "not_https" | "not_an_email" | "not_a_uuid"
  | "has_path" | "has_user_info" | "already_exists" | "unknown_provider" | "unknown_region" | "bad_characters";

export type CommandError =
  /** A value typed by the person; the field is named as on the draft. */
  | { code: "invalid_input"; field: string; reason: InvalidReason }
  | { code: "not_found" }
  /** The account has to sign in again. */
  | { code: "signed_out" }
  | { code: "cancelled" }
  | { code: "offline"; host: string }
  | { code: "tls"; host: string }
  | { code: "timed_out"; host: string }
  | { code: "rate_limited"; retryAfterSecs: number }
  /** The provider's documented refusal of what the person did. */
  | { code: "refused"; refusal: Refusal }
  /** The provider is set up in a way that cannot work; `hint` is its own code. */
  | { code: "misconfigured"; hint: string; requestId: string | null }
  /** An answer nobody documented. */
  | { code: "provider_failed"; status: number | null; requestId: string | null }
  | { code: "not_this_provider"; host: string }
  | { code: "second_factor_required" }
  | { code: "clock_off"; seconds: number }
  | { code: "id_token"; rule: string }
  | { code: "wrong_account"; expected: string; cameBackAs: string }
  | { code: "callback"; reason: CallbackProblem }
  | { code: "vault"; reason: VaultProblem }
  | { code: "browser_not_opened" }
  | { code: "loopback_busy"; ports: number[] }
  | { code: "files"; reason: "full" | "not_writable" | "newer_version" }
  | { code: "managed" }
  | { code: "busy" }
  | { code: "internal"; reference: string };

export type Refusal =
  | "wrong_email_or_password" | "email_not_verified" | "account_disabled" | "sign_up_closed" | "email_taken"
  | "password_too_short" | "password_leaked" | "access_denied" | "blocked" | "too_many_attempts"
  | "login_required" | "expired";
export type CallbackProblem =
  | "not_an_address" | "not_ours" | "too_large" | "bad_encoding" | "repeated_parameter" | "no_state" | "no_code"
  | "token_in_address" | "nothing_pending" | "unknown_state" | "expired" | "unknown_connection" | "wrong_issuer";
