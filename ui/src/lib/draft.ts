import type { ConnectionDraft, ProviderKind, RedirectWay, SignInWay } from "./api";

/** The three cards of the form. */
export type Kind = ConnectionDraft["settings"]["provider"];

/** The fields that are typed into. */
const typedFields = ["name", "domain", "clientId", "subdomain", "region", "baseUrl", "graphqlUrl", "database", "passkeyDomain", "passkeyOrigin"] as const;
export type TypedField = (typeof typedFields)[number];

/** Every field that something can be wrong with. */
const fields = [...typedFields, "also", "providers", "dpop"] as const;
export type FieldName = (typeof fields)[number];

/** Everything a person may have typed or chosen; switching cards loses nothing. */
export type Typed = Record<TypedField, string> & {
  kind: Kind;
  redirect: RedirectWay;
  also: SignInWay[];
  providers: string[];
  dpop: boolean;
};

/** The form before anybody has touched it. */
export function blank(redirect: RedirectWay): Typed {
  const texts = Object.fromEntries(typedFields.map((name) => [name, ""])) as Record<TypedField, string>;
  return { ...texts, kind: "auth0", redirect, also: [], providers: [], dpop: false };
}

/** The ways of signing in that are there only where somebody has switched them on, by provider. */
const offeredWays: Record<ProviderKind, SignInWay[]> = {
  auth0: ["email_code", "sms_code", "device_code", "passkey", "sign_up_passkey"],
  nhost: ["email_code", "sms_code", "email_link", "access_token", "anonymous", "passkey", "sign_up_passkey"],
};

/** What a connection can offer besides its usual way. */
export function waysOf(kind: Kind): SignInWay[] {
  return offeredWays[providerOf(kind)];
}

/** The fields that most people leave alone, by the card that has them. */
const further: Record<Kind, FieldName[]> = {
  auth0: ["also", "dpop", "database", "passkeyDomain", "passkeyOrigin"],
  nhost: ["also", "providers", "passkeyDomain", "passkeyOrigin"],
  nhost_self_hosted: ["graphqlUrl", "also", "providers", "passkeyDomain", "passkeyOrigin"],
};

/** Whether a card has the field among those that most people leave alone. */
export function isFurther(kind: Kind, name: FieldName): boolean {
  return further[kind].includes(name);
}

/** The fields that must be filled for a card, in their order on screen. */
export function required(kind: Kind): TypedField[] {
  switch (kind) {
    case "auth0":
      return ["domain", "clientId"];
    case "nhost":
      return ["subdomain", "region"];
    case "nhost_self_hosted":
      return ["baseUrl"];
  }
}

/** Whether somebody comes back from the browser, so that it matters how. */
export function comesBack(typed: Typed): boolean {
  const { kind, also, providers } = typed;
  return providerOf(kind) === "auth0" || also.includes("email_link") || providers.length > 0;
}

export function providerOf(kind: Kind): ProviderKind {
  return kind === "auth0" ? "auth0" : "nhost";
}

/** What goes to Rust: nothing of another card. An empty name becomes the address, which is what a person recognises. */
export function draftOf(typed: Typed): ConnectionDraft {
  const has = (name: FieldName) => isFurther(typed.kind, name);
  const optional = (name: TypedField) => (has(name) && typed[name].trim()) || null;
  return {
    name: typed.name.trim() || addressOf(typed),
    settings: settingsOf(typed),
    redirect: typed.redirect,
    also: typed.also.filter((way) => waysOf(typed.kind).includes(way)),
    providers: has("providers") ? [...typed.providers] : [],
    dpop: has("dpop") && typed.dpop,
    database: optional("database"),
    passkeyDomain: optional("passkeyDomain"),
    passkeyOrigin: optional("passkeyOrigin"),
  };
}

/** The field a refusal is about; Rust may name it in either spelling. */
export function fieldNamed(field: string): FieldName | null {
  const name = field
    .split(".")
    .at(-1)!
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return fields.find((known) => known === name) ?? null;
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
