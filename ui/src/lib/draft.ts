import type { ConnectionDraft, ProviderKind, RedirectWay } from "./api";

/** The three cards of the form. */
export type Kind = ConnectionDraft["settings"]["provider"];

/** Everything a person may have typed; switching cards loses nothing. */
export type Typed = {
  kind: Kind;
  name: string;
  domain: string;
  clientId: string;
  subdomain: string;
  region: string;
  baseUrl: string;
  graphqlUrl: string;
  redirect: RedirectWay;
};
export type FieldName = "name" | "domain" | "clientId" | "subdomain" | "region" | "baseUrl" | "graphqlUrl";

/** The fields that most people leave alone, by the card that has them. */
export const further: Record<Kind, FieldName[]> = { auth0: [], nhost: [], nhost_self_hosted: ["graphqlUrl"] };

/** The fields that must be filled for a card, in their order on screen. */
export function required(kind: Kind): FieldName[] {
  switch (kind) {
    case "auth0":
      return ["domain", "clientId"];
    case "nhost":
      return ["subdomain", "region"];
    case "nhost_self_hosted":
      return ["baseUrl"];
  }
}

export function providerOf(kind: Kind): ProviderKind {
  return kind === "auth0" ? "auth0" : "nhost";
}

/** What goes to Rust. An empty name becomes the address, which is what a person recognises. */
export function draftOf(typed: Typed): ConnectionDraft {
  return { name: typed.name.trim() || addressOf(typed), settings: settingsOf(typed), redirect: typed.redirect };
}

/** The field a refusal is about; Rust may name it in either spelling. */
export function fieldNamed(field: string): FieldName | null {
  const name = field
    .split(".")
    .at(-1)!
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const known: string[] = ["name", "domain", "clientId", "subdomain", "region", "baseUrl", "graphqlUrl"];
  return known.includes(name) ? (name as FieldName) : null;
}

function settingsOf(typed: Typed): ConnectionDraft["settings"] {
  switch (typed.kind) {
    case "auth0":
      return { provider: "auth0", domain: bare(typed.domain), clientId: typed.clientId.trim() };
    case "nhost":
      return { provider: "nhost", subdomain: typed.subdomain.trim(), region: typed.region.trim() };
    case "nhost_self_hosted":
      return { provider: "nhost_self_hosted", baseUrl: typed.baseUrl.trim(), graphqlUrl: typed.graphqlUrl.trim() || null };
  }
}

function addressOf(typed: Typed): string {
  switch (typed.kind) {
    case "auth0":
      return bare(typed.domain);
    case "nhost":
      return typed.subdomain.trim();
    case "nhost_self_hosted":
      return typed.baseUrl.trim().replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  }
}

/** People paste what the browser shows; the scheme and the last slash are not part of a domain. */
function bare(domain: string): string {
  return domain.trim().replace(/^https:\/\//i, "").replace(/\/$/, "");
}
