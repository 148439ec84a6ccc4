import { plain } from "./text.svelte";

/** How those who run them write the names of places to sign in with; in every language the same. */
const names = new Map(Object.entries({
  apple: "Apple",
  azuread: "Azure AD",
  bitbucket: "Bitbucket",
  discord: "Discord",
  entraid: "Microsoft Entra ID",
  facebook: "Facebook",
  github: "GitHub",
  gitlab: "GitLab",
  google: "Google",
  linkedin: "LinkedIn",
  spotify: "Spotify",
  strava: "Strava",
  twitch: "Twitch",
  twitter: "X (Twitter)",
  windowslive: "Microsoft",
  workos: "WorkOS",
}));

/** The same for Auth0's words, where they are others; its connections are usually named by them. */
const strategies = new Map(Object.entries({
  "box": "Box",
  "dropbox": "Dropbox",
  "google-apps": "Google Workspace",
  "google-oauth2": "Google",
  "salesforce": "Salesforce",
  "slack": "Slack",
  "slack-oauth-2": "Slack",
  "stripe-connect": "Stripe",
  "waad": "Microsoft Entra ID",
}));

/** The places that this version knows, in the vendor's words. */
export const places = [...names.keys()];

/** "GitHub" for `github`; the vendor's word for a place that this version does not know. */
export function placeName(provider: string): string {
  return knownName(provider) ?? plain(provider);
}

/** "Google" for `google-oauth2`; `null` for a kind of place, such as `oauth2`, or one that this version does not know. */
export function knownName(word: string): string | null {
  const known = word.toLowerCase();
  return names.get(known) ?? strategies.get(known) ?? null;
}
