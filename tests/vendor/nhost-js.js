// @nhost/nhost-js, in the version the test names. `whole.…` is called on the client as an application makes it, which
// keeps a session and refreshes it; `graphql` and everything else on clients that keep nothing, so that each call says
// itself who makes it:
//
//   { "call": "createPAT", "arguments": [{ "as": "<access token>", "given": [{ "expiresAt": "…" }] }] }

import { perform, serve, settings } from "./lines.js";

const { createClient } = await import(settings.package);
const { createAPIClient } = await import(`${settings.package}/auth`);
const { createAPIClient: createGraphqlClient } = await import(`${settings.package}/graphql`);
const { MemoryStorage } = await import(`${settings.package}/session`);

const { authUrl, graphqlUrl } = settings;
const auth = createAPIClient(authUrl);
const graphql = createGraphqlClient(graphqlUrl);
const storage = new MemoryStorage();
const whole = createClient({ authUrl, graphqlUrl, storage });
const changes = [];
whole.sessionStorage.onChange((session) => changes.push(session === null ? "gone" : "kept"));

// It tells its reader about every refresh that fails; the test reads how that ends instead.
console.warn = console.error = () => {};

const own = {
  methods: () => Object.keys(auth).filter((name) => typeof auth[name] === "function"),
  stored: () => storage.get(),
  // What an application that was closed finds when it starts again.
  store: (session) => storage.set(session),
  // The function cannot travel as JSON: it notes what passes by.
  pushChainFunction: async () => {
    const seen = [];
    const chained = createAPIClient(authUrl);
    chained.pushChainFunction((next) => (url, options) => {
      seen.push(`${options?.method ?? "GET"} ${new URL(url).pathname}`);
      return next(url, options);
    });
    await chained.getVersion();
    return { seen };
  },
  changes: () => changes.splice(0),
};

async function call(name, given) {
  if (name in own) return own[name](...given);
  if (name.startsWith("whole.")) return bodyOf(await perform(whole, name.slice("whole.".length), given));
  const [{ as, given: ownArguments = [] }] = given;
  const headers = as === undefined ? {} : { authorization: `Bearer ${as}` };
  if (name === "graphql") {
    // Options take the place of the headers it would have sent.
    const options = { headers: { "content-type": "application/json", ...headers } };
    const answer = await graphql.request(ownArguments[0], options);
    return Object.values(answer.body.data)[0];
  }
  const isSigned = as !== undefined;
  return bodyOf(await perform(auth, name, isSigned ? [...ownArguments, { headers }] : ownArguments));
}

const bodyOf = (answer) => (answer !== null && typeof answer === "object" && "headers" in answer ? answer.body : answer);

function refusal(error) {
  const body = error.body ?? {};
  return { status: error.status, code: body.errors?.[0]?.extensions?.code ?? body.error };
}

await serve(call, refusal);
