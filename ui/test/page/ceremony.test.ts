import { tick } from "svelte";
import { beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { CeremonyEvent, PasskeyProblem } from "../../src/lib/api";
import { messageOf } from "../../src/lib/messages";
import { Desk } from "../desk";
import { alice, bob, settings, stateOf } from "../fixtures";
import { Key } from "../key";
import { linux, onKey, qrSvg, several } from "../methods-fixtures";
import { events } from "../scenarios/passkeys";
import { assertive, button, polite, resize, showScene, start, testid, until } from "./support";

beforeEach(() => resize(960));

const everything = () => document.documentElement.outerHTML + [...document.querySelectorAll("input")].map((one) => one.value).join(" ");
const eventNow = () => testid("ceremony-step")?.dataset["event"];
const PIN = "tr0ub4dor-2468";
const withNew = { ...several, factors: [...several.factors, onKey] };

/** Alice begins to add a passkey; the key waits for something. */
async function adding(...first: CeremonyEvent[]): Promise<{ key: Key; desk: Desk }> {
  const key = new Key();
  const answers = { settings: () => ({ ...settings, lastAccount: alice.id }), ...key.for("add_passkey", ...first) };
  const desk = await start(new Desk(stateOf({ accounts: [alice, bob] }), answers), { screen: "methods", account: alice.id });
  await button("Add: Passkey").click();
  await button("Continue").click();
  await until(() => key.isBusy || null);
  return { key, desk };
}

describe.each(Object.entries(events))("%s", (_, [event, shows]) => {
  test("is shown and said", async () => {
    await adding(event);
    await until(() => (testid("add-passkey")?.textContent?.replace(/\s+/g, " ").includes(shows) ? true : null), shows);
    expect(`${polite()} ${assertive()}`.length).toBeGreaterThan(10);
    const { activeElement } = document;
    expect(activeElement?.closest("dialog")).not.toBeNull();
    if (event.event === "enter_pin" || event.event === "choose_pin") expect(activeElement?.tagName).toBe("INPUT");
  });

  test.each(["Escape", "button"])("can be given up by %s", async (way) => {
    const { key } = await adding(event);
    await until(() => eventNow() === event.event || null);
    if (way === "Escape") await userEvent.keyboard("{Escape}");
    else await button("Cancel").click();
    await until(() => testid("add-passkey") === null || null);
    expect(key.cancelled).toBe(1);
    expect(key.isBusy).toBe(false);
    await expect.poll(() => document.activeElement?.getAttribute("aria-label")).toBe("Add: Passkey");
    // Whoever gave it up knows.
    expect(document.querySelector("dialog")).toBeNull();
    expect(assertive()).not.toMatch(/cancelled|went wrong/);
  });
});

describe("a PIN", () => {
  test("goes to the key by keyboard alone, and leaves the page", async () => {
    const { key, desk } = await adding({ event: "touch", device: "" });
    key.send({ event: "enter_pin", device: "YubiKey 5 NFC", reason: "requested", attemptsLeft: 8 });
    const field = page.getByLabelText("PIN", { exact: true });
    await expect.element(field).toHaveFocus();
    await expect.element(field).toHaveAttribute("type", "password");
    await expect.element(field).toHaveAccessibleDescription(/chosen for YubiKey 5 NFC/);
    await userEvent.keyboard(`${PIN}{Enter}`);
    await expect.poll(() => key.answers).toEqual([{ answer: "pin", pin: PIN }]);
    await until(() => eventNow() === "checking" || null);
    expect(everything()).not.toContain(PIN);
    expect(document.activeElement?.tagName).toBe("H3");

    key.send({ event: "enter_pin", device: "", reason: "wrong", attemptsLeft: 7 });
    await expect.element(field).toHaveFocus();
    await expect.element(field).toHaveValue("");
    await expect.element(field).toHaveAccessibleDescription(/This PIN is wrong. 7 tries left./);
    expect(assertive()).toContain("This PIN is wrong. 7 tries left.");
    await userEvent.keyboard(`${PIN}{Enter}`);
    await expect.poll(() => key.answers).toHaveLength(2);

    key.send({ event: "touch", device: "" });
    key.done(withNew);
    await expect.element(page.getByRole("dialog", { name: "Passkey added" })).toBeVisible();
    expect(desk.asked("add_passkey")).toHaveLength(1);
    expect(everything()).not.toContain(PIN);
  });

  test("is not sent empty", async () => {
    const { key } = await adding({ event: "enter_pin", device: "", reason: "requested", attemptsLeft: null });
    await button("Continue").click();
    await expect.element(page.getByLabelText("PIN", { exact: true })).toHaveAccessibleDescription(/Fill this in/);
    expect(key.answers).toEqual([]);
  });

  test("can be looked at while it is typed", async () => {
    await adding({ event: "enter_pin", device: "", reason: "requested", attemptsLeft: null });
    await button("Show: PIN").click();
    await expect.element(page.getByLabelText("PIN", { exact: true })).toHaveAttribute("type", "text");
  });

  test("that is new is typed twice, and long enough", async () => {
    const { key } = await adding({ event: "choose_pin", device: "", reason: "not_set", minLength: 6 });
    const [first, second] = [page.getByLabelText("New PIN", { exact: true }), page.getByLabelText("New PIN again", { exact: true })];
    await expect.element(first).toHaveFocus();
    await first.fill("12345");
    await second.fill("12345");
    await userEvent.keyboard("{Enter}");
    await expect.element(first).toHaveAccessibleDescription(/at least 6 characters\.$/);
    await expect.element(first).toHaveFocus();

    await first.fill("é".repeat(32));
    await second.fill("é".repeat(32));
    await userEvent.keyboard("{Enter}");
    await expect.element(first).toHaveAccessibleDescription(/too long/);

    await first.fill(PIN);
    await second.fill("something else");
    await userEvent.keyboard("{Enter}");
    await expect.element(second).toHaveAccessibleDescription(/not the same PIN/);
    expect(key.answers).toEqual([]);

    await second.fill(PIN);
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => key.answers).toEqual([{ answer: "pin", pin: PIN }]);
    expect(everything()).not.toContain(PIN);
  });
});

describe("other questions", () => {
  test("an account is chosen by keyboard", async () => {
    const { key } = await adding(events["account"]![0]);
    await expect.element(button(/^Alice Moreau/)).toHaveFocus();
    await userEvent.keyboard("{Tab}{Enter}");
    await expect.poll(() => key.answers).toEqual([{ answer: "account", place: 1 }]);
  });

  test("the code stays while the phone is looked for, and goes when it is found", async () => {
    const { key } = await adding({ event: "show_qr", qrSvg });
    await until(() => testid("qr"));
    key.send({ event: "phone", step: "looking" });
    await tick();
    expect(testid("qr")).not.toBeNull();
    key.send({ event: "phone", step: "connecting" });
    await until(() => testid("qr") === null || null);
    await expect.poll(polite).toContain("Your phone was found.");
  });

  test("the same wait is not said twice", async () => {
    const { key } = await adding({ event: "touch", device: "" });
    const before = testid("ceremony-step");
    key.send({ event: "touch", device: "" });
    await tick();
    expect(testid("ceremony-step")).toBe(before);
  });

  test("what comes after giving up changes nothing", async () => {
    const { key, desk } = await adding({ event: "touch", device: "" });
    const late = desk.asked("add_passkey")[0] as unknown as { events: { onmessage: (event: CeremonyEvent) => void } };
    await userEvent.keyboard("{Escape}");
    await until(() => testid("add-passkey") === null || null);
    late.events.onmessage({ event: "enter_pin", device: "", reason: "requested", attemptsLeft: null });
    await tick();
    expect(testid("ceremony-step")).toBeNull();
    expect(key.cancelled).toBe(1);
  });
});

const problems: Record<PasskeyProblem, "again" | "over"> = {
  timed_out: "again",
  denied: "again",
  already_registered: "again",
  no_passkey: "again",
  wrong_domain: "over",
  not_supported: "again",
  pin_blocked: "again",
  pin_locked_until_reinserted: "again",
  device_access: "again",
  key_full: "again",
  bad_options: "over",
  gone: "again",
  ceremony_running: "again",
};

test.each(Object.entries(problems) as [PasskeyProblem, string][])("%s ends in a sentence, and %s", async (problem, how) => {
  const { key, desk } = await adding({ event: "touch", device: "" });
  const error = { code: "passkey", problem } as const;
  key.fail(error);
  await expect.poll(assertive).toContain(messageOf(error).text);
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await expect.element(dialog.getByText(messageOf(error).text).first()).toBeVisible();
  if (how === "over") {
    await expect.element(button("Close")).toHaveFocus();
    expect(button("Try again").query()).toBeNull();
  } else {
    await expect.element(button("Try again")).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => desk.asked("add_passkey")).toHaveLength(2);
  }
});

describe("what is used", () => {
  test("something else can be taken, once the first is given up", async () => {
    const desk = await showScene("ceremony-other");
    await button("Use something else").click();
    await page.getByRole("radio", { name: "Phone or tablet" }).click();
    await button("Continue").click();
    await expect.poll(() => desk.asked("add_passkey")).toMatchObject([
      { passkey: { authenticator: "security_key", name: null } },
      { passkey: { authenticator: "phone", name: null } },
    ]);
    expect(desk.asked("cancel_ceremony")).toHaveLength(1);
  });

  test("what cannot be used is not chosen, and says why", async () => {
    await showScene("passkeys-add-choose-reasons");
    await expect.element(page.getByRole("radio", { name: "Security key" })).toBeChecked();
    await expect.element(page.getByRole("radio", { name: "Phone or tablet" })).toBeDisabled();
    await expect.element(page.getByRole("radio", { name: "Phone or tablet" })).toHaveAccessibleDescription(/Turn on Bluetooth/);
  });

  test("nothing to use ends there", async () => {
    await showScene("passkeys-add-choose-none");
    await expect.element(button("Close")).toHaveFocus();
    expect(button("Continue").query()).toBeNull();
  });

  test("is looked for again when that failed", async () => {
    const desk = await showScene("passkeys-add-choose-failed");
    desk.answer("passkey_authenticators", () => linux);
    await button("Try again").click();
    await expect.element(page.getByRole("radio", { name: "Security key" })).toBeChecked();
  });

  test("a refusal of the provider is a sentence too", async () => {
    const { key } = await adding({ event: "touch", device: "" });
    key.fail({ code: "offline", host: "acme.example" });
    await expect.poll(assertive).toContain("cannot reach acme.example");
  });
});
