// @nhost/nhost-js, in the version the test names.

import { perform, serve, settings } from "./lines.js";

const { createClient } = await import(settings.package);
const client = createClient({ authUrl: settings.authUrl });

async function call(name, given) {
  const answer = await perform(client, name, given);
  return answer?.body === undefined ? answer : { status: answer.status, body: answer.body };
}

const refusal = (error) => ({ status: error.status, code: error.body?.error });

await serve(call, refusal);
