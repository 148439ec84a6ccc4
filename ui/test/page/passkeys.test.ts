import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { Desk, refuse } from "../desk";
import { acme, alice, bob, nowSecs, settings, shop, signIn, stateOf } from "../fixtures";
import { Key } from "../key";
import { keyList, onKey, several, totp } from "../methods-fixtures";
import { atTheShop, elevating } from "../scenarios/passkeys";
import { assertive, button, polite, resize, screenName, showScene, start, testid, text, until } from "./support";

beforeEach(() => resize(960));

const atShop = { screen: "sign-in", connection: "shop", account: null } as const;
const methods = { screen: "methods", account: alice.id } as const;
const elevation = refuse({ code: "step_up_required", reason: "elevation" });
const withNew = { ...several, factors: [...several.factors, onKey] };

describe("adding a passkey", () => {
  test("ends with a name made from its maker, and the focus on it", async () => {
    const desk = await showScene("passkeys-added");
    const field = page.getByLabelText("Name", { exact: true });
    await expect.element(field).toHaveFocus();
    await expect.element(field).toHaveValue("YubiKey 5 NFC");
    desk.answer("rename_factor", () => withNew);
    await userEvent.keyboard("Blue key{Enter}");
    await expect.poll(() => desk.asked("rename_factor")).toEqual([{ account: alice.id, factor: onKey.id, name: "Blue key" }]);
    await until(() => testid("add-passkey") === null || null);
    expect(document.activeElement?.closest("[data-id]")?.getAttribute("data-id")).toBe(onKey.id);
    expect(desk.asked("add_passkey")).toMatchObject([{ account: alice.id, passkey: { authenticator: "security_key", name: null } }]);
  });

  test("keeps the passkey when its name is not wanted, or not taken", async () => {
    const desk = await showScene("passkeys-added");
    desk.answer("rename_factor", refuse({ code: "invalid_input", field: "name", reason: "too_long" }));
    await userEvent.keyboard("Blue key{Enter}");
    await expect.element(page.getByLabelText("Name", { exact: true })).toHaveAccessibleDescription(/too long/);
    await button("Not now").click();
    await until(() => testid("add-passkey") === null || null);
    expect(text()).toContain("YubiKey 5 NFC passkey");
  });

  test("asks for a passkey first where the provider wants that, and goes on once", async () => {
    const desk = await start(elevating({ add_passkey: elevation, confirm_with_passkey: () => null })(), methods);
    await button("Add: Passkey").click();
    await button("Continue").click();
    await expect.element(page.getByRole("dialog", { name: "Confirm that it is you" })).toBeVisible();
    desk.answer("add_passkey", () => withNew);
    await button("Confirm").click();
    await expect.element(page.getByRole("dialog", { name: "Passkey added" })).toBeVisible();
    expect(desk.asked("add_passkey")).toHaveLength(2);
    expect(desk.asked("confirm_with_passkey")).toMatchObject([{ account: alice.id, authenticator: "security_key" }]);
    // What goes on was not given up on the way.
    expect(desk.asked("cancel_ceremony")).toEqual([]);
  });

  test("of the first one says how to get out, where the provider wants one before it", async () => {
    await showScene("passkeys-add-first-elevated");
    await expect.poll(assertive).toContain("Add the first one on the provider’s own page");
  });

  test("begins from the overview", async () => {
    const desk = await showScene("overview");
    await button("Add a passkey").click();
    await until(() => screenName() === "methods" || null);
    await until(() => testid("add-passkey"));
    expect(desk.asked("add_passkey")).toEqual([]);
  });
});

describe("adding one on the provider's page", () => {
  const away = () => [signIn({ phase: "waiting" }, { account: alice.id, purpose: { purpose: "add_passkey" } as const })];
  const back = (desk: Desk) => desk.push({ signIns: [], accounts: [{ ...alice, factorsChanges: 1 }, bob] });

  async function gone(): Promise<Desk> {
    const desk = await showScene("passkeys-hand-off");
    await button("Continue in your browser").click();
    await expect.poll(() => desk.asked("start_passkey_hand_off")).toEqual([{ account: alice.id }]);
    desk.push({ signIns: away() });
    await expect.element(page.getByText(/add the passkey there/)).toHaveFocus();
    return desk;
  }

  test("finds the new one", async () => {
    const desk = await gone();
    desk.answer("factors", () => ({ ...withNew, asOfSecs: nowSecs() }));
    back(desk);
    await expect.element(page.getByRole("dialog", { name: "Passkey added" })).toBeVisible();
    await expect.element(page.getByLabelText("Name", { exact: true })).toHaveValue("YubiKey 5 NFC");
  });

  test("says calmly that there is none", async () => {
    const desk = await gone();
    desk.answer("factors", () => ({ ...several, asOfSecs: nowSecs() }));
    back(desk);
    await expect.element(page.getByRole("dialog", { name: "No passkey was added" })).toBeVisible();
    await expect.poll(polite).toContain("There is no new passkey in your account.");
    expect(assertive()).toBe("");
    await expect.element(button("Close")).toHaveFocus();
  });

  test("given up in the middle stops the errand too", async () => {
    const desk = await gone();
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => desk.asked("cancel_sign_in")).toEqual([{ connection: acme.id }]);
    await until(() => testid("add-passkey") === null || null);
  });

  test("leads back to the sign-in methods from the waiting screen", async () => {
    const desk = await showScene("passkeys-hand-off-screen");
    await button("Cancel").click();
    desk.push({ signIns: [] });
    await until(() => screenName() === "methods" || null);
  });
});

describe("signing in with a passkey", () => {
  test("is a way in, also where it is the only one", async () => {
    await showScene("passkeys-sign-in");
    expect(text()).not.toContain("offers no way to sign in");
  });

  test("begins at once where there is one thing to use, and opens the account", async () => {
    const key = new Key();
    const desk = await start(atTheShop(key.for("sign_in_with_passkey", { event: "touch", device: "" }))(), atShop);
    await button("Sign in with a passkey").click();
    await until(() => key.isBusy || null);
    expect(desk.asked("sign_in_with_passkey")).toMatchObject([
      { request: { connection: "shop", account: null, keep: "vault" }, passkey: { authenticator: "security_key", email: null } },
    ]);
    key.done({ step: "signed_in", account: bob.id, recoveryCode: null });
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    expect(desk.asked("cancel_ceremony")).toEqual([]);
  });

  test("asks for the address when the key does not know whose it is", async () => {
    const desk = await showScene("passkeys-sign-in-none");
    const field = page.getByRole("textbox", { name: "E-mail" });
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard("bob@shop.example{Enter}");
    await expect.poll(() => desk.asked("sign_in_with_passkey")).toHaveLength(2);
    expect(desk.asked("sign_in_with_passkey")[1]).toMatchObject({ passkey: { email: "bob@shop.example" } });
  });

  test("asks nothing before it is clear where the session is kept", async () => {
    const desk = atTheShop()();
    await start(desk, atShop);
    desk.push({ vault: { vault: "closed", reason: "locked" } });
    await button("Sign in with a passkey").click({ force: true });
    expect(document.querySelector("dialog")).toBeNull();
    expect(document.activeElement?.id).toBe("vault-choice");
  });

  test("is not offered where the connection has no such way", async () => {
    await showScene("sign-in-password");
    expect(testid("passkey-ways")).toBeNull();
  });

  test("signs somebody in again as themselves", async () => {
    const answers = { settings: () => settings, ...new Key().for("sign_in_with_passkey", { event: "system_dialog" }) };
    const desk = new Desk(stateOf({ connections: [{ ...shop, ways: ["passkey", "sign_up_passkey"] }], accounts: [bob] }), answers);
    await start(desk, { screen: "sign-in", connection: "shop", account: bob.id });
    expect(button("Create an account with a passkey").query()).toBeNull();
    await button("Sign in with a passkey").click();
    await expect.poll(() => desk.asked("sign_in_with_passkey")).toMatchObject([{ request: { account: bob.id }, passkey: { email: bob.email } }]);
  });
});

describe("creating an account with a passkey", () => {
  test("sends address and name, and keeps both when it fails", async () => {
    const desk = await showScene("passkeys-sign-up");
    desk.answer("sign_up_with_passkey", refuse({ code: "refused", refusal: "email_taken" }));
    await expect.element(page.getByRole("textbox", { name: "E-mail" })).toHaveFocus();
    await page.getByRole("textbox", { name: "E-mail" }).fill("carol@shop.example");
    await page.getByRole("textbox", { name: "Your name" }).fill("Carol");
    await userEvent.keyboard("{Enter}");
    await expect.poll(assertive).toContain("already an account");
    expect(desk.asked("sign_up_with_passkey")).toMatchObject([
      { request: { connection: "shop", account: null }, passkey: { authenticator: "security_key", email: "carol@shop.example", displayName: "Carol" } },
    ]);
    await button("Change what I typed").click();
    await expect.element(page.getByRole("textbox", { name: "E-mail" })).toHaveValue("carol@shop.example");
  });

  test("says that a mail is on its way, where the address is to be verified first", async () => {
    const desk = await showScene("passkeys-sign-up");
    desk.answer("sign_up_with_passkey", () => ({ step: "mail_sent" }));
    await page.getByRole("textbox", { name: "E-mail" }).fill("carol@shop.example");
    await userEvent.keyboard("{Enter}");
    await expect.poll(polite).toContain("Corner shop sends a message to carol@shop.example.");
    expect(document.querySelector("dialog")).toBeNull();
    await button("Send another one").click();
    await expect.poll(() => desk.asked("send_verification_mail")).toMatchObject([{ email: "carol@shop.example" }]);
  });

  test("wants an address", async () => {
    const desk = await showScene("passkeys-sign-up-wrong");
    await expect.element(page.getByRole("textbox", { name: "E-mail" })).toHaveFocus();
    expect(desk.asked("sign_up_with_passkey")).toEqual([]);
  });
});

describe("confirming with a passkey", () => {
  test("does what was to be done once more, and no more", async () => {
    const desk = await showScene("passkeys-step-up");
    desk.answer("confirm_with_passkey", () => null);
    desk.answer("remove_factor", () => ({ ...several, factors: several.factors.filter((one) => one.id !== totp.id) }));
    await button("Confirm").click();
    await expect.poll(polite).toContain("Phone was removed.");
    expect(desk.asked("remove_factor")).toHaveLength(2);
    expect(testid("step-up")).toBeNull();
  });

  test("a second demand is a refusal, not another round", async () => {
    const desk = await showScene("passkeys-step-up");
    desk.answer("confirm_with_passkey", () => null);
    await button("Confirm").click();
    await until(() => text().includes("still refuses this after your confirmation") || null);
    expect(testid("step-up")).toBeNull();
    expect(desk.asked("remove_factor")).toHaveLength(2);
  });

  test("is not torn down by the news that it worked", async () => {
    const desk = await showScene("passkeys-step-up-touch");
    desk.push({ accounts: [{ ...alice, connection: shop.id, provider: "nhost", steppedUpSecs: nowSecs() }, bob] });
    await expect.poll(() => testid("ceremony-step")?.dataset["event"]).toBe("touch");
    expect(desk.asked("cancel_ceremony")).toEqual([]);
  });

  test("given up is no error", async () => {
    const desk = await showScene("passkeys-step-up-touch");
    await userEvent.keyboard("{Escape}");
    await until(() => testid("step-up") === null || null);
    expect(desk.asked("cancel_ceremony")).toHaveLength(1);
    expect(desk.asked("remove_factor")).toHaveLength(1);
    expect(assertive()).toBe("");
  });
});

describe("removing a passkey", () => {
  test("leads to the key it may still be on, and reads it at once", async () => {
    const desk = await showScene("passkeys-removed");
    await expect.element(button("Not now")).toHaveFocus();
    desk.answer("key_passkeys", () => keyList);
    await button("Delete it on the key now").click();
    await until(() => screenName() === "keys" || null);
    await until(() => text().includes("Your account no longer knows this one") || null);
    expect(desk.asked("key_passkeys")).toMatchObject([{ account: alice.id }]);
  });

  test("that is in a password manager names it", async () => {
    await showScene("passkeys-list");
    await button("Remove Work laptop").click();
    await until(() => text().includes("Delete it in iCloud Keychain too") || null);
  });
});

describe("security keys", () => {
  test("are reached from the sign-in methods, where they are looked after here", async () => {
    const desk = await showScene("methods");
    await page.getByRole("link", { name: "Look after a key" }).click();
    await until(() => screenName() === "keys" || null);
    expect(testid("nav-methods")?.getAttribute("aria-current")).toBe("page");
    expect(desk.asked("key_passkeys")).toEqual([]);
    desk.answer("passkey_authenticators", refuse({ code: "unavailable", reason: "not_configured" }));
    await page.getByRole("link", { name: "Sign-in methods" }).last().click();
    await until(() => screenName() === "methods" || null);
    expect(testid("keys-link")).toBeNull();
  });

  test("get another PIN", async () => {
    const key = new Key();
    await start(new Desk(stateOf({ accounts: [alice] }), key.for("change_key_pin", { event: "enter_pin", device: "", reason: "current", attemptsLeft: 8 })), { screen: "keys", account: alice.id });
    await button("Set or change the PIN").click();
    await userEvent.keyboard("123456{Enter}");
    await expect.poll(() => key.answers).toEqual([{ answer: "pin", pin: "123456" }]);
    key.send({ event: "choose_pin", device: "", reason: "change", minLength: 4 });
    await page.getByLabelText("New PIN", { exact: true }).fill("654321");
    await page.getByLabelText("New PIN again", { exact: true }).fill("654321");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => key.answers).toHaveLength(2);
    key.done(null);
    await expect.poll(polite).toContain("Your key has its new PIN.");
    await expect.element(button("Set or change the PIN")).toHaveFocus();
  });

  test("lose a passkey only after a question, and the focus goes to the next", async () => {
    const desk = await showScene("keys-delete-orphan");
    await expect.element(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toHaveFocus();
    expect(desk.asked("delete_key_passkey")).toEqual([]);
    desk.answer("delete_key_passkey", () => keyList.filter((one) => one.id !== "cred-2"));
    await testid("delete-on-key-confirm")!.click();
    await expect.poll(() => desk.asked("delete_key_passkey")).toMatchObject([{ account: alice.id, passkey: "cred-2" }]);
    await expect.poll(polite).toContain("deleted on the key");
    expect(text()).not.toContain("Your account no longer knows this one");
    await expect.poll(() => document.activeElement?.closest("[data-testid=on-key]")).not.toBeNull();
  });

  test("that were taken out are asked for again", async () => {
    const key = new Key();
    const desk = await start(new Desk(stateOf({ accounts: [alice] }), key.for("key_passkeys", { event: "insert_key" })), { screen: "keys", account: alice.id });
    await button("See what is on a key").click();
    await until(() => key.isBusy || null);
    key.fail({ code: "passkey", problem: "gone" });
    await button("Try again").click();
    await until(() => key.isBusy || null);
    key.done([]);
    await until(() => testid("key-empty"));
    expect(desk.asked("key_passkeys")).toHaveLength(2);
  });
});
