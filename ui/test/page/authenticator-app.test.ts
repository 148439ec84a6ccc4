import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { refuse } from "../desk";
import { alice, settings } from "../fixtures";
import { added, enrolments, factorsOf, KEY, password, picture, totp } from "../methods-fixtures";
import { assertive, button, everything, polite, resize, showScene, start, testid, text, until } from "./support";

beforeEach(() => resize(960));


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
