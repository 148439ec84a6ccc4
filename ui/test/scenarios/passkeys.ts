import type { CeremonyEvent, CommandError, PasskeyProblem } from "../../src/lib/api";
import { Desk, never, refuse } from "../desk";
import { acme, alice, bob, settings, shop, signIn, stateOf } from "../fixtures";
import { Key } from "../key";
import { factorsOf, keyList, linux, nothingUsable, onKey, qrSvg, removal, several, withReasons } from "../methods-fixtures";
import type { Scenario, Step } from "../scenarios";
import { at } from "./methods";

const methods = { screen: "methods" as const, account: alice.id };
const keys = { screen: "keys" as const, account: alice.id };
const atShop = { screen: "sign-in" as const, connection: shop.id, account: null };

const add: Step[] = [{ press: "Add: Passkey" }];
const begun: Step[] = [...add, { press: "Continue" }];
const enter: Step[] = [{ press: "Sign in with a passkey" }];
const here = (view = linux) => ({ passkey_authenticators: () => view });
const adding = (...events: CeremonyEvent[]) => at(new Key().for("add_passkey", ...events));
const withFactors = { ...several, factors: [...several.factors, onKey] };
const elevation: CommandError = { code: "step_up_required", reason: "elevation" };

/** Somebody at a project that lets people in with passkeys. */
export const atTheShop = (answers: ConstructorParameters<typeof Desk>[1] = {}) => () =>
  new Desk(stateOf({ connections: [acme, { ...shop, ways: ["passkey", "sign_up_passkey"] }] }), answers);
/** Alice, at a project that wants a passkey before it changes anything. */
export const elevating = (answers: ConstructorParameters<typeof Desk>[1] = {}) => () =>
  new Desk(stateOf({ accounts: [{ ...alice, connection: shop.id, provider: "nhost" }, bob] }), {
    settings: () => ({ ...settings, lastAccount: alice.id }),
    remove_factor: refuse(elevation),
    ...answers,
  });

/** What an authenticator may wait for, and a word of what is shown then. */
export const events: Record<string, [CeremonyEvent, string]> = {
  "insert": [{ event: "insert_key" }, "or hold it to the reader"],
  "several": [{ event: "select_device", names: ["YubiKey 5 NFC", "Nitrokey 3"] }, "Nitrokey 3"],
  "touch": [{ event: "touch", device: "YubiKey 5 NFC" }, "Touch the part that blinks"],
  "pin": [{ event: "enter_pin", device: "YubiKey 5 NFC", reason: "requested", attemptsLeft: 8 }, "Enter the PIN of your key"],
  "pin-wrong": [{ event: "enter_pin", device: "YubiKey 5 NFC", reason: "wrong", attemptsLeft: 4 }, "4 tries left"],
  "pin-last": [{ event: "enter_pin", device: "", reason: "wrong", attemptsLeft: 1 }, "This is the last try"],
  "pin-few": [{ event: "enter_pin", device: "", reason: "key_requires", attemptsLeft: 2 }, "2 tries left"],
  "pin-blocked-finger": [{ event: "enter_pin", device: "", reason: "verification_blocked", attemptsLeft: null }, "fingerprint reader has given up"],
  "pin-first": [{ event: "choose_pin", device: "YubiKey 5 NFC", reason: "not_set", minLength: 4 }, "This key has none yet"],
  "pin-new-too-short": [{ event: "choose_pin", device: "", reason: "too_short", minLength: 6 }, "at least 6 characters"],
  "pin-new-policy": [{ event: "choose_pin", device: "", reason: "against_policy", minLength: 6 }, "harder to guess"],
  "finger": [{ event: "verify_again", attemptsLeft: 2 }, "was not recognised"],
  "account": [
    { event: "select_account", accounts: [{ name: "alice@acme.example", displayName: "Alice Moreau" }, { name: "support@acme.example", displayName: null }, { name: null, displayName: null }] },
    "Account 3",
  ],
  "qr": [{ event: "show_qr", qrSvg }, "service of the phone’s maker"],
  "phone-looking": [{ event: "phone", step: "looking" }, "Keep it near"],
  "phone-connecting": [{ event: "phone", step: "connecting" }, "was found"],
  "phone-authenticating": [{ event: "phone", step: "authenticating" }, "that it is your phone"],
  "phone-connected": [{ event: "phone", step: "connected" }, "Go on at your phone"],
  "system": [{ event: "system_dialog" }, "behind this one"],
};
const handedOff = offered({ tier: "hand_off" });
const shown: PasskeyProblem[] = ["denied", "timed_out", "pin_blocked", "wrong_domain"];

export const passkeyScenarios: Record<string, Scenario> = {
  "passkeys-list": { route: methods, desk: at({ factors: () => withFactors }), shows: "YubiKey 5 NFC passkey" },
  "passkeys-add": { route: methods, desk: at(), act: add, shows: "No false page can steal it" },
  "passkeys-add-choose": { route: methods, desk: at(here()), act: add, shows: "Where to keep it" },
  "passkeys-add-choose-reasons": { route: methods, desk: at(here(withReasons)), act: add, shows: "Turn on Bluetooth" },
  "passkeys-add-choose-none": { route: methods, desk: at(here(nothingUsable)), act: add, shows: "Nothing here can be used" },
  "passkeys-add-choose-failed": { route: methods, desk: at({ passkey_authenticators: refuse({ code: "not_found" }) }), act: add, shows: "no longer here" },
  "passkeys-add-choose-loading": { route: methods, desk: at({ passkey_authenticators: never }), act: add, shows: "Loading" },
  "passkeys-add-starting": { route: methods, desk: adding(), act: begun, shows: "Getting ready" },
  ...Object.fromEntries(
    Object.entries(events).map(([name, [event, shows]]) => [`ceremony-${name}`, { route: methods, desk: adding(event), act: begun, shows } satisfies Scenario]),
  ),
  "ceremony-pin-new-not-same": {
    route: methods,
    desk: adding({ event: "choose_pin", device: "", reason: "change", minLength: 4 }),
    act: [...begun, { fill: "New PIN", with: "2468" }, { fill: "New PIN again", with: "1357" }, { press: "Continue" }],
    shows: "not the same PIN",
  },
  "ceremony-other": { route: methods, desk: at({ ...new Key().for("add_passkey", { event: "insert_key" }), ...here() }), act: begun, shows: "Use something else" },
  ...Object.fromEntries(
    shown.map((problem) => [
      `ceremony-failed-${problem.replaceAll("_", "-")}`,
      { route: methods, desk: at({ add_passkey: refuse({ code: "passkey", problem }) }), act: begun, shows: problem === "wrong_domain" ? "Close" : "Try again" } satisfies Scenario,
    ]),
  ),
  "passkeys-added": { route: methods, desk: at({ add_passkey: () => withFactors }), act: begun, shows: "wherever you plug in this key" },
  "passkeys-added-nameless": {
    route: methods,
    desk: at({ add_passkey: () => factorsOf(...several.factors, { ...onKey, canRename: false }) }),
    act: begun,
    shows: "It is kept by YubiKey 5 NFC",
  },
  "passkeys-hand-off": { route: methods, desk: at({ factors: () => handedOff }), act: add, shows: "Your browser opens there" },
  "passkeys-hand-off-waiting": {
    route: methods,
    desk: at({ factors: () => handedOff }, { signIns: [signIn({ phase: "waiting" }, { account: alice.id, purpose: { purpose: "add_passkey" } })] }),
    act: add,
    shows: "add the passkey there",
  },
  "passkeys-hand-off-screen": {
    route: { screen: "sign-in", connection: acme.id, account: alice.id },
    desk: at({}, { signIns: [signIn({ phase: "waiting" }, { account: alice.id, purpose: { purpose: "add_passkey" } })] }),
    shows: "add the passkey there",
  },
  "passkeys-none-domain": { route: methods, desk: at({ factors: () => without("custom_domain_missing") }), shows: "need a domain" },
  "passkeys-none-grant": { route: methods, desk: at({ factors: () => without("grant_missing") }), shows: "passkey grant" },
  "passkeys-remove": { route: methods, desk: at({ factors: () => withFactors }), act: [{ press: "Remove YubiKey 5 NFC passkey" }], shows: "offers that next" },
  "passkeys-removed": {
    route: methods,
    desk: at({ factors: () => withFactors, factor_removal: () => removal("free"), remove_factor: () => several }),
    act: [{ press: "Remove YubiKey 5 NFC passkey" }, { press: "Remove passkey" }],
    shows: "Delete it on the key now",
  },

  "passkeys-sign-in": { route: atShop, desk: atTheShop(), shows: "Sign in with a passkey" },
  "passkeys-sign-in-choose": { route: atShop, desk: atTheShop(here()), act: enter, shows: "What to use" },
  "passkeys-sign-in-touch": { route: atShop, desk: atTheShop(new Key().for("sign_in_with_passkey", { event: "touch", device: "" })), act: enter, shows: "Touch the part of your key" },
  "passkeys-sign-in-none": {
    route: atShop,
    desk: atTheShop({ sign_in_with_passkey: refuse({ code: "passkey", problem: "no_passkey" }) }),
    act: enter,
    shows: "Some keys do not remember",
  },
  "passkeys-sign-up": { route: atShop, desk: atTheShop(here()), act: [{ press: "Create an account with a passkey" }], shows: "Your name" },
  "passkeys-sign-up-wrong": {
    route: atShop,
    desk: atTheShop(),
    act: [{ press: "Create an account with a passkey" }, { fill: "E-mail", with: "carol" }, { press: "Continue" }],
    shows: "not an e-mail address",
  },

  "passkeys-step-up": { route: methods, desk: elevating(), act: [{ press: "Remove Phone" }, { press: "Remove" }], shows: "right after it" },
  "passkeys-step-up-touch": {
    route: methods,
    desk: elevating(new Key().for("confirm_with_passkey", { event: "touch", device: "" })),
    act: [{ press: "Remove Phone" }, { press: "Remove" }, { press: "Confirm" }],
    shows: "Touch your key",
  },
  "passkeys-step-up-no-passkey": {
    route: methods,
    desk: elevating({ confirm_with_passkey: refuse({ code: "refused", refusal: "no_passkey" }) }),
    act: [{ press: "Remove Phone" }, { press: "Remove" }, { press: "Confirm" }],
    shows: "Add the first one",
  },

  "passkeys-add-first-elevated": {
    route: methods,
    desk: elevating({ add_passkey: refuse(elevation), confirm_with_passkey: refuse({ code: "refused", refusal: "no_passkey" }) }),
    act: [...begun, { press: "Confirm" }],
    shows: "Add the first one",
  },
  "passkeys-step-up-not-here": {
    route: methods,
    desk: () =>
      new Desk(
        stateOf({ accounts: [{ ...alice, capabilities: [{ capability: "passkeys", tier: { tier: "none", reason: "not_configured" } }] }, bob] }),
        { settings: () => ({ ...settings, lastAccount: alice.id }), remove_factor: refuse(elevation) },
      ),
    act: [{ press: "Remove Phone" }, { press: "Remove" }],
    shows: "cannot ask for your passkey here",
  },

  "keys": { route: keys, desk: at(), shows: "Set or change the PIN" },
  "keys-elsewhere": { route: keys, desk: at(here(withReasons)), shows: "your system looks after security keys" },
  "keys-loading": { route: keys, desk: at({ passkey_authenticators: never }), shows: "Loading" },
  "keys-read": { route: keys, desk: at({ key_passkeys: () => keyList }), act: [{ press: "See what is on a key" }], shows: "no longer knows this one" },
  "keys-empty": { route: keys, desk: at({ key_passkeys: () => [] }), act: [{ press: "See what is on a key" }], shows: "There is no passkey of this account on this key." },
  "keys-delete": {
    route: keys,
    desk: at({ key_passkeys: () => keyList }),
    act: [{ press: "See what is on a key" }, { press: "Delete Alice Moreau on the key" }],
    shows: "You can no longer sign in with this key",
  },
  "keys-delete-orphan": {
    route: keys,
    desk: at({ key_passkeys: () => keyList }),
    act: [{ press: "See what is on a key" }, { press: "Delete alice@acme.example on the key" }],
    shows: "you lose nothing",
  },
  "keys-pin": {
    route: keys,
    desk: at(new Key().for("change_key_pin", { event: "enter_pin", device: "YubiKey 5 NFC", reason: "current", attemptsLeft: 8 })),
    act: [{ press: "Set or change the PIN" }],
    shows: "Present PIN",
  },
};

function without(reason: "custom_domain_missing" | "grant_missing") {
  return offered({ tier: "none", reason });
}

function offered(tier: (typeof several.offers)[number]["tier"]) {
  return { ...several, offers: several.offers.map((one) => (one.kind === "passkey" ? { ...one, tier } : one)) };
}
