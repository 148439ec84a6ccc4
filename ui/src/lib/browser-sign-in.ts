import { api, type Keep, type RedirectWay } from "./api";
import { navigate } from "./router.svelte";
import { accountOf, app, connectionOf } from "./state.svelte";

/** Begins a sign-in in the browser; a pending one of the same connection is replaced. */
export async function begin(
  connection: string,
  account: string | null,
  more: { redirect?: RedirectWay; screen?: "sign_in" | "sign_up"; keep?: Keep } = {},
) {
  await api.startSignIn({
    connection,
    account,
    keep: more.keep ?? app.keep,
    redirect: more.redirect ?? null,
    screen: more.screen ?? "sign_in",
  });
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
