import { never, refuse } from "../desk";
import { acme, alice, nowSecs } from "../fixtures";
import { connectedList } from "../methods-fixtures";
import type { Scenario } from "../scenarios";
import { at } from "./methods";

const route = { screen: "connected" as const, account: alice.id };
const none = { ...connectedList, accounts: [] };

export const connectedScenarios: Record<string, Scenario> = {
  "connected": { route, desk: at(), shows: "company-crm" },
  "connected-empty": { route, desk: at({ connected_accounts: () => none }), shows: "Nothing is connected" },
  "connected-none-offered": {
    route,
    desk: at({ connected_accounts: () => none, connectable_accounts: () => ({ connectable: [], error: null }) }),
    shows: "offers nothing to connect",
  },
  "connected-loading": { route, desk: at({ connected_accounts: never, connectable_accounts: never }), shows: "Refreshing…" },
  "connected-failed": {
    route,
    desk: at({ connected_accounts: refuse({ code: "offline", host: acme.host }), connectable_accounts: refuse({ code: "offline", host: acme.host }) }),
    shows: "could not be read yet",
  },
  "connected-offline": {
    route,
    desk: at({ connected_accounts: () => ({ ...connectedList, asOfSecs: nowSecs() - 7200, error: { code: "offline", host: acme.host } }) }),
    shows: "You seem to be offline",
  },
  "connected-rate-limited": {
    route,
    desk: at({ connected_accounts: () => ({ ...connectedList, error: { code: "rate_limited", retryAfterSecs: 42 } }) }),
    shows: "Try again in",
  },
  "connected-disconnect": { route, desk: at(), act: [{ press: "Disconnect GitHub" }], shows: "At GitHub nothing changes" },
  "connected-connect-refused": {
    route,
    desk: at({ start_connecting: refuse({ code: "browser_not_opened" }) }),
    act: [{ press: /^Connect Slack/ }],
    shows: "could not be opened",
  },
};
