import type { IconName } from "../components/Icon.svelte";
import type { Route } from "./router.svelte";
import type { MessageKey } from "./text.svelte";

/** An entry of the navigation. Its place in the list is its number on the keyboard. */
export type Section = { route: Route; icon: IconName; label: MessageKey };

/** What there is to visit. A section is listed from the day it does something. */
export function sections(account: string | null): Section[] {
  const ofAccount: Section[] = account
    ? [{ route: { screen: "profile", account }, icon: "person", label: "nav-profile" }]
    : [];
  return [...ofAccount, { route: { screen: "settings" }, icon: "settings", label: "nav-settings" }];
}
