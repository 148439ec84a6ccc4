import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { refuse, type Desk } from "../desk";
import { alice, bob, nowSecs } from "../fixtures";
import { factorsOf, password, RECOVERY, several, totp } from "../methods-fixtures";
import { assertive, button, everything, polite, resize, screenName, showScene, stepUp, testid, text, until } from "./support";

beforeEach(() => resize(960));


/** As Rust does when the person came back from the browser with more proof. */
function proven(desk: Desk) {
  desk.push({ signIns: [], accounts: [{ ...alice, steppedUpSecs: nowSecs() }, bob] });
}

describe("the list", () => {
  test("is asked for again when Rust knows something newer, and not otherwise", async () => {
    const desk = await showScene("methods");
    const before = desk.asked("factors").length;
    desk.repeat();
    await tick();
    expect(desk.asked("factors")).toHaveLength(before);
    desk.answer("factors", () => factorsOf(password));
    desk.push({ accounts: [{ ...alice, factorsChanges: 1 }, bob] });
    await until(() => !text().includes("Work laptop") || null);
  });

  test("never looks empty when it could not be read", async () => {
    await showScene("methods-failed");
    expect(testid("methods-empty")).toBeNull();
    expect(testid("offer")).toBeNull();
  });

  test("counts a rate limit down and lets go at its end", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    try {
      await showScene("methods-rate-limited");
      await expect.element(button(/^Try again in 0:42/)).toHaveAttribute("aria-disabled", "true");
      vi.advanceTimersByTime(43_000);
      await tick();
      await expect.element(button("Refresh")).toHaveAttribute("aria-disabled", "false");
    } finally {
      vi.useRealTimers();
    }
  });

  test("changes nothing while the account has to sign in", async () => {
    const desk = await showScene("methods-needs-sign-in");
    await button("Remove Phone").first().click({ force: true });
    await button("Add: Authenticator app").click({ force: true });
    expect(document.querySelector("dialog")).toBeNull();
    expect(desk.asked("start_enrolment")).toEqual([]);
  });

  test("tells a phone how it gets its codes", async () => {
    const desk = await showScene("methods");
    await page.getByLabelText(/^Codes arrive by/).selectOptions("Phone call");
    await expect.poll(() => desk.asked("set_phone_way")).toEqual([{ account: alice.id, factor: "phone|1", way: "voice" }]);
  });
});

describe("renaming", () => {
  test("saves with Enter and gives the focus back", async () => {
    const desk = await showScene("methods-rename");
    const field = page.getByLabelText("Name", { exact: true });
    await expect.element(field).toHaveFocus();
    await field.fill("Desk");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => desk.asked("rename_factor")).toEqual([{ account: alice.id, factor: "passkey|1", name: "Desk" }]);
    await expect.poll(() => document.activeElement?.getAttribute("aria-label")).toBe("Rename Work laptop");
  });

  test("restores with Escape", async () => {
    const desk = await showScene("methods-rename");
    await page.getByLabelText("Name", { exact: true }).fill("Desk");
    await userEvent.keyboard("{Escape}");
    await expect.element(button("Rename Work laptop")).toHaveFocus();
    expect(desk.asked("rename_factor")).toEqual([]);
  });

  test("says nothing more about a rate limit once it is given up", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    try {
      const desk = await showScene("methods-rename");
      desk.answer("rename_factor", refuse({ code: "rate_limited", retryAfterSecs: 42 }));
      await page.getByLabelText("Name", { exact: true }).fill("Desk");
      await userEvent.keyboard("{Enter}");
      await expect.poll(text).toContain("You can try again in 42 seconds");
      vi.advanceTimersByTime(12_000);
      await expect.poll(polite).toContain("You can try again in 30 seconds");
      await userEvent.keyboard("{Escape}");
      await expect.poll(() => testid("factor")?.querySelector("input")).toBeFalsy();
      vi.advanceTimersByTime(43_000);
      await tick();
      expect(polite()).not.toMatch(/in 10 seconds|again now/);
    } finally {
      vi.useRealTimers();
    }
  });

  test("says below the field what is wrong, and keeps what was typed", async () => {
    await showScene("methods-rename-refused");
    const field = page.getByLabelText("Name", { exact: true });
    await expect.element(field).toHaveAccessibleDescription("This is too long.");
    await expect.element(field).toHaveValue("A very long name");
  });
});

describe("removing", () => {
  test("happens only after it was said what remains, and moves the focus to the neighbour", async () => {
    const desk = await showScene("methods-remove");
    const dialog = page.getByRole("alertdialog", { name: "Remove Phone?" });
    await expect.element(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
    expect(desk.asked("remove_factor")).toEqual([]);
    desk.answer("remove_factor", () => ({ ...several, factors: several.factors.filter((one) => one.id !== totp.id) }));
    await dialog.getByRole("button", { name: "Remove" }).click();
    await expect.poll(polite).toContain("Phone was removed.");
    expect(desk.asked("remove_factor")).toEqual([{ account: alice.id, factor: totp.id, code: null }]);
    await expect.poll(() => document.activeElement?.closest("[data-id]")?.getAttribute("data-id")).toBe("phone|1");
  });

  test("of the last second factor wants a word", async () => {
    const desk = await showScene("methods-remove-last-second");
    await testid("remove-factor-confirm")!.click();
    await expect.element(page.getByLabelText("Type “remove” to confirm")).toHaveAttribute("aria-invalid", "true");
    expect(desk.asked("remove_factor")).toEqual([]);
    await page.getByLabelText("Type “remove” to confirm").fill("remove");
    await testid("remove-factor-confirm")!.click();
    await expect.poll(() => desk.asked("remove_factor")).toHaveLength(1);
  });

  test("of the last way in is not offered", async () => {
    await showScene("methods-remove-last-way-in");
    expect(testid("remove-factor-confirm")).toBeNull();
  });
});

test("a passkey that may be left over is told of until somebody has looked", async () => {
  const desk = await showScene("methods-loose-passkey");
  await expect.element(page.getByText("A passkey was begun and not finished.")).toBeVisible();
  desk.answer("forget_loose_passkey", () => factorsOf(password));
  await button("I looked").click();
  await until(() => testid("loose-passkey") === null || null);
  expect(desk.asked("forget_loose_passkey")).toEqual([{ account: alice.id }]);
});

describe("other methods", () => {
  test("a phone is sent as the world writes it", async () => {
    const desk = await showScene("methods-add-phone");
    await page.getByLabelText("Country").selectOptions("France (+33)");
    await page.getByLabelText("Phone number").fill("06 12-34 56 78");
    await page.getByRole("radio", { name: "Phone call" }).click();
    await button("Send code").click();
    await expect.poll(() => desk.asked("start_enrolment")).toEqual([
      { account: alice.id, factor: { kind: "phone", number: "+33612345678", way: "voice" } },
    ]);
    await expect.element(page.getByLabelText("Code", { exact: true })).toHaveFocus();
  });

  test("a refused number stays to be mended", async () => {
    await showScene("methods-add-phone-refused");
    const field = page.getByLabelText("Phone number");
    await expect.element(field).toHaveValue("06 12 34 56 78");
    await expect.element(field).toHaveAccessibleDescription(/cannot use this phone number/);
  });

  test("an app is asked about now and then, until the person approved", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const desk = await showScene("methods-add-push");
      desk.answer("confirm_enrolment", () => ({ outcome: "waiting", pollSecs: 20 }));
      await vi.advanceTimersByTimeAsync(15_000);
      expect(desk.asked("confirm_enrolment")).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(19_000);
      expect(desk.asked("confirm_enrolment")).toHaveLength(1);
      desk.answer("confirm_enrolment", () => ({ outcome: "added", factors: factorsOf(password) }));
      await vi.advanceTimersByTimeAsync(2_000);
      expect(desk.asked("confirm_enrolment")).toHaveLength(2);
      await until(() => testid("qr") === null || null);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(desk.asked("confirm_enrolment")).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test("an app is not asked about for ever", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    try {
      const desk = await showScene("methods-add-push");
      desk.answer("confirm_enrolment", () => ({ outcome: "waiting", pollSecs: 60 }));
      await vi.advanceTimersByTimeAsync(6 * 60_000);
      const asked = desk.asked("confirm_enrolment").length;
      expect(text()).toContain("no longer asks by itself");
      await vi.advanceTimersByTimeAsync(10 * 60_000);
      expect(desk.asked("confirm_enrolment")).toHaveLength(asked);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a recovery code counts only when it is saved, and survives Escape", async () => {
    const desk = await showScene("methods-add-recovery-unsaved");
    await userEvent.keyboard("{Escape}");
    await userEvent.keyboard("{Escape}");
    expect(everything()).toContain(RECOVERY);
    expect(desk.asked("confirm_enrolment")).toEqual([]);
    await page.getByRole("checkbox").click();
    await button("Done").click();
    await expect.poll(() => desk.asked("confirm_enrolment")).toMatchObject([{ proof: { proof: "confirmed" } }]);
    await until(() => testid("add-factor") === null || null);
    expect(everything()).not.toContain(RECOVERY);
  });

  test("a recovery code is copied and saved by Rust, with the account and the date above it", async () => {
    const desk = await showScene("methods-add-recovery");
    await button("Copy").click();
    await expect.poll(() => desk.asked("copy_secret")).toEqual([{ secret: { secret: "enrolment", account: alice.id, factor: "new|recovery_code" } }]);
    await button("Save as text").click();
    await expect.poll(() => testid("recovery-place")?.textContent).toContain("Recovery code.txt");
    const [saved] = desk.asked("save_recovery_code") as unknown as { sheet: { name: string; lead: string } }[];
    expect(saved!.sheet.name).toBe(`Recovery code of ${alice.email}`);
    expect(saved!.sheet.lead).toContain(alice.email);
    expect(saved!.sheet.lead).toMatch(/20\d\d/);
    expect(JSON.stringify(saved)).not.toContain(RECOVERY);
  });

  test("a password is judged after a pause and sent once", async () => {
    const desk = await showScene("methods-add-password-judged");
    expect(desk.asked("judge_password")).toEqual([{ account: alice.id, factor: "new|password", password: "Tr0ub4dor" }]);
    expect(document.querySelector<HTMLInputElement>("input[autocomplete=username]")?.value).toBe(alice.email);
    await button("Change password").click();
    await expect.poll(() => desk.asked("confirm_enrolment")).toMatchObject([{ proof: { proof: "new_password", password: "Tr0ub4dor" } }]);
    await expect.poll(polite).toContain("Your password was changed.");
  });
});

describe("when the provider wants more proof", () => {
  test("the same thing is done once more with what was typed", async () => {
    const desk = await showScene("methods-rename");
    desk.answer("rename_factor", stepUp);
    await page.getByLabelText("Name", { exact: true }).fill("Desk");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByRole("dialog", { name: "Confirm that it is you" })).toBeVisible();
    await button("Continue in your browser").click();
    expect(desk.asked("start_sign_in")).toEqual([
      {
        request: {
          connection: "acme",
          account: alice.id,
          keep: "vault",
          redirect: null,
          purpose: { purpose: "step_up", reason: "recent_second_factor" },
          provider: null,
        },
      },
    ]);
    desk.answer("rename_factor", () => several);
    proven(desk);
    await expect.poll(() => desk.asked("rename_factor")).toHaveLength(2);
    expect(desk.asked("rename_factor")[1]).toEqual({ account: alice.id, factor: "passkey|1", name: "Desk" });
    await until(() => testid("step-up") === null || null);
    desk.repeat();
    await tick();
    expect(desk.asked("rename_factor")).toHaveLength(2);
  });

  test("a second demand is a refusal, not another round", async () => {
    const desk = await showScene("methods-step-up");
    proven(desk);
    await until(() => text().includes("still refuses this after your confirmation") || null);
    expect(testid("step-up")).toBeNull();
    expect(desk.asked("remove_factor")).toHaveLength(2);
  });

  test("giving it up is no error and does nothing", async () => {
    const desk = await showScene("methods-step-up");
    await button("Cancel").last().click();
    await until(() => testid("step-up") === null || null);
    expect(desk.asked("remove_factor")).toHaveLength(1);
    expect(document.querySelector("dialog [data-testid=banner]")).toBeNull();
    expect(assertive()).toBe("");
  });

  test("giving up in the middle stops the errand too", async () => {
    const desk = await showScene("methods-step-up-waiting");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => desk.asked("cancel_sign_in")).toEqual([{ connection: "acme" }]);
    desk.push({ signIns: [] });
    await tick();
    expect(polite()).not.toContain("is confirmed");
    expect(desk.asked("remove_factor")).toHaveLength(1);
  });
});

describe("the overview", () => {
  test("leads from a reason to what helps", async () => {
    const desk = await showScene("overview");
    await button("Add an authenticator app").click();
    await expect.poll(screenName).toBe("methods");
    await until(() => testid("qr"));
    expect(desk.asked("start_enrolment")).toEqual([{ account: alice.id, factor: { kind: "totp" } }]);
  });
});

describe("connected accounts", () => {
  test("one is connected over the browser", async () => {
    const desk = await showScene("connected");
    await button(/^Connect Slack/).click();
    await expect.poll(() => location.hash).toBe("#/sign-in/acme/alice-1");
    expect(desk.asked("start_connecting")).toEqual([{ request: { account: alice.id, name: "slack", redirect: null } }]);
  });

  test("one is disconnected after it was said what that means", async () => {
    const desk = await showScene("connected-disconnect");
    await testid("disconnect-confirm")!.click();
    await expect.poll(() => desk.asked("disconnect_account")).toEqual([{ account: alice.id, connected: "cac_2" }]);
    await expect.poll(polite).toContain("GitHub was disconnected.");
    expect(text()).not.toContain("May use: repo");
  });
});
