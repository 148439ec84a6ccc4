import type { IconName } from "../components/Icon.svelte";
import type { Route } from "./router.svelte";
import type { MessageKey } from "./text.svelte";

/** An entry of the navigation. Its place in the list is its number on the keyboard. */
export type Section = { route: Route; icon: IconName; label: MessageKey };

/** What there is to visit. A section is listed from the day it does something. */
export function sections(account: string | null): Section[] {
  const ofAccount: Section[] = account
    ? [
        { route: { screen: "overview", account }, icon: "shield", label: "nav-overview" },
        { route: { screen: "profile", account }, icon: "person", label: "nav-profile" },
        { route: { screen: "methods", account }, icon: "key", label: "nav-methods" },
        { route: { screen: "sessions", account }, icon: "screen", label: "nav-sessions" },
        { route: { screen: "linked", account }, icon: "people", label: "nav-linked" },
        { route: { screen: "connected", account }, icon: "link", label: "nav-connected" },
        { route: { screen: "tokens", account }, icon: "prompt", label: "nav-tokens" },
      ]
    : [];
  return [...ofAccount, { route: { screen: "settings" }, icon: "settings", label: "nav-settings" }];
}
