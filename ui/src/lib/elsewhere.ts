import { plain } from "./text.svelte";

/** How those who run them write the names of places to sign in with; in every language the same. */
const names: Record<string, string> = {
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
};

/** The places that this version knows, in the vendor's words. */
export const places = Object.keys(names);

/** "GitHub" for `github`; the vendor's word for a place that this version does not know. */
export function placeName(provider: string): string {
  return names[provider.toLowerCase()] ?? plain(provider);
}
