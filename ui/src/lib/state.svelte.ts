import { say, toast } from "./announce.svelte";
import {
  api,
  errorOf,
  type AccountView,
  type CommandError,
  type ConnectionView,
  type Keep,
  type SettingsView,
  type SignInView,
  type StateView,
  type VaultProblem,
} from "./api";
import { nameOf, screenOf, wordsOf } from "./errand";
import { noticeText } from "./messages";
import { accountRoute, navigate, router, type Route } from "./router.svelte";
import { applyTheme } from "./theme";
import { t, useLanguage } from "./text.svelte";

/** What the window hears when the system has locked the screen or is about to sleep. */
export const SCREEN_LOCKED = "latchkey:screen-locked";

let view = $state.raw<StateView | null>(null);
let settings = $state.raw<SettingsView | null>(null);
let failed = $state.raw<CommandError | null>(null);
let keep = $state<Keep>("vault");
let dismissed = $state.raw<number[]>([]);
const abandoned = new Set<string>();

/** What Rust last said, and what the person chose for this run. */
export const app = {
  get view() {
    return view;
  },
  get settings() {
    return settings;
  },
  /** Set when the app's own core does not answer. */
  get failed() {
    return failed;
  },
  /** Where a new session is kept while the vault is closed. */
  get keep() {
    return view?.vault.vault === "closed" ? keep : "vault";
  },
  set keep(chosen: Keep) {
    keep = chosen;
  },
  /** Why nothing can be saved, or null when it can. */
  get vaultProblem(): VaultProblem | null {
    return view?.vault.vault === "closed" ? view.vault.reason : null;
  },
  get notices() {
    return view?.notices.filter((notice) => !dismissed.includes(notice.id)) ?? [];
  },
  /** The account of the current route, or the one last looked at. */
  get account(): AccountView | undefined {
    const accounts = view?.accounts ?? [];
    const { route } = router;
    const wanted = (route.screen === "keep-account" ? route.account : accountRoute()?.account) ?? settings?.lastAccount;
    return accounts.find((one) => one.id === wanted) ?? accounts[0];
  },
};

export function connectionOf(id: string): ConnectionView | undefined {
  return view?.connections.find((one) => one.id === id);
}
export function accountOf(id: string | null): AccountView | undefined {
  return view?.accounts.find((one) => one.id === id);
}
export function signInAt(connection: string): SignInView | undefined {
  return view?.signIns.find((one) => one.connection === connection);
}
/** Puts a notice away at once; Rust forgets it too, so that a reload does not bring it back. */
export function dismissNotice(id: number) {
  dismissed = [...dismissed, id];
  api.dismissNotice(id).catch(() => {});
}

/** Begins to listen. Called once, and again by "Try again" when it failed. */
export async function start() {
  [view, failed, keep, dismissed] = [null, null, "vault", []];
  try {
    settings = await api.settings();
    useLanguage(settings.language);
    applyTheme(settings.theme);
    await api.watchState(receive);
    await api.watchScreen(() => dispatchEvent(new Event(SCREEN_LOCKED)));
  } catch (caught) {
    failed = errorOf(caught);
  }
}

/** After a reset: the settings are new, the state comes by itself. */
export async function relearn() {
  [keep, dismissed] = ["vault", []];
  show(await api.settings());
}

/** Keeps changed settings and shows them at once; puts them back when they cannot be kept. */
export async function change(changes: Partial<SettingsView>) {
  if (!settings) return;
  const before = settings;
  show({ ...settings, ...changes });
  try {
    await api.changeSettings(settings);
  } catch (caught) {
    show(before);
    throw caught;
  }
}

/** The sign-in of a connection is dropped by the person: its end is not a success. */
export function giveUp(connection: string) {
  abandoned.add(connection);
}

/** An account that was just signed out is gone, also before Rust has told so. */
export function drop(account: string) {
  if (view) view = { ...view, accounts: view.accounts.filter((one) => one.id !== account) };
}

/** Opens an account, on the screen that is open for another one, and remembers it for the next start. */
export function open(account: string, how: "push" | "replace" = "push", screen = accountRoute()?.screen ?? "profile") {
  navigate({ screen, account }, how);
  // What was last looked at is a convenience; a disk that is full may forget it.
  if (settings?.lastAccount !== account) change({ lastAccount: account }).catch(() => {});
}

function show(next: SettingsView) {
  settings = next;
  useLanguage(next.language);
  applyTheme(next.theme);
}

function receive(next: StateView) {
  const before = view;
  view = next;
  next.notices.filter((one) => !before?.notices.some((other) => other.id === one.id)).forEach((one) => say(noticeText(one)));
  if (before) before.signIns.filter((one) => !next.signIns.some((other) => same(one, other))).forEach(ended);

  function ended(signIn: SignInView) {
    if (abandoned.delete(signIn.connection)) return;
    const account = cameBack(signIn, before!, next);
    if (!account) return;
    toast(t(wordsOf(signIn).done, { account: account.email ?? account.name ?? account.id, name: nameOf(signIn) }));
    if (isAt(router.route, signIn.connection)) open(account.id, "replace", screenOf(signIn));
  }
}

function same(one: SignInView, other: SignInView): boolean {
  return one.connection === other.connection;
}

function isAt(route: Route, connection: string): boolean {
  return route.screen === "sign-in" && route.connection === connection;
}

/** Who a finished sign-in brought: the one it was for, a new one, or one whose state became good. */
function cameBack(signIn: SignInView, before: StateView, next: StateView): AccountView | undefined {
  const here = next.accounts.filter((one) => one.connection === signIn.connection);
  const old = (one: AccountView) => before.accounts.find((other) => other.id === one.id);

  return (
    here.find((one) => one.id === signIn.account) ??
    here.find((one) => !old(one)) ??
    here.find((one) => one.state.state === "signed_in" && old(one)?.state.state !== "signed_in") ??
    here.find((one) => one.profileAsOfSecs !== old(one)?.profileAsOfSecs) ??
    (here.length === 1 ? here[0] : undefined)
  );
}
