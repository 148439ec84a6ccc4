import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { Desk, refuse } from "../desk";
import { acme, alice, aliceProfile, bob, nowSecs, settings, signIn, stateOf } from "../fixtures";
import { assertive, button, polite, resize, screenName, showScene, start, testid, text, until } from "./support";

beforeEach(() => resize(960));

const atAcme = { screen: "sign-in", connection: "acme", account: null } as const;
const atAlice = { screen: "profile", account: alice.id } as const;

describe("signing in with the browser", () => {
  test("goes from the first screen to the profile", async () => {
    const desk = await start(new Desk());
    await page.getByRole("link", { name: "Sign in to Acme" }).click();
    await expect.poll(screenName).toBe("sign-in");
    expect(document.title).toBe("Sign in to Acme – Latchkey");
    await expect.poll(() => document.activeElement?.tagName).toBe("H1");

    await button(/^Continue in your browser/).click();
    expect(desk.asked("start_sign_in")).toEqual([
      { request: { connection: "acme", account: null, keep: "vault", redirect: null, purpose: { purpose: "sign_in" }, provider: null } },
    ]);
    desk.push({ signIns: [signIn({ phase: "waiting" })] });
    await expect.poll(screenName).toBe("waiting");
    await expect.poll(polite).toContain("Waiting for you to sign in in your browser.");

    desk.push({ signIns: [signIn({ phase: "checking" })] });
    await expect.poll(polite).toContain("Back from the browser. Checking…");
    desk.push({ signIns: [], accounts: [alice] });
    await expect.poll(screenName).toBe("profile");
    expect(polite()).toContain("Signed in as alice@acme.example.");
    expect(location.hash).toBe("#/accounts/alice-1/profile");
    await expect.poll(() => desk.asked("change_settings").at(-1)).toEqual({ settings: { ...settings, lastAccount: alice.id } });
  });

  test("offers the other ways home only after a while", async () => {
    await start(new Desk(stateOf({ signIns: [signIn({ phase: "waiting" })] })), atAcme);
    await until(() => screenName() === "waiting");
    expect(testid("nothing-happened")).toBeNull();

    const desk = await start(new Desk(stateOf({ signIns: [signIn({ phase: "waiting" }, { startedSecs: nowSecs() - 16 })] })), atAcme);
    await until(() => testid("nothing-happened"));
    await button("Come back through a local address").click();
    expect(desk.asked("start_sign_in")[0]).toMatchObject({ request: { redirect: "loopback", account: null } });
  });

  test("leaves the waiting screen alone when something else changes", async () => {
    const desk = await showScene("waiting-nothing-happened");
    const field = page.getByLabelText("Address of the page you ended on");
    await field.fill("dev.latchkey.accounts://acme/callback?co");
    desk.repeat();
    await tick();
    await expect.element(field).toHaveFocus();
    await expect.element(field).toHaveValue("dev.latchkey.accounts://acme/callback?co");
  });

  test("takes a pasted address and lets it leave the page", async () => {
    const desk = await showScene("waiting-pasted-wrong");
    const field = page.getByLabelText("Address of the page you ended on");
    await expect.element(field).toHaveAttribute("aria-invalid", "true");
    await expect.element(field).toHaveFocus();
    await expect.element(field).toHaveValue("");
    expect(desk.asked("paste_callback")).toEqual([{ connection: "acme", address: "https://example.com/" }]);
  });

  test("opens again, copies the link and cancels without calling it a success", async () => {
    const desk = await showScene("waiting");
    await button("Open browser again").click();
    await expect.poll(polite).toContain("Your browser was asked to open again.");
    await button("Cancel").click();
    expect(desk.asked("cancel_sign_in")).toEqual([{ connection: "acme" }]);
    desk.push({ signIns: [] });
    await expect.poll(screenName).toBe("welcome");
    expect(testid("toast")).toBeNull();
  });

  test("keeps a finished sign-in while the vault is closed", async () => {
    const desk = await showScene("waiting-vault-closed");
    desk.answer("unlock_vault", () => ({ vault: "ready", store: "GNOME Keyring" }));
    await button("Unlock and finish").click();
    await expect.poll(() => desk.asked("resume_sign_in")).toEqual([{ connection: "acme", keep: "vault" }]);
    await button("Keep me signed in until I close Latchkey").click();
    await expect.poll(() => desk.asked("resume_sign_in").at(-1)).toEqual({ connection: "acme", keep: "until_exit" });
  });

  test("takes back what the system asks while nobody answers", async () => {
    const desk = await showScene("waiting-vault-closed");
    desk.push({ vault: { vault: "closed", reason: "waiting" }, signIns: [signIn({ phase: "vault_closed", reason: "locked" })] });
    await button("Stop asking").click();
    expect(desk.asked("cancel_unlock")).toHaveLength(1);
    const welcome = await showScene("welcome-vault-waiting");
    await expect.poll(polite).toContain("asks for the password");
    await button("Cancel").click();
    expect(welcome.asked("cancel_unlock")).toHaveLength(1);
  });

  test("says who came back instead, and tries again as the one expected", async () => {
    const desk = await showScene("waiting-wrong-account");
    await button("Try again as alice@acme.example").click();
    expect(desk.asked("start_sign_in")[0]).toMatchObject({ request: { account: alice.id } });
  });

  test("asks nothing before it is clear where the session is kept", async () => {
    const desk = await showScene("sign-in-vault-locked");
    await button(/^Continue in your browser/).click({ force: true });
    expect(desk.asked("start_sign_in")).toEqual([]);
    expect(document.activeElement?.id).toBe("vault-choice");
    await button("Sign in until I close Latchkey").click();
    await button(/^Continue in your browser/).click();
    expect(desk.asked("start_sign_in")[0]).toMatchObject({ request: { keep: "until_exit" } });
  });
});

describe("signing in with a password", () => {
  test("sends what was typed and opens the account", async () => {
    const desk = await start(new Desk(), { screen: "sign-in", connection: "shop", account: null });
    await page.getByRole("textbox", { name: "E-mail" }).fill("bob@shop.example");
    await page.getByLabelText("Password", { exact: true }).fill("hunter2");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    expect(desk.asked("sign_in_with_password")).toEqual([
      { request: { connection: "shop", account: null, email: "bob@shop.example", password: "hunter2", keep: "vault" } },
    ]);
  });

  test("keeps what was typed when it is refused, and says why once", async () => {
    await showScene("sign-in-password-wrong");
    await expect.element(page.getByRole("textbox", { name: "E-mail" })).toHaveValue("bob@shop.example");
    expect(assertive()).toBe("E-mail or password is wrong.");
  });

  test("puts the focus on the first field that is wrong", async () => {
    await showScene("sign-in-password-invalid");
    await expect.element(page.getByRole("textbox", { name: "E-mail" })).toHaveFocus();
  });
});

describe("adding a connection", () => {
  test("probes after a pause, then keeps it and goes to sign in", async () => {
    const desk = await showScene("add-connection-probed");
    expect(desk.asked("probe_connection")).toEqual([
      {
        draft: {
          name: "acme.eu.auth0.com",
          settings: { provider: "auth0", domain: "acme.eu.auth0.com", clientId: "yVh2Qk7mPzR4sT8wXb1nC5dF9gJ3kL6q" },
          redirect: "scheme",
          also: [],
          providers: [],
          dpop: false,
          database: null,
          passkeyDomain: null,
          passkeyOrigin: null,
        },
      },
    ]);
    await button("Add connection").click();
    await expect.poll(() => location.hash).toBe("#/sign-in/shop");
    expect(polite()).toContain("Corner shop was added.");
  });

  test("ties a refusal to its field", async () => {
    const desk = await showScene("add-connection-probed");
    desk.answer("add_connection", refuse({ code: "invalid_input", field: "client_id", reason: "bad_characters" }));
    await button("Add connection").click();
    const field = page.getByLabelText("Client ID");
    await expect.element(field).toHaveAttribute("aria-invalid", "true");
    await expect.element(field).toHaveFocus();
    await expect.element(field).toHaveAccessibleDescription(/characters in it/);
  });
});

describe("the profile", () => {
  test("follows what Rust refreshed behind it", async () => {
    const desk = await showScene("profile");
    desk.answer("profile", () => ({ ...aliceProfile, name: "Alice Durand" }));
    desk.push({ accounts: [{ ...alice, profileAsOfSecs: nowSecs() }, bob] });
    await expect.element(page.getByRole("heading", { level: 1, name: "Alice Durand" })).toBeVisible();
  });

  test("is not asked for again by changes elsewhere", async () => {
    const desk = await showScene("profile");
    const before = desk.asked("profile").length;
    desk.repeat();
    await tick();
    expect(desk.asked("profile")).toHaveLength(before);
  });

  test("keeps its rows while it refreshes, and says when it is done", async () => {
    const desk = await showScene("profile");
    let done = (_: unknown) => {};
    desk.answer("refresh_profile", () => new Promise((resolve) => (done = resolve)));
    await button("Refresh").click();
    expect(testid("profile-username")?.closest("dl")?.getAttribute("aria-busy")).toBe("true");
    done(aliceProfile);
    await expect.poll(polite).toContain("Profile is up to date.");
    expect(testid("profile-username")?.closest("dl")?.hasAttribute("aria-busy")).toBe(false);
  });

  test("counts a rate limit down and lets go at its end", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    try {
      const desk = await showScene("profile-rate-limited");
      await expect.element(button(/^Try again in 0:42/)).toHaveAttribute("aria-disabled", "true");
      vi.advanceTimersByTime(12_000);
      await tick();
      expect(polite()).toContain("You can try again in 30 seconds.");
      vi.advanceTimersByTime(31_000);
      await tick();
      await expect.element(button("Refresh")).toHaveAttribute("aria-disabled", "false");
      expect(desk.asked("refresh_profile")).toHaveLength(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("signs in again as the same account", async () => {
    const desk = await showScene("profile-needs-sign-in");
    await button("Sign in again").click();
    await expect.poll(() => desk.asked("start_sign_in")).toHaveLength(1);
    expect(desk.asked("start_sign_in")[0]).toMatchObject({ request: { connection: "acme", account: alice.id } });
    expect(location.hash).toBe("#/sign-in/acme/alice-1");
  });

  test("signs out after asking, and says when the provider was not told", async () => {
    const desk = await showScene("profile-sign-out");
    const dialog = page.getByRole("alertdialog", { name: "Sign out alice@acme.example?" });
    await expect.element(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    expect(document.activeElement).toBe(testid("sign-out"));

    desk.answer("sign_out", () => ({ revoked: false }));
    testid("sign-out")!.click();
    await dialog.getByRole("button", { name: "Sign out" }).click();
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    desk.push({ accounts: [bob] });
    expect(testid("toast")?.textContent).toContain("acme.eu.auth0.com could not be told");
  });
});

describe("the keyboard", () => {
  test("reaches settings, sections, the next account and a refresh", async () => {
    const desk = await showScene("profile");
    await userEvent.keyboard("{Control>},{/Control}");
    await expect.poll(screenName).toBe("settings");
    await userEvent.keyboard("{Control>}2{/Control}");
    await expect.poll(screenName).toBe("profile");
    press("r", { ctrlKey: true });
    await expect.poll(() => desk.asked("refresh_profile")).toHaveLength(1);
    press("Tab", { ctrlKey: true });
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    press("Tab", { ctrlKey: true, shiftKey: true });
    await expect.poll(() => location.hash).toBe("#/accounts/alice-1/profile");
  });

  test("walks the account menu with the arrows and comes back with Escape", async () => {
    await showScene("profile");
    testid("account-switcher")!.focus();
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => document.activeElement?.getAttribute("data-account")).toBe(alice.id);
    await userEvent.keyboard("{ArrowDown}");
    expect(document.activeElement?.getAttribute("data-account")).toBe(bob.id);
    await userEvent.keyboard("{Escape}");
    expect(document.activeElement).toBe(testid("account-switcher"));
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => document.activeElement?.getAttribute("data-account")).toBe(alice.id);
    await userEvent.keyboard("{ArrowDown}{Enter}");
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
  });

  test("reaches everything on the profile in the order it is seen", async () => {
    await showScene("profile-details");
    document.querySelector<HTMLElement>("h1")!.focus();
    const seen: number[] = [];
    for (let step = 0; step < 10; step++) {
      await userEvent.keyboard("{Tab}");
      const box = document.activeElement!.getBoundingClientRect();
      seen.push(box.top + scrollY);
      expect(getComputedStyle(document.activeElement!).outlineWidth).toBe("2px");
    }
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
  });

  test("opens the menu of a narrow window", async () => {
    await resize(420);
    await showScene("profile");
    testid("nav-menu")!.focus();
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => document.activeElement?.getAttribute("data-testid")).toBe("nav-profile");
    await userEvent.keyboard("{End}{Enter}");
    await expect.poll(screenName).toBe("settings");
  });
});

describe("settings", () => {
  test("change the look at once", async () => {
    const desk = await showScene("settings");
    await page.getByRole("radio", { name: "Dark" }).click();
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    expect(desk.asked("change_settings").at(-1)).toMatchObject({ settings: { theme: "dark" } });
    await page.getByRole("combobox", { name: "Language" }).selectOptions("English");
    expect(document.documentElement.lang).toBe("en");
  });

  test("go back when they cannot be kept", async () => {
    await showScene("settings-failed");
    await expect.element(page.getByRole("radio", { name: "App link" })).toBeChecked();
    expect(assertive()).toContain("The disk is full");
  });

  test("start over only after the word is typed", async () => {
    const desk = await showScene("settings-reset");
    await button("Reset everything").click();
    expect(desk.asked("reset_app")).toEqual([]);
    await page.getByLabelText("Type “reset” to confirm").fill("Reset");
    await button("Reset everything").click();
    await expect.poll(() => desk.asked("reset_app")).toHaveLength(1);
    await expect.poll(polite).toContain("Latchkey was reset.");
  });

  test("remove a connection after naming who is signed out", async () => {
    const desk = await showScene("connections-remove");
    expect(text()).toContain("bob@shop.example");
    await button("Remove connection").click();
    expect(desk.asked("remove_connection")).toEqual([{ connection: "shop" }]);
    desk.push({ connections: [acme], accounts: [alice] });
    await expect.poll(polite).toContain("Corner shop was removed.");
  });
});

describe("notices and failures", () => {
  test("are said when they come, and stay until dismissed", async () => {
    const desk = await start(new Desk());
    await until(() => screenName() === "welcome");
    desk.push({ notices: [{ id: 9, content: { notice: "callback_ignored", reason: "unknown_state" } }] });
    await expect.poll(polite).toContain("A link was opened that changed nothing.");
    await button(/^Dismiss/).click();
    expect(testid("notices")).toBeNull();
  });

  test("a refusal of the framework itself is a sentence too", async () => {
    const desk = await start(new Desk(stateOf(), { settings: () => Promise.reject("command settings not found") }));
    await until(() => screenName() === "core-failed");
    expect(text()).toContain("Something went wrong inside Latchkey.");
    desk.answer("settings", () => settings);
    await button("Try again").click();
    await expect.poll(screenName).toBe("welcome");
  });

  test("an account that needs attention never blocks another", async () => {
    await start(new Desk(stateOf({ accounts: [bob, alice] }), { settings: () => ({ ...settings, lastAccount: bob.id }) }), atAlice);
    await until(() => testid("profile-username"));
    expect(text()).not.toContain("ended this session");
  });
});

function press(key: string, more: KeyboardEventInit) {
  document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}
