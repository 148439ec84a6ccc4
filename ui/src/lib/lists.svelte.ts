import { api } from "./api";
import { Readings } from "./readings.svelte";

/** How each account can be entered. */
export const factors = new Readings(api.factors, api.refreshFactors);

/** What each account's provider may use elsewhere. */
export const connected = new Readings(api.connectedAccounts, api.refreshConnectedAccounts);

/** Where each account is signed in. */
export const sessions = new Readings(api.sessions, api.refreshSessions);

/** What each account's own programs sign in with. */
export const tokens = new Readings(api.accessTokens, api.refreshAccessTokens);

/** By which accounts elsewhere each account can be entered. */
export const linked = new Readings(api.linkedAccounts, api.refreshLinkedAccounts);
