import { api } from "./api";
import { Readings } from "./readings.svelte";

/** How each account can be entered. */
export const factors = new Readings(api.factors, api.refreshFactors);

/** What each account's provider may use elsewhere. */
export const connected = new Readings(api.connectedAccounts, api.refreshConnectedAccounts);
