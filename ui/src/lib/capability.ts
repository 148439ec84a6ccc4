import type { AccountView, Capability, TierView } from "./api";
import { noneKey } from "./messages";
import { t } from "./text.svelte";

/** How a part of looking after an account is carried, as far as anybody knows; what a project permits shows when it is tried. */
export function tierOf(account: AccountView, capability: Capability): TierView {
  return account.capabilities.find((one) => one.capability === capability)?.tier ?? { tier: "native" };
}

/** Why something is not in the app, and who can change that; null where it is. */
export function reasonOf(tier: TierView, provider: string): string | null {
  if (tier.tier === "native") return null;
  return tier.tier === "none" ? t(noneKey(tier.reason)) : t("add-hand-off", { provider });
}
