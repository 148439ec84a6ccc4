// How a test drives a client: a line of JSON per call on standard input, a line per answer on standard output.
//
//   { "call": "database.signUp", "arguments": [{ "email": "…" }] }
//   { "ok": … }   or   { "error": { "status": 403, "code": "invalid_grant", "message": "…" } }
//
// A client that refuses to send anything gives an error without a status.

import { createInterface } from "node:readline";

/** What the test said the client needs, as the script's only argument. */
export const settings = JSON.parse(process.argv[2]);

/**
 * Carries out calls one after another until standard input ends.
 *
 * @param {(call: string, given: unknown[]) => unknown} perform Makes one call.
 * @param {(error: any) => { status?: number, code?: string }} refusal Reads what this client throws.
 */
export async function serve(perform, refusal) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { call, arguments: given } = JSON.parse(line);
    const answer = await Promise.resolve()
      .then(() => perform(call, given))
      .then((ok) => ({ ok: ok ?? null }))
      .catch((error) => ({ error: { ...refusal(error), message: String(error?.message) } }));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

/** Calls `database.signUp` of a client, or `getProfile`, with these arguments. */
export function perform(client, call, given) {
  const names = call.split(".");
  const last = names.pop();
  const owner = names.reduce((object, name) => object[name], client);
  if (typeof owner?.[last] !== "function") throw new TypeError(`the client has no ${call}`);
  return owner[last](...given);
}
