import { api, type Keep, type RedirectWay, type SignInPurpose, type SignInView } from "./api";
import { navigate } from "./router.svelte";
import { accountOf, app, connectionOf } from "./state.svelte";

/** Begins a sign-in in the browser; a pending one of the same connection is replaced. */
export async function begin(
  connection: string,
  account: string | null,
  more: { redirect?: RedirectWay; purpose?: SignInPurpose; keep?: Keep; provider?: string | null } = {},
) {
  await api.startSignIn({
    connection,
    account,
    keep: more.keep ?? app.keep,
    redirect: more.redirect ?? null,
    purpose: more.purpose ?? { purpose: "sign_in" },
    provider: more.provider ?? null,
  });
}

/** Begins the same errand once more, perhaps with another way home. */
export async function repeat(errand: SignInView, redirect: RedirectWay | null = null) {
  const { connection, account, purpose, provider } = errand;
  switch (purpose.purpose) {
    case "on_device":
      await api.startDeviceSignIn({ connection, account, keep: app.keep });
      break;
    case "connect":
      if (account !== null) await api.startConnecting({ account, name: purpose.name, redirect });
      break;
    case "link":
      if (account !== null) await api.startLinking({ account, provider: purpose.provider, redirect });
      break;
    case "add_passkey":
      if (account !== null) await api.startPasskeyHandOff(account);
      break;
    case "mail_link":
      break;
    default:
      await begin(connection, account, { purpose, provider, redirect: redirect ?? undefined });
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
