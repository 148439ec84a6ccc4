/** What people call those whose accounts sign in elsewhere; a word that is not here is shown as it is. */
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
  twitter: "Twitter",
  windowslive: "Microsoft",
  workos: "WorkOS",
};

/** The name of a provider by the vendor's word for it. */
export function providerName(word: string): string {
  return Object.hasOwn(names, word) ? names[word]! : word;
}
