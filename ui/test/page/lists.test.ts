import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { accessTokens, bobIn, created, sessionList, TOKEN, proven } from "../account-fixtures";
import { never } from "../desk";
import { alice, bob, nowSecs } from "../fixtures";
import { button, everything, polite, resize, screenName, showScene, stepUp, testid, text, until } from "./support";

beforeEach(() => resize(960));

const focused = () => document.activeElement;

describe("sessions", () => {
  test("show this app first and labelled", async () => {
    await showScene("sessions");
    const rows = [...document.querySelectorAll("[data-testid=session]")];
    expect(rows.map((row) => row.querySelector("h3")?.textContent?.trim())).toEqual(["This appYou are here", "Another session", "Another session"]);
  });

  test("end one by one after asking, and the focus stays in the list", async () => {
    const desk = await showScene("sessions-end");
    await expect.element(button("Cancel")).toHaveFocus();
    await button("End session").click();
    await expect.poll(() => desk.asked("end_session")).toEqual([{ account: bob.id, session: "s-2" }]);
    await expect.poll(() => document.querySelectorAll("[data-testid=session]")).toHaveLength(2);
    expect(polite()).toContain("The session was ended.");
    await expect.poll(() => focused()?.closest("[data-testid=session]")?.getAttribute("data-id")).toBe("s-3");
  });

  test("are not called ended when the provider was not reached", async () => {
    const desk = await showScene("sessions-end-offline");
    expect(desk.asked("end_session")).toHaveLength(1);
    expect(testid("toast")).toBeNull();
    expect(document.querySelectorAll("[data-testid=session]")).toHaveLength(3);
  });

  test("end all but this one", async () => {
    const desk = await showScene("sessions-end-others");
    await button("End all others").click();
    await expect.poll(() => desk.asked("end_other_sessions")).toEqual([{ account: bob.id }]);
    await expect.poll(polite).toContain("2 sessions were ended.");
    expect(document.querySelectorAll("[data-testid=session]")).toHaveLength(1);
    expect(testid("end-others-open")).toBeNull();
  });

  test("end everywhere, here too", async () => {
    const desk = await showScene("sessions-everywhere");
    await testid("everywhere-confirm")!.click();
    await expect.poll(() => desk.asked("sign_out_everywhere")).toEqual([{ account: bob.id }]);
    await expect.poll(() => location.hash).toBe("#/accounts/alice-1/profile");
  });

  test("leave this app by the same words as on the profile", async () => {
    const desk = await showScene("sessions");
    await button("Sign out").click();
    await testid("sign-out-confirm")!.click();
    await expect.poll(() => desk.asked("sign_out")).toEqual([{ account: bob.id }]);
    expect(desk.asked("end_session")).toEqual([]);
  });

  test.each(["sessions-none", "sessions-not-permitted", "sessions-failed"])("never look empty when nobody knows (%s)", async (scene) => {
    await showScene(scene);
    expect(testid("sessions-empty")).toBeNull();
    expect(testid("session")).toBeNull();
  });

  test("change nothing while the account has to sign in", async () => {
    await showScene("sessions-needs-sign-in");
    expect(document.querySelectorAll("[data-testid=session]")).toHaveLength(sessionList.sessions.length);
    await button(/^End the session/).first().click({ force: true });
    await button("End all others…").click({ force: true });
    await button("Sign out everywhere…").click({ force: true });
    expect(document.querySelector("dialog")).toBeNull();
  });

  test("go on after more proof", async () => {
    const desk = await showScene("sessions-end");
    desk.answer("end_session", stepUp);
    await button("End session").click();
    await until(() => testid("step-up"));
    desk.answer("end_session", () => null);
    proven(desk);
    await expect.poll(() => desk.asked("end_session")).toHaveLength(2);
    await until(() => testid("end-session-ask") === null || null);
  });

  test("follow what Rust read behind the page", async () => {
    const desk = await showScene("sessions");
    desk.answer("sessions", () => ({ ...sessionList, sessions: sessionList.sessions.slice(0, 2) }));
    desk.push({ accounts: [{ ...bobIn, sessionsChanges: 1 }, alice] });
    await expect.poll(() => document.querySelectorAll("[data-testid=session]")).toHaveLength(2);
  });
});

describe("access tokens", () => {
  test("say when they end while that is chosen, on screen and aloud", async () => {
    await showScene("tokens-new");
    const ends = () => testid("token-ends-on")?.textContent;
    const before = ends();
    await page.getByRole("radio", { name: "1 year" }).click();
    expect(ends()).not.toBe(before);
    expect(polite()).toContain(ends()!);
    await page.getByRole("radio", { name: "Your own date" }).click();
    expect(testid("token-ends-on")).toBeNull();
    await page.getByLabelText("Last day").fill("2031-05-17");
    await expect.poll(ends).toContain("2031");
  });

  test("are made with a name and an end, shown once, and let go only when saved", async () => {
    const desk = await showScene("tokens-made");
    const [asked] = desk.asked("create_access_token") as unknown as { account: string; token: { name: string; expiresSecs: number } }[];
    expect(asked).toMatchObject({ account: bob.id, token: { name: "Night job" } });
    expect(Math.abs(asked!.token.expiresSecs - nowSecs() - 90 * 86_400)).toBeLessThan(60);

    await userEvent.keyboard("{Escape}");
    await userEvent.keyboard("{Escape}");
    expect(testid("token-secret")?.textContent).toBe(TOKEN);
    await testid("token-done")!.click();
    expect(testid("new-token")).not.toBeNull();
    await page.getByRole("checkbox", { name: "I have saved it" }).click();
    await testid("token-done")!.click();
    await until(() => testid("new-token") === null || null);
    expect(everything()).not.toContain(TOKEN);
    expect(polite()).toContain("Night job was created.");
    expect(document.querySelector(`[data-id="${created.entry.id}"]`)?.textContent).toContain("New");
  });

  test("cover themselves when nobody stirs", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      await showScene("tokens-made");
      vi.advanceTimersByTime(60_001);
      await tick();
      expect(everything()).not.toContain(TOKEN);
    } finally {
      vi.useRealTimers();
    }
  });

  test("need a name and a day to come", async () => {
    const desk = await showScene("tokens-new-invalid");
    await expect.element(page.getByLabelText("Name", { exact: true })).toHaveFocus();
    await page.getByLabelText("Name", { exact: true }).fill("Night job");
    await page.getByLabelText("Last day").fill("2020-01-01");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByLabelText("Last day")).toHaveAccessibleDescription(/passed already/);
    await page.getByLabelText("Last day").fill("2200-01-01");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByLabelText("Last day")).toHaveAccessibleDescription(/earlier day/);
    expect(desk.asked("create_access_token")).toEqual([]);
  });

  test("keep what was typed through more proof", async () => {
    const desk = await showScene("tokens-new");
    desk.answer("create_access_token", stepUp);
    await userEvent.keyboard("{Enter}");
    await until(() => testid("step-up"));
    desk.answer("create_access_token", () => created);
    proven(desk);
    await until(() => testid("token-secret"));
    const names = (desk.asked("create_access_token") as unknown as { token: { name: string } }[]).map((one) => one.token.name);
    expect(names).toEqual(["Night job", "Night job"]);
  });

  test("are revoked by name", async () => {
    const desk = await showScene("tokens-revoke");
    await expect.element(button("Cancel")).toHaveFocus();
    await button("Revoke token").click();
    await expect.poll(() => desk.asked("revoke_access_token")).toEqual([{ account: bob.id, token: "t-1" }]);
    await expect.poll(() => document.querySelectorAll("[data-testid=token]")).toHaveLength(accessTokens.tokens.length - 1);
    expect(polite()).toContain("Backup at home was revoked.");
  });

  test("can be revoked with the keyboard alone", async () => {
    const desk = await showScene("tokens");
    document.querySelector<HTMLElement>("[data-testid=token] button")!.focus();
    await userEvent.keyboard("{Delete}");
    await expect.element(button("Cancel")).toHaveFocus();
    await userEvent.keyboard("{Tab}{Enter}");
    await expect.poll(() => desk.asked("revoke_access_token")).toHaveLength(1);
    await expect.poll(() => focused()?.closest("[data-testid=token]")?.getAttribute("data-id")).toBe("t-2");
  });

  test("tell an ended one from the others", async () => {
    await showScene("tokens");
    expect(document.querySelector('[data-id="t-2"]')?.textContent).toContain("No longer valid");
    expect(document.querySelector('[data-id="t-1"]')?.textContent).not.toContain("No longer valid");
  });

  test.each(["tokens-none", "tokens-not-permitted", "tokens-failed"])("never look empty when nobody knows (%s)", async (scene) => {
    await showScene(scene);
    expect(testid("tokens-empty")).toBeNull();
  });

  test("cannot be made while the account has to sign in", async () => {
    await showScene("tokens-needs-sign-in");
    await button("Create token").click({ force: true });
    await button("Revoke Backup at home").click({ force: true });
    expect(document.querySelector("dialog")).toBeNull();
  });
});

describe("linked accounts", () => {
  test("are unlinked after it was said what that means", async () => {
    const desk = await showScene("linked-unlink");
    await expect.element(button("Cancel")).toHaveFocus();
    await testid("unlink-confirm")!.click();
    await expect.poll(() => desk.asked("unlink_account")).toEqual([{ account: bob.id, linked: "l-1" }]);
    await expect.poll(polite).toContain("GitHub was unlinked.");
    expect(document.querySelectorAll("[data-testid=linked]")).toHaveLength(1);
  });

  test("keep the last way in, and lead to another one", async () => {
    const desk = await showScene("linked-last-way-in");
    expect(testid("unlink-confirm")).toBeNull();
    await expect.element(button("Close")).toHaveFocus();
    expect(document.querySelectorAll("[data-testid=linked]")).toHaveLength(2);
    expect(desk.asked("unlink_account")).toHaveLength(1);
    await page.getByRole("link", { name: "See your sign-in methods" }).click();
    await expect.poll(screenName).toBe("methods");
    expect(document.querySelector("dialog")).toBeNull();
  });

  test("go on after more proof, once", async () => {
    const desk = await showScene("linked-unlink");
    desk.answer("unlink_account", stepUp);
    await testid("unlink-confirm")!.click();
    await until(() => testid("step-up"));
    proven(desk);
    await until(() => text().includes("still refuses this after your confirmation") || null);
    expect(desk.asked("unlink_account")).toHaveLength(2);
  });

  test.each(["linked-none", "linked-not-permitted", "linked-failed"])("never look empty when nobody knows (%s)", async (scene) => {
    await showScene(scene);
    expect(testid("linked-empty")).toBeNull();
    expect(testid("linked")).toBeNull();
  });
});

describe("with the keyboard alone", () => {
  test("a name is changed, and the way there and back is seen", async () => {
    const desk = await showScene("profile-nhost");
    document.querySelector<HTMLElement>("[data-edit=name]")!.focus();
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByLabelText("Name", { exact: true })).toHaveFocus();
    await userEvent.keyboard("Robert{Tab}");
    expect(focused()?.textContent).toBe("Save");
    expect(getComputedStyle(focused()!).outlineWidth).toBe("2px");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => desk.asked("edit_profile")).toMatchObject([{ edit: { displayName: "Robert" } }]);
    await expect.element(button("Edit Name")).toHaveFocus();
  });

  test("each screen is reached by its number", async () => {
    await showScene("profile-nhost");
    for (const [key, name] of [["4", "sessions"], ["5", "linked"], ["6", "connected"], ["7", "tokens"]] as const) {
      await userEvent.keyboard(`{Control>}${key}{/Control}`);
      await expect.poll(screenName).toBe(name);
    }
  });

  test("an account is deleted, and Cancel is where it begins", async () => {
    const desk = await showScene("profile-nhost");
    testid("delete-account")!.focus();
    await userEvent.keyboard("{Enter}");
    await expect.element(button("Cancel")).toHaveFocus();
    await userEvent.keyboard("{Shift>}{Tab}{/Shift}bob@shop.example{Enter}");
    await expect.poll(() => desk.asked("delete_account")).toHaveLength(1);
    await expect.poll(screenName).toBe("farewell");
  });
});

describe("every list of an account", () => {
  test.each(["sessions", "tokens", "linked"])("shows where it will be before it is read (%s)", async (scene) => {
    await showScene(`${scene}-loading`);
    expect(testid("skeleton")).not.toBeNull();
  });

  test.each(["sessions", "tokens", "linked"])("counts a rate limit down and lets go at its end (%s)", async (scene) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    try {
      await showScene(`${scene}-rate-limited`);
      await expect.element(button(/^Try again in 0:42/)).toHaveAttribute("aria-disabled", "true");
      vi.advanceTimersByTime(43_000);
      await tick();
      await expect.element(button("Refresh")).toHaveAttribute("aria-disabled", "false");
    } finally {
      vi.useRealTimers();
    }
  });

  test.each(["sessions", "tokens", "linked"])("shows what was known while offline (%s)", async (scene) => {
    const desk = await showScene(`${scene}-offline`);
    expect(document.querySelectorAll("main ul.card li").length).toBeGreaterThan(0);
    desk.answer("sessions", never);
    window.dispatchEvent(new Event("online"));
    const command = { sessions: "refresh_sessions", tokens: "refresh_access_tokens", linked: "refresh_linked_accounts" }[scene]!;
    await expect.poll(() => desk.asked(command)).toHaveLength(1);
  });
});
