import type { AccessTokensView, AccountView, CreatedAccessTokenView, LinkedAccountsView, ProfileView, SessionsView } from "../src/lib/api";
import { alice, aliceProfile, bob, nowSecs } from "./fixtures";
import type { Desk } from "./desk";

const DAY = 86_400;

/** Bob at a provider where everything can be done in the app. */
export const bobIn: AccountView = { ...bob, state: { state: "signed_in" }, hasPicture: false };

export const bobProfile: ProfileView = {
  ...aliceProfile,
  account: bob.id,
  name: "Bob Lindqvist",
  email: "bob@shop.example",
  phone: null,
  phoneVerified: null,
  username: null,
  locale: "sv",
  roles: ["user", "me"],
  subject: "6b0cbe27-1d1c-4a8b-9d0e-2f6c8f1d7a31",
  claims: [
    { name: "id", value: "6b0cbe27-1d1c-4a8b-9d0e-2f6c8f1d7a31" },
    { name: "metadata", value: '{"plan":"garden","newsletter":false}' },
  ],
};

const fresh = { tier: { tier: "native" as const }, asOfSecs: nowSecs() - 130, error: null };

export const sessionList: SessionsView = {
  sessions: [
    { id: "s-this", createdSecs: nowSecs() - 3 * DAY, expiresSecs: nowSecs() + 27 * DAY, isThis: true },
    { id: "s-2", createdSecs: nowSecs() - 3600, expiresSecs: nowSecs() + 30 * DAY, isThis: false },
    { id: "s-3", createdSecs: nowSecs() - 12 * DAY, expiresSecs: nowSecs() + 18 * DAY, isThis: false },
  ],
  ...fresh,
};

export const accessTokens: AccessTokensView = {
  tokens: [
    { id: "t-1", name: "Backup at home", createdSecs: nowSecs() - 20 * DAY, expiresSecs: nowSecs() + 70 * DAY },
    { id: "t-2", name: "Import 2025", createdSecs: nowSecs() - 400 * DAY, expiresSecs: nowSecs() - 35 * DAY },
    { id: "t-3", name: null, createdSecs: nowSecs() - 2 * DAY, expiresSecs: nowSecs() + 363 * DAY },
  ],
  ...fresh,
};

export const TOKEN = "3c9a2f64-58b7-4e0d-9c55-b1d7e0a94f82";
export const created: CreatedAccessTokenView = {
  entry: { id: "t-9", name: "Night job", createdSecs: nowSecs(), expiresSecs: nowSecs() + 90 * DAY },
  token: TOKEN,
};

export const linkedList: LinkedAccountsView = {
  accounts: [
    { id: "l-1", provider: "github", nameThere: "9181236", createdSecs: nowSecs() - 300 * DAY },
    { id: "l-2", provider: "company-sso", nameThere: null, createdSecs: nowSecs() - 5 * DAY },
  ],
  ...fresh,
};

/** As Rust does when the person came back with more proof. */
export function proven(desk: Desk) {
  desk.push({ accounts: [{ ...bobIn, steppedUpSecs: nowSecs() }, alice] });
}
