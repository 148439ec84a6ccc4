// oauth4webapi, as an API of somebody else's uses it: what a client sent is checked with the metadata and the keys that
// the tenant publishes, and nothing else.

import * as oauth from "oauth4webapi";
import { perform, serve, settings } from "./lines.js";

// The tenant and the API are on this machine.
const options = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(settings.issuer);
const metadata = await oauth
  .discoveryRequest(issuer, options)
  .then((answer) => oauth.processDiscoveryResponse(issuer, answer));

const resource = {
  /** Reads what a client sent; the claims of its token, where all is well. */
  check: ({ method, url, headers }, audience) =>
    oauth.validateJwtAccessToken(metadata, new Request(url, { method, headers }), audience, {
      ...options,
      requireDPoP: true,
    }),
};

// What is wrong stands in the sentence; its beginning tells.
const refusal = (error) => ({ code: error.cause?.claim ?? error.code });

await serve((call, given) => perform(resource, call, given), refusal);
