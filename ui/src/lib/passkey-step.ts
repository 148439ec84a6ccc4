import { toast } from "./announce.svelte";
import type { StepView } from "./api";
import { accountOf, open } from "./state.svelte";
import { t } from "./text.svelte";

/** Opens the account that a passkey led into; any other step is the screen's matter, where it takes them. */
export function arrived(step: StepView, name: string, email: string, went: ((step: StepView, email: string) => void) | undefined) {
  if (step.step === "mail_sent") toast(t("passkey-mail-sent", { name, email }), "info", "sticky");
  if (step.step !== "signed_in" && went) return went(step, email);
  if (step.step !== "signed_in") return;
  const known = accountOf(step.account);
  const account = known?.email ?? known?.name ?? email;
  toast(account ? t("toast-signed-in", { account }) : t("toast-signed-in-nameless"));
  open(step.account, "replace");
}
