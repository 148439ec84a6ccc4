import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { refuse, type Desk } from "../desk";
import { alice, bob, nowSecs, settings } from "../fixtures";
import { added, enrolments, factorsOf, KEY, password, picture, RECOVERY, several, totp } from "../methods-fixtures";
import { assertive, polite, resize, screenName, showScene, start, testid, text, until } from "./support";

beforeEach(() => resize(960));

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const stepUp = refuse({ code: "step_up_required", reason: "recent_second_factor" });
const everything = () => document.documentElement.outerHTML + document.title + location.href;

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
    await expect.element(page.getByLabelText("Type remove to confirm")).toHaveAttribute("aria-invalid", "true");
    expect(desk.asked("remove_factor")).toEqual([]);
    await page.getByLabelText("Type remove to confirm").fill("remove");
    await testid("remove-factor-confirm")!.click();
    await expect.poll(() => desk.asked("remove_factor")).toHaveLength(1);
  });

  test("of the last way in is not offered", async () => {
    await showScene("methods-remove-last-way-in");
    expect(testid("remove-factor-confirm")).toBeNull();
  });
});

describe("an authenticator app", () => {
  test("is confirmed with a wrong and then a right code, named, and its key is gone", async () => {
    const desk = await showScene("methods-add-totp-key");
    expect(everything()).toContain(KEY);
    await button("I scanned it").click();
    const field = page.getByLabelText("Code", { exact: true });
    await expect.element(field).toHaveFocus();

    desk.answer("confirm_enrolment", refuse({ code: "code_not_right", problem: { problem: "of_something_else" } }));
    await field.fill("111111");
    await userEvent.keyboard("{Enter}");
    await expect.element(field).toHaveAccessibleDescription(/does not belong to the key/);
    expect(assertive()).toContain("does not belong to the key");

    desk.answer("confirm_enrolment", () => added);
    await field.fill("١٢٣ 456");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByLabelText("Name", { exact: true })).toHaveFocus();
    expect(desk.asked("confirm_enrolment").at(-1)).toEqual({ account: alice.id, factor: "new|totp", proof: { proof: "code", code: "123456" } });
    expect(everything()).not.toContain(KEY);
    expect(testid("qr")).toBeNull();

    await page.getByLabelText("Name", { exact: true }).fill("Old phone");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => desk.asked("rename_factor")).toEqual([{ account: alice.id, factor: totp.id, name: "Old phone" }]);
    await expect.element(page.getByRole("dialog", { name: "What if you lose it?" })).toBeVisible();
    expect(desk.asked("discard_enrolment")).toEqual([]);
    await button("Create a recovery code").click();
    await expect.element(page.getByRole("dialog", { name: "New recovery code" })).toBeVisible();
  });

  test("is discarded when the dialog closes, and leaves no secret behind", async () => {
    const desk = await showScene("methods-add-totp-key");
    await userEvent.keyboard("{Escape}");
    await until(() => testid("add-factor") === null || null);
    await expect.poll(() => desk.asked("discard_enrolment")).toEqual([{ account: alice.id, factor: "new|totp" }]);
    expect(everything()).not.toContain(KEY);
    expect(everything()).not.toContain("JBSWY3DP");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Add: Authenticator app");
  });

  test("covers its key after a minute in which nobody stirred, and shows it again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      await showScene("methods-add-totp-key");
      vi.advanceTimersByTime(60_001);
      await tick();
      expect(testid("qr")).toBeNull();
      expect(everything()).not.toContain(KEY);
      (await until(() => [...document.querySelectorAll("button")].find((one) => one.textContent === "Show it again"))).click();
      await tick();
      expect(testid("qr")).not.toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  test("that has expired begins again with a new key", async () => {
    const desk = await showScene("methods-add-totp-expired");
    await button("Start again").click();
    await until(() => testid("qr"));
    expect(desk.asked("start_enrolment")).toHaveLength(2);
    // Every write counts at the provider: what is left over goes when the dialog does.
    expect(desk.asked("discard_enrolment")).toHaveLength(0);
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => desk.asked("discard_enrolment")).toHaveLength(2);
  });
});

describe("the key of an authenticator app", () => {
  const png = (name = "code.png") => new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47)], name, { type: "image/png" });
  const carrying = (...files: File[]) => {
    const carried = new DataTransfer();
    files.forEach((file) => carried.items.add(file));
    return carried;
  };
  const chooser = () => document.querySelector<HTMLInputElement>("input[name=picture]")!;
  const choose = (file: File) => {
    chooser().files = carrying(file).files;
    chooser().dispatchEvent(new Event("change", { bubbles: true }));
  };

  test("is copied by Rust, which the page only tells what, and the clipboard's end is said", async () => {
    const desk = await showScene("methods-add-totp-key");
    await button("Copy Key").click();
    await expect.poll(() => desk.asked("copy_secret")).toEqual([{ secret: { secret: "enrolment", account: alice.id, factor: "new|totp" } }]);
    await until(() => text().includes("Gone from the clipboard in 60 seconds") || null);
    expect(polite()).toContain("The clipboard is emptied in 60 seconds");
  });

  test("is opened elsewhere without its address passing through here", async () => {
    const desk = await showScene("methods-add-totp-key");
    await button("Open in an app on this computer").click();
    await expect.poll(() => desk.asked("open_authenticator")).toEqual([{ account: alice.id, factor: "new|totp" }]);
    await expect.poll(polite).toContain("Opened in your authenticator app");
    expect(everything()).not.toContain("otpauth:");
  });

  test("is saved as a picture only after a warning, and the place is said", async () => {
    const desk = await showScene("methods-add-totp-save");
    expect(desk.asked("save_qr_code")).toEqual([]);
    await button("Save it").click();
    await expect.poll(() => desk.asked("save_qr_code")).toMatchObject([{ account: alice.id, factor: "new|totp" }]);
    await expect.poll(() => testid("elsewhere-said")?.textContent).toContain("/home/alice/Downloads/QR code.png");
  });

  test.each([
    ["dropped", (file: File) => testid("check-picture")!.querySelector(".zone")!.dispatchEvent(new DragEvent("drop", { dataTransfer: carrying(file), bubbles: true, cancelable: true }))],
    ["pasted", (file: File) => window.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carrying(file), bubbles: true, cancelable: true }))],
    ["chosen", choose],
  ])("is compared with a picture that is %s", async (_, give) => {
    const desk = await showScene("methods-add-totp-check");
    give(png());
    await expect.poll(() => testid("check-verdict")?.textContent).toContain("It is the code on the screen");
    expect(desk.asked("check_picture")).toEqual([{ account: alice.id, factor: "new|totp", picture: btoa("\x89PNG") }]);
    expect(polite()).toContain("It is the code on the screen");
    expect(testid("check-picture")!.textContent).toContain("SHA-1, 6 digits, every 30 seconds");
  });

  test("is not taken for the one on the screen when it is another", async () => {
    const desk = await showScene("methods-add-totp-check");
    desk.answer("check_picture", () => picture("other_key", { remarks: [{ remark: "other_account" }, { remark: "short_key", bits: 80 }] }));
    choose(png());
    await expect.poll(() => testid("check-verdict")?.textContent).toContain("another key");
    expect(testid("check-picture")!.textContent).toContain("another account than expected");
    desk.answer("check_picture", refuse({ code: "picture_not_right", problem: "no_code" }));
    choose(png());
    await until(() => text().includes("no QR code in this picture") || null);
    expect(testid("check-verdict")).toBeNull();
  });

  test("is not looked for in a film", async () => {
    const desk = await showScene("methods-check");
    choose(new File([new Uint8Array(10 * 1024 * 1024 + 1)], "film.png", { type: "image/png" }));
    await until(() => text().includes("This picture is too large") || null);
    expect(desk.asked("check_picture")).toEqual([]);
    desk.answer("check_picture", () => picture(null));
    choose(png());
    await expect.poll(() => testid("check-verdict")?.textContent).toContain("does not keep keys");
    expect(desk.asked("check_picture")).toMatchObject([{ factor: null }]);
  });

  test("is covered when the screen is locked, and shown again on request", async () => {
    const desk = await showScene("methods-add-totp-key");
    expect(testid("qr")).not.toBeNull();
    desk.lockScreen();
    await until(() => testid("qr") === null || null);
    expect(everything()).not.toContain(KEY);
    (await until(() => [...document.querySelectorAll("button")].find((one) => one.textContent === "Show it again"))).click();
    await until(() => testid("qr"));
  });

  test("is covered at once in another window where the person wants that, and always when hidden", async () => {
    const desk = await showScene("methods-add-totp-key");
    window.dispatchEvent(new FocusEvent("blur"));
    await tick();
    expect(testid("qr")).not.toBeNull();
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    try {
      document.dispatchEvent(new Event("visibilitychange"));
    } finally {
      Reflect.deleteProperty(document, "hidden");
    }
    await until(() => testid("qr") === null || null);

    desk.adjust("settings", (before) => ({ ...(before as typeof settings), coverSecrets: "away" }));
    await start(desk, { screen: "methods", account: alice.id });
    await button("Add: Authenticator app").click();
    await until(() => testid("qr"));
    window.dispatchEvent(new FocusEvent("blur"));
    await until(() => testid("qr") === null || null);
    expect(everything()).not.toContain(KEY);
  });

  test("makes codes whose time is shown by the provider's clock", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    try {
      await showScene("methods-add-totp-clock");
      // 94 seconds behind this clock.
      vi.setSystemTime(new Date((30 * 1000 + 94 + 5) * 1000));
      vi.advanceTimersByTime(1000);
      await tick();
      expect(testid("seconds-left")?.textContent).toContain("24 seconds");
      expect(testid("computer-clock")?.textContent).toContain("94 seconds fast");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("replacing", () => {
  const fresh = { ...totp, id: "totp|2", name: "New phone" };

  test("adds the new one, then removes the old one after it was said what remains", async () => {
    const desk = await showScene("methods");
    desk.answer("start_replacement", () => ({ ...enrolments.totp, factors: factorsOf(password, totp, { ...fresh, isConfirmed: false }) }));
    await button("Replace Phone").first().click();
    await button("I scanned it").click();
    expect(desk.asked("start_replacement")).toEqual([{ account: alice.id, factor: { kind: "totp" }, instead: totp.id }]);
    const both = { ...factorsOf(password, totp, fresh), replacements: [{ old: totp.id, new: fresh.id }] };
    desk.answer("confirm_enrolment", () => ({ outcome: "added", factors: both }));
    await page.getByLabelText("Code", { exact: true }).fill("123456");
    await userEvent.keyboard("{Enter}");
    await button("Not now").click();
    await button("Later").click();
    expect(desk.asked("remove_factor")).toEqual([]);
    const dialog = page.getByRole("alertdialog", { name: "Remove Phone?" });
    await dialog.getByRole("button", { name: "Remove" }).click();
    await expect.poll(() => desk.asked("remove_factor")).toMatchObject([{ factor: totp.id }]);
    expect(desk.asked("discard_enrolment")).toEqual([]);
  });

  test("goes on where an earlier run was cut off", async () => {
    const desk = await showScene("methods-replacing-begun");
    await button("Go on").click();
    await until(() => testid("qr"));
    expect(desk.asked("start_replacement")).toMatchObject([{ instead: "totp|2" }]);

    const later = await showScene("methods-replacing");
    await button("Remove the old one: Phone").click();
    await expect.element(page.getByRole("alertdialog", { name: "Remove Phone?" })).toBeVisible();
    expect(later.asked("start_replacement")).toEqual([]);
  });

  test("can be thought better of", async () => {
    const desk = await showScene("methods-replacing");
    await button("Keep both").click();
    await expect.poll(() => desk.asked("keep_replaced_factor")).toEqual([{ account: alice.id, factor: totp.id }]);
    await until(() => testid("replacing") === null || null);
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
    await button(/^Connect slack/).click();
    await expect.poll(() => location.hash).toBe("#/sign-in/acme/alice-1");
    expect(desk.asked("start_connecting")).toEqual([{ request: { account: alice.id, name: "slack", redirect: null } }]);
  });

  test("one is disconnected after it was said what that means", async () => {
    const desk = await showScene("connected-disconnect");
    await testid("disconnect-confirm")!.click();
    await expect.poll(() => desk.asked("disconnect_account")).toEqual([{ account: alice.id, connected: "cac_2" }]);
    await expect.poll(polite).toContain("github was disconnected.");
    expect(text()).not.toContain("May use: repo");
  });
});
