import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { refuse } from "../desk";
import { bob } from "../fixtures";
import { allFactors, nobody, pastedLink } from "../scenarios/sign-in";
import { assertive, button, everything, field, polite, resize, screenName, showScene, testid, text, until, withClock } from "./support";

beforeEach(() => resize(960));

const signedIn = (account = bob.id) => () => ({ step: "signed_in", account, recoveryCode: null });
const here = (connection: string, account: string | null = null) => ({ connection, account, keep: "vault" });
const focused = () => document.activeElement?.getAttribute("name") ?? document.activeElement?.tagName;

describe("choosing a way", () => {
  test("has the usual one first and the others below it", async () => {
    await showScene("ways-nhost");
    const names = [...document.querySelectorAll("h1, h2, [data-pick] .name")].map((one) => one.textContent!.trim());
    expect(names).toEqual([
      "Sign in to Corner shop",
      "With e-mail and password",
      "Other ways to sign in",
      "Code by e-mail",
      "Code by text message",
      "Link by e-mail",
      "Personal access token",
      "Without an account",
    ]);
  });

  test("offers nobody who signs in again to be nobody, or somebody new", async () => {
    await showScene("ways-again");
    expect(text()).not.toContain("Without an account");
    expect(text()).not.toContain("Create an account");
  });

  test("goes back with Escape, and from the choice to where the person came from", async () => {
    await showScene("code-email");
    await userEvent.keyboard("{Escape}");
    await expect.poll(screenName).toBe("sign-in");
    await userEvent.keyboard("{Escape}");
    await expect.poll(screenName).toBe("welcome");
  });

  test("leaves Escape to what lies above the page", async () => {
    await showScene("ways-again");
    testid("account-switcher")!.click();
    await until(() => document.querySelector(":popover-open"));
    await userEvent.keyboard("{Escape}");
    expect(screenName()).toBe("sign-in");
  });

  test("sends nothing before it is clear where the session is kept", async () => {
    const desk = await showScene("code-email-vault-locked");
    await field("E-mail").fill("bob@shop.example");
    await button("Send code").click({ force: true });
    expect(desk.asked("send_sign_in_code")).toEqual([]);
    expect(document.activeElement?.id).toBe("vault-choice");
    desk.answer("send_sign_in_code", () => ({ step: "code_sent", to: "bob@shop.example", resendAfterSecs: 30 }));
    await button("Sign in until I close Latchkey").click();
    await button("Send code").click();
    await expect.poll(() => desk.asked("send_sign_in_code")).toMatchObject([{ request: { keep: "until_exit" } }]);
  });

  test("begins on another device at once", async () => {
    const desk = await showScene("ways-auth0");
    await button(/^Code on another device/).click();
    expect(desk.asked("start_device_sign_in")).toEqual([{ request: here("acme") }]);
  });
});

describe("a code that is sent", () => {
  test("is asked for with the address, and taken with spaces and other digits", async () => {
    const desk = await showScene("code-email-sent");
    expect(desk.asked("send_sign_in_code")).toEqual([{ request: here("acme"), way: "email", to: "bob@shop.example", signUp: false }]);
    await expect.poll(focused).toBe("one-time-code");
    desk.answer("confirm_sign_in_code", signedIn());
    await field("Code").fill(" ١٢٣ ４５６ ");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => desk.asked("confirm_sign_in_code")).toEqual([{ connection: "acme", code: "123456" }]);
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
  });

  test("goes to a phone in the form that the network knows", async () => {
    const desk = await showScene("code-sms");
    await expect.poll(focused).toBe("phone");
    await page.getByRole("combobox", { name: "Country" }).selectOptions("SE");
    await field("Phone number").fill("070-123 45 67");
    desk.answer("send_sign_in_code", () => ({ step: "code_sent", to: "+46701234567", resendAfterSecs: 30 }));
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => desk.asked("send_sign_in_code")).toMatchObject([{ way: "sms", to: "+46701234567" }]);
    await expect.poll(text).toContain("We sent a code to +46701234567");
  });

  test("stays where it is when it is wrong, ready to be typed over", async () => {
    await showScene("code-email-wrong");
    const code = field("Code");
    await expect.element(code).toHaveValue("123 456");
    await expect.element(code).toHaveAttribute("aria-invalid", "true");
    await expect.element(code).toHaveAccessibleDescription(/This code is not right/);
    await expect.poll(() => getSelection()?.toString()).toBe("123 456");
    expect(assertive()).toContain("This code is not right");
  });

  test("is not sent to the provider when it is no number", async () => {
    const desk = await showScene("code-email-sent");
    await field("Code").fill("letters");
    await button("Sign in").click();
    await expect.element(field("Code")).toHaveAccessibleDescription(/digits only/);
    await expect.poll(focused).toBe("one-time-code");
    expect(desk.asked("confirm_sign_in_code")).toEqual([]);
  });

  test("can be asked for again after a pause that is counted down", async () => {
    await withClock(async (pass) => {
      const desk = await showScene("code-email-sent");
      const resend = button(/^Send another code/);
      await expect.element(resend).toHaveAttribute("aria-disabled", "true");
      await resend.click({ force: true });
      await pass(31_000);
      await expect.element(resend).toHaveAttribute("aria-disabled", "false");
      await resend.click();
      await pass(10);
      expect(desk.asked("send_sign_in_code")).toHaveLength(2);
      expect(polite()).toContain("Another code is on its way.");
      await expect.element(resend).toHaveAttribute("aria-disabled", "true");
    });
  });

  test("says why another one was not sent, and keeps what was typed", async () => {
    const desk = await showScene("code-email-nothing");
    await field("Code").fill("12");
    desk.answer("send_sign_in_code", refuse({ code: "rate_limited", retryAfterSecs: 42 }));
    await button("Send another code").click();
    await expect.poll(text).toContain("You can try again in 4");
    await expect.element(field("Code")).toHaveValue("12");
  });

  test("lets the address be changed without typing it anew", async () => {
    await showScene("code-email-sent");
    await button("Use another address").click();
    await expect.element(field("E-mail")).toHaveValue("bob@shop.example");
    await expect.element(field("E-mail")).toHaveFocus();
  });

  test("begins again at the address when its time is over", async () => {
    await showScene("code-email-expired");
    await expect.poll(screenName).toBe("email-code");
    await expect.element(field("E-mail")).toHaveValue("bob@shop.example");
  });

  test("may lead to a second step, and back from it", async () => {
    const desk = await showScene("code-email-sent");
    desk.answer("confirm_sign_in_code", () => ({ step: "second_factor", factors: allFactors }));
    await field("Code").fill("123456");
    await button("Sign in").click();
    await expect.poll(text).toContain("One more step");
    await userEvent.keyboard("{Escape}");
    await expect.poll(screenName).toBe("email-code");
    expect(desk.asked("cancel_sign_in")).toEqual([{ connection: "acme" }]);
  });
});

describe("a link by e-mail", () => {
  test("is pasted, and signs in", async () => {
    const desk = await showScene("link-email-sent");
    expect(desk.asked("send_mail_link")).toEqual([{ request: here("shop"), email: "bob@shop.example", signUp: false }]);
    await expect.poll(focused).toBe("link");
    await button("Sign in").click();
    await expect.element(field("Link from the message")).toHaveAttribute("aria-invalid", "true");
    expect(desk.asked("paste_mail_link")).toEqual([]);
    desk.answer("paste_mail_link", signedIn());
    await field("Link from the message").fill("  https://x.example/v1/verify?ticket=secret-ticket ");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    expect(desk.asked("paste_mail_link")).toEqual([{ request: here("shop"), link: "https://x.example/v1/verify?ticket=secret-ticket" }]);
    expect(everything()).not.toContain("secret-ticket");
  });

  test("ties a refusal to the field and keeps the link for another look", async () => {
    await showScene("link-email-wrong");
    await expect.element(field("Link from the message")).toHaveFocus();
    await expect.element(field("Link from the message")).toHaveValue(pastedLink);
  });

  test("is sent once more after a pause", async () => {
    await withClock(async (pass) => {
      const desk = await showScene("link-email-sent");
      await pass(31_000);
      await button("Send another one").click();
      await pass(10);
      expect(desk.asked("send_mail_link")).toHaveLength(2);
    });
  });
});

describe("a forgotten password", () => {
  test("keeps link and address when the new one is refused, and ends at the sign-in", async () => {
    const desk = await showScene("reset-password-refused");
    await expect.element(field("Link from the message")).toHaveValue(pastedLink);
    await expect.poll(focused).toBe("new-password");
    desk.answer("reset_password", () => null);
    await page.getByLabelText("New password", { exact: true }).fill("correct horse battery");
    await userEvent.keyboard("{Enter}");
    await expect.poll(screenName).toBe("sign-in");
    expect(desk.asked("reset_password").at(-1)).toMatchObject({ connection: "shop", password: "correct horse battery" });
    expect(testid("toast")?.textContent).toContain("Your password was changed");
    await expect.element(field("E-mail")).toHaveValue("bob@shop.example");
    expect(everything()).not.toContain("correct horse battery");
  });

  test("is a matter of the provider's page where the link leads there", async () => {
    const desk = await showScene("reset-password-browser");
    expect(desk.asked("request_password_reset")).toEqual([{ connection: "acme", email: "bob@shop.example" }]);
    expect(document.querySelector("input")).toBeNull();
    await button("Back to sign-in").click();
    await expect.poll(screenName).toBe("sign-in");
  });
});

describe("a new account", () => {
  test("says while typing what makes a good password", async () => {
    await showScene("sign-up-password");
    const password = page.getByLabelText("Password", { exact: true });
    await field("E-mail").fill("carol@shop.example");
    await password.fill("carol-2026");
    const rules = () => [...document.querySelectorAll("[data-judgement]")].map((one) => one.getAttribute("data-judgement"));
    await expect.poll(rules).toEqual(["broken", "broken", "by_provider"]);
    await password.fill("three quiet words");
    await expect.poll(rules).toEqual(["met", "met", "by_provider"]);
    await password.fill("x".repeat(51));
    await expect.poll(rules).toEqual(["met", "met", "by_provider", "broken"]);
  });

  test("says of a name that it is too long before anybody is asked", async () => {
    const desk = await showScene("sign-up-password");
    await field("Your name optional").fill("x".repeat(33));
    await field("E-mail").fill("carol@shop.example");
    await page.getByLabelText("Password", { exact: true }).fill("three quiet words");
    await button("Create account").click();
    await expect.poll(focused).toBe("name");
    expect(desk.asked("sign_up_with_password")).toEqual([]);
  });

  test("is confirmed with the link from the mail", async () => {
    const desk = await showScene("sign-up-mail-sent");
    expect(desk.asked("sign_up_with_password")).toEqual([
      { request: { connection: "shop", email: "carol@shop.example", password: "correct horse battery staple", displayName: null, keep: "vault" } },
    ]);
    expect(everything()).not.toContain("battery staple");
    desk.answer("paste_mail_link", signedIn());
    await field("Link from the message").fill("https://x.example/v1/verify?ticket=t");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
  });

  test("is signed in to with its password by whoever opened the link", async () => {
    await showScene("sign-up-mail-sent");
    await button("I opened the link").click();
    await expect.element(field("E-mail")).toHaveValue("carol@shop.example");
  });
});

describe("an address that is not confirmed", () => {
  test("gets another message a while after the sign-up, and a second one only after a pause", async () => {
    await withClock(async (pass) => {
      const desk = await showScene("sign-up-mail-sent");
      await button(/^Send another one/).click({ force: true });
      await pass(10);
      expect(desk.asked("send_verification_mail")).toEqual([]);
      expect(testid("resend")?.textContent).toMatch(/in 0:(29|30)/);
      await pass(31_000);
      await button("Send another one").click();
      await pass(10);
      expect(desk.asked("send_verification_mail")).toEqual([{ request: here("shop"), email: "carol@shop.example" }]);
      expect(polite()).toContain("Another message is on its way");
      await button(/^Send another one/).click({ force: true });
      await pass(10);
      expect(desk.asked("send_verification_mail")).toHaveLength(1);
    });
  });

  test("can be confirmed by whoever was refused because of it, and its link signs in", async () => {
    const desk = await showScene("unverified");
    expect(everything()).not.toContain("hunter2");
    await button("Send another one").click();
    await expect.poll(() => desk.asked("send_verification_mail")).toEqual([{ request: here("shop"), email: "bob@shop.example" }]);
    desk.answer("paste_mail_link", signedIn());
    await field("Link from the message").fill("https://x.example/v1/verify?ticket=t");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
  });

  test("that is confirmed by now leads back to the password", async () => {
    await showScene("unverified-known-by-now");
    await button("I opened the link").click();
    await expect.poll(screenName).toBe("sign-in");
    await expect.element(field("E-mail")).toHaveValue("bob@shop.example");
  });
});

describe("a personal access token", () => {
  test("is hidden, sent without spaces around it, and gone afterwards", async () => {
    const desk = await showScene("token");
    const token = page.getByLabelText("Access token", { exact: true });
    await expect.element(token).toHaveAttribute("type", "password");
    await token.fill(" d9b7c2f0-secret ");
    desk.answer("sign_in_with_access_token", signedIn());
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    expect(desk.asked("sign_in_with_access_token")).toEqual([{ request: here("shop"), token: "d9b7c2f0-secret" }]);
    expect(everything()).not.toContain("d9b7c2f0");
  });
});

describe("an account without a name", () => {
  test("is made with one press", async () => {
    const desk = await showScene("nobody");
    desk.answer("sign_in_anonymously", signedIn(nobody.id));
    await button("Go on without an account").click();
    await expect.poll(() => desk.asked("sign_in_anonymously")).toEqual([{ connection: "shop", keep: "vault" }]);
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
  });

  test("is kept with a password", async () => {
    const desk = await showScene("nobody-profile");
    await page.getByRole("link", { name: "Keep this account" }).click();
    await expect.poll(screenName).toBe("keep-account");
    await expect.poll(focused).toBe("email");
    await button("Keep account").click();
    await expect.poll(() => document.querySelectorAll("[aria-invalid]").length).toBe(2);
    await field("E-mail").fill("bob@shop.example");
    await page.getByLabelText("Password", { exact: true }).fill("three quiet words");
    desk.answer("keep_account", signedIn(nobody.id));
    await button("Keep account").click();
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    expect(desk.asked("keep_account")).toEqual([
      { account: nobody.id, email: "bob@shop.example", by: { by: "password", password: "three quiet words" } },
    ]);
  });

  test("is kept with links, the first of which begins the next session of the same account", async () => {
    const desk = await showScene("keep-link");
    await field("E-mail").fill("bob@shop.example");
    desk.answer("keep_account", () => ({ step: "mail_sent" }));
    await button("Keep account").click();
    await expect.poll(screenName).toBe("mail-sent");
    expect(desk.asked("keep_account")).toEqual([{ account: nobody.id, email: "bob@shop.example", by: { by: "mail_link" } }]);
    desk.answer("paste_mail_link", signedIn(nobody.id));
    await field("Link from the message").fill("https://x.example/v1/verify?ticket=t");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => desk.asked("paste_mail_link")).toMatchObject([{ request: here("shop", nobody.id) }]);
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
  });

  test("warns before it is left for good", async () => {
    await showScene("nobody-sign-out");
    await page.getByRole("alertdialog").getByRole("link", { name: "Keep this account" }).click();
    await expect.poll(screenName).toBe("keep-account");
  });
});
