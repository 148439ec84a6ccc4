import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { CodeProblem, CommandError } from "../../src/lib/api";
import { messageOf } from "../../src/lib/messages";
import { refuse } from "../desk";
import { bob, signIn } from "../fixtures";
import { assertive, button, everything, field, resize, screenName, showScene, testid, text, withClock } from "./support";

beforeEach(() => resize(960));

const signedIn = (account = bob.id) => () => ({ step: "signed_in", account, recoveryCode: null });
const here = (connection: string, account: string | null = null) => ({ connection, account, keep: "vault" });
const focused = () => document.activeElement?.getAttribute("name") ?? document.activeElement?.tagName;

describe("the second step", () => {
  test("goes at once to the only factor there is", async () => {
    const desk = await showScene("second-step");
    expect(desk.asked("challenge_second_factor")).toEqual([{ connection: "shop", factor: "totp|1" }]);
    await expect.poll(focused).toBe("one-time-code");
    desk.answer("confirm_second_factor", signedIn());
    await field("Code").fill("123 456");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    expect(desk.asked("confirm_second_factor")).toEqual([{ connection: "shop", code: "123456" }]);
  });

  test("says why it begins again when the provider has forgotten it first", async () => {
    const desk = await showScene("second-step");
    desk.answer("confirm_second_factor", refuse({ code: "refused", refusal: "expired" }));
    await field("Code").fill("123456");
    await button("Sign in").click();
    await expect.poll(screenName).toBe("sign-in");
    expect(assertive()).toBe("This took too long and has expired. Start again.");
  });

  test("lets the person choose, and choose again", async () => {
    const desk = await showScene("second-step-choose");
    desk.answer("challenge_second_factor", () => ({ challenge: "type_sent_code" }));
    await button(/^Phone/).click();
    await expect.poll(text).toContain("We sent a code to +33");
    await button("Use another way").click();
    desk.answer("challenge_second_factor", () => ({ challenge: "type_recovery_code" }));
    await button(/^Recovery code/).click();
    await expect.element(field("Recovery code")).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    await expect.poll(text).toContain("How do you want to show");
    expect(desk.asked("challenge_second_factor").map((one) => one["factor"])).toEqual(["phone|1", "recovery_code|1"]);
  });

  test("begins again with the address when its time is over", async () => {
    const desk = await showScene("second-step");
    desk.answer("confirm_second_factor", refuse({ code: "not_found" }));
    await field("Code").fill("123456");
    await button("Sign in").click();
    await expect.element(field("E-mail")).toHaveValue("bob@shop.example");
    await expect.poll(text).toContain("This took too long");
  });

  test("asks in the pace of the provider whether it was approved", async () => {
    await withClock(async (pass) => {
      const desk = await showScene("second-step-push");
      desk.answer("confirm_second_factor", () => ({ step: "waiting", pollSecs: 10 }));
      await pass(5_100);
      expect(desk.asked("confirm_second_factor")).toEqual([{ connection: "shop", code: null }]);
      await pass(9_000);
      expect(desk.asked("confirm_second_factor")).toHaveLength(1);
      desk.answer("confirm_second_factor", signedIn());
      await pass(1_500);
      expect(desk.asked("confirm_second_factor")).toHaveLength(2);
      expect(location.hash).toBe("#/accounts/bob-1/profile");
      await pass(60_000);
      expect(desk.asked("confirm_second_factor")).toHaveLength(2);
    });
  });

  test("asks no more once it was declined, until it is sent again", async () => {
    await withClock(async (pass) => {
      const desk = await showScene("second-step-push-declined");
      await expect.poll(text).toContain("no longer asks by itself");
      await pass(60_000);
      expect(desk.asked("confirm_second_factor")).toHaveLength(1);
      desk.answer("confirm_second_factor", () => ({ step: "waiting", pollSecs: 5 }));
      await button("Send it again").click();
      await pass(10);
      expect(desk.asked("challenge_second_factor")).toHaveLength(2);
      expect(text()).not.toContain("was declined");
    });
  });

  test("shows a new recovery code until it is kept", async () => {
    const desk = await showScene("second-step-recovery-replaced");
    expect(desk.asked("confirm_second_factor")).toEqual([{ connection: "shop", code: "ABCD EFGH" }]);
    await userEvent.keyboard("{Escape}");
    expect(testid("replaced-code")).not.toBeNull();
    await button("Go on").click({ force: true });
    await expect.poll(text).toContain("Save the code first");
    expect(screenName()).toBe("second-step");
    await page.getByRole("checkbox").click();
    await button("Go on").click();
    await expect.poll(() => location.hash).toBe("#/accounts/bob-1/profile");
    expect(everything()).not.toContain("K7QX");
  });

  test("sends somebody without a factor to the browser", async () => {
    const desk = await showScene("second-step-none");
    await button(/^Continue in your browser/).click();
    expect(desk.asked("start_sign_in")).toMatchObject([{ request: { connection: "shop", account: null } }]);
  });

  const problems: CodeProblem[] = [
    { problem: "previous", waitSecs: 12 },
    { problem: "next", waitSecs: 3 },
    { problem: "clock_off", seconds: 94 },
    { problem: "clock_off", seconds: -94 },
    { problem: "spent", waitSecs: 9 },
    { problem: "not_digits" },
    { problem: "wrong_length", expected: 6 },
    { problem: "of_something_else" },
  ];
  test("says at the code what is wrong with it", async () => {
    const desk = await showScene("second-step");
    for (const problem of problems) {
      const error: CommandError = { code: "code_not_right", problem };
      desk.answer("confirm_second_factor", refuse(error));
      await field("Code").fill("123456");
      await button("Sign in").click();
      await expect.element(field("Code")).toHaveAccessibleDescription(new RegExp(escaped(messageOf(error).text)));
    }
  });
});

describe("on another device", () => {
  test("the code and its address can be copied, and the page be opened elsewhere", async () => {
    const desk = await showScene("device");
    expect(testid("user-code")?.textContent).toBe("WDJB-MJHT");
    expect(text()).toMatch(/This code is good for 14:5\d/);
    await expect.element(button("Copy address")).toBeVisible();
    await expect.element(button("Copy Code")).toBeVisible();
    await button("Open in this computer’s browser").click();
    expect(desk.asked("open_browser_again")).toEqual([{ connection: "acme" }]);
    await expect.element(button("Copy link")).toBeVisible();
  });

  test("a code that has expired is asked for anew", async () => {
    const desk = await showScene("device-expired");
    await button("Try again").click();
    expect(desk.asked("start_device_sign_in")).toEqual([{ request: here("acme") }]);
  });

  test("is offered to whoever waits for a browser in vain", async () => {
    const desk = await showScene("device-offered");
    await button("Use a code on another device").click();
    expect(desk.asked("start_device_sign_in")).toEqual([{ request: here("acme") }]);
    desk.push({ signIns: [signIn({ phase: "waiting" })] });
  });
});

function escaped(sentence: string): string {
  return sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
