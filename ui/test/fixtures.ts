import type {
  AboutView,
  AccountView,
  Capability,
  CapabilityView,
  ConnectionView,
  ProbeView,
  ProfileView,
  SettingsView,
  SignInPhase,
  SignInView,
  StateView,
} from "../src/lib/api";

/** Typed answers of an app that is in good health; a test changes what it is about. */
export const nowSecs = () => Math.floor(Date.now() / 1000);

export const acme: ConnectionView = {
  id: "acme",
  name: "Acme",
  provider: "auth0",
  host: "acme.eu.auth0.com",
  clientId: "yVh2Qk7mPzR4sT8wXb1nC5dF9gJ3kL6q",
  redirect: "scheme",
  callbackUrls: ["dev.latchkey.accounts://acme/callback", "http://127.0.0.1:47823/callback"],
  preset: true,
  ways: ["browser"],
  providers: [],
};
export const shop: ConnectionView = {
  id: "shop",
  name: "Corner shop",
  provider: "nhost",
  host: "kqxvbntplmzr.auth.eu-central-1.nhost.run",
  clientId: null,
  redirect: "scheme",
  callbackUrls: [],
  preset: false,
  ways: ["password", "sign_up_password"],
  providers: [],
};
export const demo: ConnectionView = {
  id: "demo-auth0",
  name: "Demo",
  provider: "auth0",
  host: "localhost:4710",
  clientId: "demo-client",
  redirect: "scheme",
  callbackUrls: ["dev.latchkey.accounts://demo-auth0/callback"],
  preset: false,
  ways: ["browser"],
  providers: [],
};

const parts: Capability[] = [
  "edit_profile", "change_email", "sessions", "sign_out_everywhere", "access_tokens", "linked_accounts", "connected_accounts", "delete_account",
];
/** Everything in the app but these, for which the provider has nothing. */
export const capabilitiesBut = (...missing: Capability[]): CapabilityView[] =>
  parts.map((capability) => ({
    capability,
    tier: missing.includes(capability) ? { tier: "none", reason: "not_offered" } : { tier: "native" },
  }));

export const alice: AccountView = {
  id: "alice-1",
  connection: "acme",
  provider: "auth0",
  name: "Alice Moreau",
  email: "alice@acme.example",
  initials: "AM",
  hasPicture: false,
  keep: "vault",
  state: { state: "signed_in" },
  endsSecs: null,
  profileAsOfSecs: nowSecs() - 130,
  factorsChanges: 0,
  steppedUpSecs: null,
  connectedChanges: 0,
  sessionsChanges: 0,
  accessTokensChanges: 0,
  linkedChanges: 0,
  capabilities: capabilitiesBut(...parts.filter((one) => one !== "connected_accounts")),
};
export const bob: AccountView = {
  ...alice,
  id: "bob-1",
  connection: "shop",
  provider: "nhost",
  name: "Bob Lindqvist",
  email: "bob@shop.example",
  initials: "BL",
  state: { state: "needs_sign_in", reason: "rejected" },
  capabilities: capabilitiesBut("connected_accounts"),
};

export const aliceProfile: ProfileView = {
  account: alice.id,
  asOfSecs: nowSecs() - 130,
  error: null,
  name: "Alice Moreau",
  email: "alice@acme.example",
  emailVerified: true,
  pendingEmail: null,
  isAnonymous: false,
  phone: "+33 6 12 34 56 78",
  phoneVerified: false,
  username: "alice.moreau",
  locale: "fr-FR",
  roles: ["Editor", "Billing"],
  createdAt: "2023-04-12T09:30:00Z",
  updatedAt: "2026-11-02T16:05:00Z",
  subject: "auth0|6437f1c2a9b0",
  claims: [
    { name: "sub", value: "auth0|6437f1c2a9b0" },
    { name: "name", value: "Alice Moreau" },
    { name: "email", value: "alice@acme.example" },
    { name: "email_verified", value: "true" },
    { name: "https://acme.example/teams", value: '["web","payments","accessibility","internationalisation"]' },
    { name: "updated_at", value: "2026-11-02T16:05:00.000Z" },
  ],
};

export const settings: SettingsView = { theme: "system", language: "en", redirect: "scheme", coverSecrets: "idle", lastAccount: null };
export const about: AboutView = {
  version: "0.1.0",
  dataDir: "/home/alice/.local/share/dev.latchkey.accounts",
  presetFile: "/etc/xdg/dev.latchkey.accounts/connections.toml",
  logFile: "/home/alice/.local/share/dev.latchkey.accounts/logs/latchkey.log",
  system: "Debian GNU/Linux 12, x86_64",
};
export const probe: ProbeView = {
  host: "acme.eu.auth0.com",
  provider: "auth0",
  version: null,
  features: [
    { feature: "sign_in_browser", tier: { tier: "hand_off" } },
    { feature: "sign_up", tier: { tier: "hand_off" } },
    { feature: "profile", tier: { tier: "native" } },
    { feature: "stay_signed_in", tier: { tier: "native" } },
    { feature: "sign_out", tier: { tier: "native" } },
    { feature: "sign_in_password", tier: { tier: "none", reason: "not_offered" } },
  ],
  callbackUrls: ["dev.latchkey.accounts://acme/callback"],
};

/** A first start: connections, nobody signed in. */
export function stateOf(changes: Partial<StateView> = {}): StateView {
  return {
    connections: [acme, shop, demo],
    accounts: [],
    signIns: [],
    vault: { vault: "ready", store: "GNOME Keyring" },
    notices: [],
    ...changes,
  };
}

export function signIn(phase: SignInPhase, changes: Partial<SignInView> = {}): SignInView {
  return {
    connection: "acme",
    account: null,
    purpose: { purpose: "sign_in" },
    provider: null,
    redirect: "scheme",
    startedSecs: nowSecs(),
    expiresSecs: nowSecs() + 600,
    phase,
    ...changes,
  };
}

/** A picture that is plainly a picture. */
export const picture =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#c98b5e"/><circle cx="32" cy="26" r="12" fill="#fbe7d3"/><path d="M8 64c2-16 12-22 24-22s22 6 24 22" fill="#37516b"/></svg>',
  );
