// @auth0/auth0-auth-js: today's client. It is made for servers, so most of its token calls are only sent by a client
// that has a secret; a native application has none, and a tenant does not look at the one it is given here.

import { AuthClient } from "@auth0/auth0-auth-js";
import { perform, serve, settings } from "./lines.js";

const publicCalls = [
  "database.changePassword",
  "database.signUp",
  "getUserInfo",
  "mfa.challengeAuthenticator",
  "mfa.deleteAuthenticator",
  "mfa.enrollAuthenticator",
  "mfa.listAuthenticators",
  "passkey.challenge",
  "passkey.register",
];
const { domain, clientId } = settings;
const asPublic = new AuthClient({ domain, clientId });
const withSecret = new AuthClient({ domain, clientId, clientSecret: "a native application has none" });

// An answer in the words of the wire, so that it compares with those of other clients. Options of WebAuthn have members
// in camel case of their own, so nothing below the first level is touched.
function wire(answer) {
  if (Array.isArray(answer)) return answer.map(wire);
  if (answer === null || typeof answer !== "object" || answer instanceof URL) return answer;
  const members = Object.entries(answer).map(([name, value]) => [snakeCase(name), value]);
  const { expires_at: expiresAt, ...rest } = Object.fromEntries(members);
  return expiresAt === undefined ? rest : { ...rest, expires_in: expiresAt - Math.floor(Date.now() / 1000) };
}

const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function call(name, given) {
  const client = publicCalls.includes(name) ? asPublic : withSecret;
  // The address a browser came back to cannot travel as JSON.
  if (name === "getTokenByCode") return wire(await client.getTokenByCode(new URL(given[0]), given[1]));
  return wire(await perform(client, name, given));
}

function refusal(error) {
  const cause = error.cause ?? {};
  return { status: error.statusCode, code: cause.error ?? cause.code ?? error.code };
}

await serve(call, refusal);
