import { mount, tick, unmount, type Component } from "svelte";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConnectionView } from "../../src/lib/api";
import Providers from "../../src/routes/sign-in/Providers.svelte";
// Fetched later in the app: here it has to be there at once.
import "../../src/routes/methods/Methods.svelte";
import LinkMenu from "../../src/routes/linked/LinkMenu.svelte";
import { Desk, refuse } from "../desk";
import { bob, shop, signIn, stateOf } from "../fixtures";
import { assertive, button, resize, screenName, start, testid, text, until } from "./support";

const many: ConnectionView = { ...shop, providers: ["github", "google", "acme2", "constructor"] };

let shown: Record<string, unknown> | undefined;
beforeEach(() => resize(960));
afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
});

/** A component by itself, with a desk behind it. */
async function show<P extends Record<string, unknown>>(component: Component<P>, props: P, answers = {}) {
  const desk = await start(new Desk(stateOf(), { start_sign_in: () => null, start_linking: () => null, ...answers }));
  const target = document.body.appendChild(document.createElement("div"));
  shown = mount(component, { target, props });
  await tick();
  return desk;
}

describe("signing in with an account elsewhere", () => {
  test("offers whom the connection takes, by the names that people know", async () => {
    const desk = await show(Providers, { connection: many });
    for (const unknown of [/Continue with .*acme2/, /Continue with .*constructor/]) {
      expect(button(unknown).elements()).toHaveLength(1);
    }
    await button(/Continue with .*GitHub/).click();
    await until(() => desk.asked("start_sign_in")[0] ?? null);
    expect(desk.asked("start_sign_in")[0]).toMatchObject({
      request: { connection: "shop", account: null, provider: "github", purpose: { purpose: "sign_in" } },
    });
  });

  test("asks for a new account where that is meant", async () => {
    const desk = await show(Providers, { connection: many, signUp: true });
    await button(/Continue with .*Google/).click();
    await until(() => desk.asked("start_sign_in")[0] ?? null);
    expect(desk.asked("start_sign_in")[0]).toMatchObject({ request: { provider: "google", purpose: { purpose: "sign_up" } } });
  });

  test("is nothing where nobody is taken, and says why it did not begin", async () => {
    await show(Providers, { connection: shop });
    expect(testid("providers")).toBeNull();
    await unmount(shown!);
    await show(Providers, { connection: many }, { start_sign_in: refuse({ code: "refused", refusal: "not_offered" }) });
    await button(/Continue with .*GitHub/).click();
    await until(() => (text().includes("does not offer this to your account") ? true : null));
  });
});

describe("linking an account", () => {
  const props = { account: bob, connection: many, linked: ["google"], canAsk: true };

  test("offers what is not linked yet, and waits where a sign-in waits", async () => {
    const desk = await show(LinkMenu, props);
    expect(document.querySelectorAll("[data-testid=linkable]")).toHaveLength(many.providers.length - props.linked.length);
    await button(/Link .*GitHub.* account/).click();
    await until(() => desk.asked("start_linking")[0] ?? null);
    expect(desk.asked("start_linking")[0]).toMatchObject({ request: { account: bob.id, provider: "github", redirect: null } });
    await until(() => (location.hash.startsWith("#/sign-in/shop") ? true : null));
  });

  test("says so when all are linked, and asks nothing while it may not", async () => {
    const desk = await show(LinkMenu, { ...props, linked: many.providers });
    expect(testid("link-none")).not.toBeNull();
    await unmount(shown!);
    await show(LinkMenu, { ...props, canAsk: false });
    await button(/Link .*GitHub.* account/).click({ force: true });
    expect(desk.asked("start_linking")).toHaveLength(0);
  });
});

describe("what waits", () => {
  const link = { connection: "shop", account: bob.id, purpose: { purpose: "link", provider: "github" } } as const;
  const at = { screen: "sign-in", connection: "shop", account: null } as const;

  test("names the account that is linked, and keeps its address to itself", async () => {
    await start(new Desk(stateOf({ accounts: [bob], signIns: [signIn({ phase: "waiting" }, link)] })), at);
    await until(() => (text().includes("GitHub") ? true : null));
    expect(text()).not.toContain("Copy link");
  });

  test("says whose account it is that cannot be linked, and tries the same once more", async () => {
    const failed = signIn({ phase: "failed", error: { code: "refused", refusal: "linked_elsewhere" } }, link);
    const desk = await start(new Desk(stateOf({ accounts: [bob], signIns: [failed] }), { start_linking: () => null }), at);
    await until(() => (assertive().includes("already signs somebody else in") ? true : null));
    await button("Try again").click();
    await until(() => desk.asked("start_linking")[0] ?? null);
  });

  test("repeats a sign-in with the same account elsewhere", async () => {
    const failed = signIn({ phase: "failed", error: { code: "refused", refusal: "expired" } }, { connection: "shop", provider: "google" });
    const desk = await start(new Desk(stateOf({ accounts: [bob], signIns: [failed] }), { start_sign_in: () => null }), at);
    await button("Try again").click();
    await until(() => desk.asked("start_sign_in")[0] ?? null);
    expect(desk.asked("start_sign_in")[0]).toMatchObject({ request: { provider: "google" } });
  });

  test("does not offer to repeat a link from a mail", async () => {
    const failed = signIn({ phase: "failed", error: { code: "refused", refusal: "expired" } }, { connection: "shop", purpose: { purpose: "mail_link" }, redirect: null });
    await start(new Desk(stateOf({ accounts: [bob], signIns: [failed] })), at);
    await until(() => (text().includes("The link did not work") ? true : null));
    expect(button("Try again").elements()).toHaveLength(0);
  });

  test("leads from a link about a forgotten password to where a new one is chosen", async () => {
    const phase = { phase: "choose_password", account: bob.id } as const;
    const desk = await start(
      new Desk(stateOf({ accounts: [{ ...bob, state: { state: "signed_in" } }], signIns: [signIn(phase, { connection: "shop", purpose: { purpose: "mail_link" }, redirect: null })] }), { cancel_sign_in: () => null }),
      at,
    );
    await button("Choose a password").click();
    await until(() => desk.asked("cancel_sign_in")[0] ?? null);
    await until(() => (screenName() === "methods" ? true : null));
  });
});
