import { api, type Keep, type RedirectWay, type SignInPurpose, type SignInView } from "./api";
import { navigate } from "./router.svelte";
import { accountOf, app, connectionOf } from "./state.svelte";

/** Begins a sign-in in the browser; a pending one of the same connection is replaced. */
export async function begin(
  connection: string,
  account: string | null,
  more: { redirect?: RedirectWay; purpose?: SignInPurpose; keep?: Keep } = {},
) {
  await api.startSignIn({
    connection,
    account,
    keep: more.keep ?? app.keep,
    redirect: more.redirect ?? null,
    purpose: more.purpose ?? { purpose: "sign_in" },
  });
}

/** Begins the same errand once more, perhaps with another way home. */
export async function repeat(errand: SignInView, redirect: RedirectWay | null = null) {
  const { connection, account, purpose } = errand;
  if (purpose.purpose === "on_device") {
    await api.startDeviceSignIn({ connection, account, keep: app.keep });
  } else if (purpose.purpose === "add_passkey") {
    if (account !== null) await api.startPasskeyHandOff(account);
  } else if (purpose.purpose !== "connect") {
    await begin(connection, account, { purpose, redirect: redirect ?? undefined });
  } else if (account !== null) {
    await api.startConnecting({ account, name: purpose.name, redirect });
  }
}

/** "Sign in again": at once where the browser does it, over the form where a password is asked. */
export async function again(account: string) {
  const known = accountOf(account);
  if (!known) return;
  const browser = connectionOf(known.connection)?.ways.includes("browser");
  const stays = app.vaultProblem === null || app.keep === "until_exit";
  if (browser && stays) await begin(known.connection, account);
  navigate({ screen: "sign-in", connection: known.connection, account });
}
