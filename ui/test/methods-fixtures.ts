import type {
  AuthenticatorsView,
  ConnectedAccountsView,
  EnrolmentView,
  FactorsView,
  FactorView,
  KeyPasskeyView,
  OfferView,
  OutlookView,
  PasswordRuleView,
  PictureView,
  RemovalView,
  SecurityView,
} from "../src/lib/api";
import { nowSecs } from "./fixtures";

const DAY = 86_400;

/** The factors of an account that is well looked after, one of most kinds. */
export function factor(changes: Partial<FactorView>): FactorView {
  return {
    id: "one",
    kind: "totp",
    otherKind: null,
    name: null,
    detail: { detail: "none" },
    createdSecs: nowSecs() - 200 * DAY,
    lastUsedSecs: nowSecs() - 2 * DAY,
    isPrimary: false,
    isSecondary: true,
    isConfirmed: true,
    canRename: true,
    canRemove: true,
    removalWantsCode: false,
    ...changes,
  };
}

type PasskeyDetail = Extract<FactorView["detail"], { detail: "passkey" }>;

function passkeyDetail(changes: Partial<PasskeyDetail>): PasskeyDetail {
  return { detail: "passkey", isSynced: null, aaguid: null, maker: null, transports: [], addedBy: null, relyingPartyId: "acme.eu.auth0.com", ...changes };
}

export const password = factor({
  id: "password|1",
  kind: "password",
  detail: { detail: "password", changedSecs: nowSecs() - 400 * DAY },
  isPrimary: true,
  isSecondary: false,
  lastUsedSecs: nowSecs() - 3 * 3600,
  canRename: false,
});
export const passkey = factor({
  id: "passkey|1",
  kind: "passkey",
  name: "Work laptop",
  detail: passkeyDetail({ isSynced: true, maker: "iCloud Keychain", transports: ["internal", "hybrid"] }),
  isPrimary: true,
});
/** A passkey without a name of its own, on a key. */
export const onKey = factor({
  id: "passkey|2",
  kind: "passkey",
  detail: passkeyDetail({ isSynced: false, maker: "YubiKey 5 NFC", transports: ["usb", "nfc"] }),
  isPrimary: true,
  lastUsedSecs: null,
  createdSecs: nowSecs() - 60,
});
export const totp = factor({ id: "totp|1", name: "Phone" });
export const sms = factor({ id: "phone|1", kind: "phone", detail: { detail: "phone", number: "+33 6 •• •• •• 78", way: "sms" }, canRename: false, lastUsedSecs: null });
export const unfinished = factor({ id: "email|9", kind: "email", detail: { detail: "email", address: "alice@home.example" }, isConfirmed: false, canRename: false, lastUsedSecs: null, createdSecs: nowSecs() - 3600 });
export const strange = factor({ id: "x|1", kind: "other", otherKind: "retina-scan", isSecondary: false, canRename: false, canRemove: false });

const kinds: OfferView["kind"][] = ["totp", "push", "phone", "email", "recovery_code", "password"];
export const offers: OfferView[] = [
  { kind: "passkey", tier: { tier: "native" } },
  ...kinds.map((kind): OfferView => ({ kind, tier: { tier: "native" } })),
];

export function factorsOf(...factors: FactorView[]): FactorsView {
  return { factors, offers, unseen: [], replacements: [], loosePasskey: false, asOfSecs: nowSecs() - 130, error: null };
}
export const several = factorsOf(password, passkey, totp, sms, unfinished, strange);

/** A drawing of the right density; what it says does not matter here. */
export const qrSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h33v33H0z"/>' +
  `<path stroke="#000" d="${Array.from({ length: 25 }, (_, y) =>
    Array.from({ length: 25 }, (_, x) => {
      const eye = (a: number, b: number) => a < 7 && b < 7 && (a % 6 === 0 || b % 6 === 0 || (a > 1 && a < 5 && b > 1 && b < 5));
      const corner = (x < 8 && y < 8) || (x > 16 && y < 8) || (x < 8 && y > 16);
      const dark = corner ? eye(x, y) || eye(24 - x, y) || eye(x, 24 - y) : (x * 7 + y * 13 + x * y) % 3 === 0;
      return dark ? `M${x + 4} ${y + 4.5}h1` : "";
    }).join(""),
  ).join("")}"/></svg>`;

export const KEY = "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP";
export const RECOVERY = "K7QX 2M4N PVRT 9LWB HJ3D ZC6F";

const begun = (kind: EnrolmentView["kind"], challenge: EnrolmentView["challenge"]): EnrolmentView => ({
  id: `new|${kind}`,
  kind,
  challenge,
  factors: factorsOf(password, factor({ id: `new|${kind}`, kind, isConfirmed: false, canRename: false })),
});

const rules: PasswordRuleView[] = [
  { rule: { rule: "min_length", characters: 12 }, judgement: null },
  { rule: { rule: "characters", kinds: ["uppercase", "lowercase", "number", "special"], needed: 3 }, judgement: null },
  { rule: { rule: "no_profile_data" }, judgement: null },
  { rule: { rule: "not_earlier", passwords: 5 }, judgement: null },
];
export const judged: PasswordRuleView[] = rules.map((rule, at) => ({
  ...rule,
  judgement: (["broken", "met", "met", "by_provider"] as const)[at]!,
}));

export const enrolments = {
  totp: begun("totp", {
    challenge: "totp",
    key: KEY,
    qrSvg,
    issuer: "Acme",
    account: "alice@acme.example",
    algorithm: "sha1",
    digits: 6,
    periodSecs: 30,
    correctionSecs: 0,
  }),
  push: begun("push", { challenge: "push", qrSvg }),
  phone: begun("phone", { challenge: "code_sent" }),
  email: begun("email", { challenge: "code_sent" }),
  recovery_code: begun("recovery_code", { challenge: "recovery_code", code: RECOVERY }),
  password: begun("password", { challenge: "password", rules }),
} satisfies Record<string, EnrolmentView>;

export const picture = (comparison: PictureView["comparison"], changes: Partial<PictureView> = {}): PictureView => ({
  issuer: "Acme",
  account: "alice@acme.example",
  algorithm: "sha1",
  digits: 6,
  periodSecs: 30,
  comparison,
  remarks: [],
  ...changes,
});

export const added = { outcome: "added" as const, factors: factorsOf(password, totp) };

const step = (one: FactorView) => ({ step: "factor" as const, id: one.id, kind: one.kind });
export const twoSteps: OutlookView = { isOpen: true, inside: [step(passkey)], first: [step(password)], second: [step(sms)] };
const locked: OutlookView = { isOpen: false, inside: [], first: [], second: [] };
export const removal = (kind: RemovalView["removal"]): RemovalView => ({
  removal: kind,
  leavesOnly: kind === "leaves_only" ? step(sms) : null,
  remains: kind === "last_way_in" ? locked : twoSteps,
});

export const fair: SecurityView = {
  level: "fair",
  weaknesses: [
    { weakness: "locked_out_by", loss: "phone", action: "create_recovery_code", factor: null },
    { weakness: "only_messages", loss: null, action: "add_authenticator", factor: null },
    { weakness: "no_passkey", loss: null, action: "add_passkey", factor: null },
    { weakness: "unfinished", loss: null, action: "finish_or_discard", factor: unfinished.id },
  ],
  merits: ["second_step", "mailbox"],
  forecasts: [
    { loss: "phone", remains: locked },
    { loss: "password", remains: twoSteps },
  ],
};
export const strong: SecurityView = {
  level: "strong",
  weaknesses: [],
  merits: ["passkey", "second_step", "recovery_code", "survives_every_loss"],
  forecasts: [{ loss: "computer", remains: twoSteps }],
};

/** A Linux computer: no passkeys of the system, keys and phones. */
export const linux: AuthenticatorsView = {
  authenticators: [
    { kind: "security_key", problem: null },
    { kind: "phone", problem: null },
  ],
  managesKeys: true,
};
export const keyOnly: AuthenticatorsView = { authenticators: [{ kind: "security_key", problem: null }], managesKeys: true };
export const withReasons: AuthenticatorsView = {
  authenticators: [
    { kind: "system", problem: "not_this_domain" },
    { kind: "security_key", problem: null },
    { kind: "phone", problem: "no_bluetooth" },
  ],
  managesKeys: false,
};
export const nothingUsable: AuthenticatorsView = {
  authenticators: [
    { kind: "system", problem: "no_system_support" },
    { kind: "phone", problem: "no_bluetooth" },
  ],
  managesKeys: false,
};
export const keyList: KeyPasskeyView[] = [
  { id: "cred-1", userName: "alice@acme.example", displayName: "Alice Moreau", factor: passkey.id, isOrphan: false },
  { id: "cred-2", userName: "alice@acme.example", displayName: null, factor: null, isOrphan: true },
  { id: "cred-3", userName: null, displayName: null, factor: null, isOrphan: false },
];

export const connectedList: ConnectedAccountsView = {
  accounts: [
    { id: "cac_1", connection: "google-oauth2", scopes: ["openid", "https://www.googleapis.com/auth/calendar.readonly"], createdSecs: nowSecs() - 40 * DAY, expiresSecs: null },
    { id: "cac_2", connection: "github", scopes: ["repo"], createdSecs: nowSecs() - 4 * DAY, expiresSecs: nowSecs() + 90 * DAY },
  ],
  tier: { tier: "native" },
  asOfSecs: nowSecs() - 130,
  error: null,
};
export const connectable = {
  tier: { tier: "native" as const },
  connectable: [
    { name: "slack", strategy: "slack", scopes: ["channels:read"] },
    { name: "company-crm", strategy: "oauth2", scopes: [] },
    { name: "acme-drive", strategy: "google-oauth2", scopes: [] },
  ],
  error: null,
};
