// auth0 2.44.1: the generation of clients with all of the AuthenticationClient. It speaks TLS only, so the test hands
// it the emulator's authority in NODE_EXTRA_CA_CERTS.

import auth0 from "auth0";
import { perform, serve, settings } from "./lines.js";

const client = new auth0.AuthenticationClient({ domain: settings.domain, clientId: settings.clientId });

// The client asks through two libraries, and each keeps the answer in a place of its own.
function refusal(error) {
  const byFacade = error.originalError?.response;
  const byAxios = error.response;
  const body = byFacade?.body ?? byAxios?.data;
  return {
    status: byFacade?.status ?? byAxios?.status,
    code: body?.error ?? body?.code ?? (byFacade || byAxios ? undefined : error.name),
  };
}

/** Every method the client has: its own, and those of its members as `database.signUp`. */
function methods() {
  const of = (object, before) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(object))
      .filter((name) => name !== "constructor" && typeof object[name] === "function")
      .map((name) => before + name);
  const members = ["database", "oauth", "passwordless", "tokens", "users"];
  return [...of(client, ""), ...members.flatMap((name) => of(client[name], `${name}.`))];
}

const call = (name, given) => (name === "methods" ? methods() : perform(client, name, given));

await serve(call, refusal);
