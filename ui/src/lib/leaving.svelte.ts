import { toast } from "./announce.svelte";
import { api, type AccountView, type ConnectionView } from "./api";
import { forget } from "./profile.svelte";
import { navigate } from "./router.svelte";
import { drop } from "./state.svelte";
import { proven } from "./step-up.svelte";
import { t } from "./text.svelte";

/** Who said goodbye to their account for good, for the last screen about it. */
export type Farewell = { account: string; connection: string };

let farewell = $state.raw<Farewell | null>(null);

export const gone = {
  get farewell() {
    return farewell;
  },
};

/** What an account is called where its own name has to be typed or read once more. */
export function whoIs(account: AccountView): string {
  return account.email ?? account.name ?? account.id;
}

/** Ends every session and every access token of an account; answers whether it is done. */
export async function leaveEverywhere(account: AccountView): Promise<true> {
  const [id, who] = [account.id, whoIs(account)];
  await proven(id, t("doing-everywhere"), () => api.signOutEverywhere(id));
  part(id, "home");
  toast(t("everywhere-done", { account: who }));
  return true;
}

/** Deletes an account at its provider; answers whether it is done. */
export async function deleteForGood(account: AccountView, connection: ConnectionView, typed: string): Promise<true> {
  const [id, last] = [account.id, { account: whoIs(account), connection: connection.name }];
  await proven(id, t("doing-delete"), () => api.deleteAccount(id, typed));
  farewell = last;
  part(id, "farewell");
  return true;
}

function part(account: string, screen: "home" | "farewell") {
  navigate({ screen }, "replace");
  forget(account);
  drop(account);
}
