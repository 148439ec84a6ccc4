import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { bobIn, bobProfile, proven } from "../account-fixtures";
import { refuse } from "../desk";
import { alice, bob } from "../fixtures";
import { assertive, button, polite, resize, screenName, showScene, stepUp, testid, text, until } from "./support";

beforeEach(() => resize(960));


describe("the profile", () => {
  test("saves a name with Enter, says so, and gives the focus back", async () => {
    const desk = await showScene("profile-edit-name");
    desk.answer("edit_profile", () => ({ ...bobProfile, name: "Bob L." }));
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => desk.asked("edit_profile")).toEqual([
      { account: bob.id, edit: { displayName: "Bob L.", avatarUrl: null, locale: null } },
    ]);
    await expect.poll(polite).toContain("Your profile was saved.");
    await expect.element(page.getByRole("heading", { level: 1, name: "Bob L." })).toBeVisible();
    await expect.element(button("Edit Name")).toHaveFocus();
  });

  test("restores a name with Escape, and sends nothing", async () => {
    const desk = await showScene("profile-edit-name");
    await userEvent.keyboard("{Escape}");
    await expect.element(button("Edit Name")).toHaveFocus();
    expect(testid("profile-name")?.textContent).toContain("Bob Lindqvist");
    expect(desk.asked("edit_profile")).toEqual([]);
  });

  test.each([
    ["profile-edit-refused", "This is too long."],
    ["profile-edit-offline", "Latchkey cannot reach"],
    ["profile-edit-rate-limited", "You asked the provider too often."],
  ])("keeps what was typed when it is refused (%s)", async (scene, said) => {
    await showScene(scene);
    await expect.element(page.getByLabelText("Name", { exact: true })).toHaveValue("Bob L.");
    expect(assertive()).toContain(said);
  });

  test("ties a refusal to its field and puts the focus there", async () => {
    await showScene("profile-edit-refused");
    const field = page.getByLabelText("Name", { exact: true });
    await expect.element(field).toHaveFocus();
    await expect.element(field).toHaveAccessibleDescription(/too long/);
  });

  test("lets nobody save an empty line, nor spends a write on an unchanged one", async () => {
    const desk = await showScene("profile-edit-name");
    const field = page.getByLabelText("Name", { exact: true });
    await field.fill("  ");
    await userEvent.keyboard("{Enter}");
    await expect.element(field).toHaveAccessibleDescription(/Fill this in/);
    await field.fill("Bob Lindqvist");
    await userEvent.keyboard("{Enter}");
    await expect.element(button("Edit Name")).toHaveFocus();
    expect(desk.asked("edit_profile")).toEqual([]);
  });

  test("chooses a language by its name", async () => {
    const desk = await showScene("profile-edit-locale");
    await page.getByRole("combobox", { name: "Language" }).selectOptions("German");
    await button("Save").click();
    await expect.poll(() => desk.asked("edit_profile")).toMatchObject([{ edit: { displayName: null, locale: "de" } }]);
  });

  test("fetches a new picture, and removes one only when told so", async () => {
    const desk = await showScene("profile-nhost-picture");
    await button("Save").click();
    expect(desk.asked("edit_profile")).toEqual([]);
    const before = desk.asked("profile_picture").length;
    await button("Remove picture").click();
    await expect.poll(() => desk.asked("edit_profile")).toMatchObject([{ edit: { avatarUrl: "" } }]);
    await expect.poll(() => desk.asked("profile_picture")).toHaveLength(before + 1);
    await expect.poll(polite).toContain("Your picture was removed.");
  });

  test("says what cannot be changed, and who can change that", async () => {
    await showScene("profile-edit-not-permitted");
    expect(testid("profile-edit-none")?.textContent).toContain("Whoever runs the project can.");
    expect(document.querySelector("[data-edit=name]")).toBeNull();
    await expect.element(button("Change e-mail")).toBeVisible();
    await showScene("profile");
    expect(testid("profile-edit-none")?.textContent).toContain("Nothing of this can be changed here.");
    expect(document.querySelector("[data-edit]")).toBeNull();
  });

  test("changes nothing while the account has to sign in, and shows what was known", async () => {
    const desk = await showScene("profile-nhost-needs-sign-in");
    await button("Edit Name").click({ force: true });
    await button("Delete account…").click({ force: true });
    expect(document.querySelector("main form, dialog")).toBeNull();
    expect(desk.asked("edit_profile")).toEqual([]);
    expect(testid("profile-name")?.textContent).toContain("Bob Lindqvist");
  });

  test("loses nothing that was typed when the session ends in between", async () => {
    const desk = await showScene("profile-edit-name");
    desk.push({ accounts: [{ ...bobIn, state: { state: "needs_sign_in", reason: "rejected" } }, alice] });
    await until(() => text().includes("ended this session") || null);
    await expect.element(page.getByLabelText("Name", { exact: true })).toHaveValue("Bob L.");
  });
});

describe("the e-mail address", () => {
  test("is reached from what weakens the account, where it can be verified here", async () => {
    await showScene("overview-unverified");
    await button("Verify your address").click();
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
  });

  test("waits for the link to the new one, and sends another only after a minute", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    try {
      const desk = await showScene("profile-email-sent");
      expect(desk.asked("change_email")).toEqual([{ account: bob.id, email: "bob@new.example" }]);
      expect(testid("profile-email")?.textContent).toContain("bob@shop.example");
      await button(/^Send again in/).click({ force: true });
      expect(desk.asked("change_email")).toHaveLength(1);
      vi.advanceTimersByTime(61_000);
      await tick();
      await button("Send the link again").click();
      await expect.poll(() => desk.asked("change_email")).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test("stays to be mended when somebody else has it", async () => {
    await showScene("profile-email-taken");
    const field = page.getByLabelText("New e-mail address");
    await expect.element(field).toHaveValue("bob@new.example");
    await expect.element(field).toHaveAccessibleDescription(/already an account/);
  });

  test("is verified by a link that can be sent again, until it is verified elsewhere", async () => {
    const desk = await showScene("profile-email-unverified");
    desk.answer("resend_verification", refuse({ code: "refused", refusal: "already_verified" }));
    await button("Send the link again").click();
    await expect.poll(assertive).toContain("verified already");
    await expect.poll(() => desk.asked("refresh_profile")).toHaveLength(1);
  });

  test("is looked at again when the person comes back from their mail", async () => {
    const desk = await showScene("profile-email-pending");
    const before = desk.asked("profile").length;
    window.dispatchEvent(new Event("focus"));
    await expect.poll(() => desk.asked("profile")).toHaveLength(before + 1);
  });

  test("is changed after more proof, with what was typed, and not a third time", async () => {
    const desk = await showScene("profile-email-change");
    desk.answer("change_email", stepUp);
    await userEvent.keyboard("{Enter}");
    await until(() => testid("step-up"));
    proven(desk);
    await until(() => text().includes("still refuses this after your confirmation") || null);
    expect(desk.asked("change_email")).toEqual([
      { account: bob.id, email: "bob@new.example" },
      { account: bob.id, email: "bob@new.example" },
    ]);
    expect(testid("step-up")).toBeNull();
    await expect.element(page.getByLabelText("New e-mail address")).toHaveValue("bob@new.example");
  });
});

describe("deleting the account", () => {
  test("asks for its name, and does nothing for another one", async () => {
    const desk = await showScene("profile-delete");
    await expect.element(button("Cancel")).toHaveFocus();
    await page.getByLabelText(/^Type bob@shop.example/).fill("bob");
    await testid("delete-confirm")!.click();
    await expect.element(page.getByLabelText(/^Type bob@shop.example/)).toHaveFocus();
    expect(desk.asked("delete_account")).toEqual([]);
  });

  test("says goodbye, forgets the account, and stays until the person goes on", async () => {
    const desk = await showScene("profile-deleted");
    expect(desk.asked("delete_account")).toEqual([{ account: bob.id, confirmation: "bob@shop.example" }]);
    expect(screenName()).toBe("farewell");
    expect(text()).toContain("bob@shop.example no longer exists at Corner shop.");
    desk.push({ accounts: [alice] });
    await tick();
    expect(screenName()).toBe("farewell");
    await page.getByRole("link", { name: "Go to the start" }).click();
    await expect.poll(() => location.hash).toBe("#/accounts/alice-1/profile");
  });

  test("says that the project does not permit it, and offers it no more", async () => {
    const desk = await showScene("profile-delete-not-permitted");
    expect(screenName()).toBe("profile");
    desk.push({
      accounts: [
        { ...bobIn, capabilities: bobIn.capabilities.map((one) => (one.capability === "delete_account" ? { ...one, tier: { tier: "none", reason: "not_permitted" } } : one)) },
        alice,
      ],
    });
    await until(() => testid("delete-account") === null || null);
    expect(text()).toContain("This account cannot be deleted here. This project does not permit it.");
  });

  test("goes on after more proof with what was typed", async () => {
    const desk = await showScene("profile-delete");
    desk.answer("delete_account", stepUp);
    await page.getByLabelText(/^Type bob@shop.example/).fill("Bob@Shop.example");
    await userEvent.keyboard("{Enter}");
    await until(() => testid("step-up"));
    desk.answer("delete_account", () => null);
    proven(desk);
    await expect.poll(screenName).toBe("farewell");
    expect(desk.asked("delete_account")).toHaveLength(2);
  });
});

describe("a new password", () => {
  test("is followed by the offer to sign out everywhere, which may be declined", async () => {
    const desk = await showScene("methods-password-everywhere");
    await expect.element(button("Not now")).toHaveFocus();
    await button("Not now").click();
    await until(() => testid("add-factor") === null || null);
    expect(desk.asked("sign_out_everywhere")).toEqual([]);
  });

  test("can be followed by signing out everywhere", async () => {
    const desk = await showScene("methods-password-everywhere");
    await button("Sign out everywhere").click();
    await expect.poll(() => desk.asked("sign_out_everywhere")).toEqual([{ account: bob.id }]);
    await expect.poll(() => location.hash).toBe("#/accounts/alice-1/profile");
    expect(polite()).toContain("bob@shop.example is signed out everywhere.");
  });

  test("can be chosen by mail instead", async () => {
    const desk = await showScene("methods-password-mailed");
    expect(desk.asked("request_password_reset")).toEqual([{ connection: "shop", email: "bob@shop.example" }]);
    expect(polite()).toContain("on its way to bob@shop.example");
  });

  test("comes without that offer where the provider has no such thing", async () => {
    const desk = await showScene("methods-add-password-judged");
    await button("Change password").click();
    await until(() => testid("add-factor") === null || null);
    expect(desk.asked("sign_out_everywhere")).toEqual([]);
  });
});
