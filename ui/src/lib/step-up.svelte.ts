import { api, errorOf, Failure, type StepUpReason } from "./api";
import { begin } from "./browser-sign-in";
import { accountOf, giveUp, signInAt } from "./state.svelte";

/** Something that waits until the person has shown who they are. */
export type Asked = {
  account: string;
  reason: StepUpReason;
  /** What was to be done, in words. */
  what: string;
  /** When the last proof was given; a later one is the one waited for. */
  before: number | null;
  end: (end: "proven" | "cancelled") => void;
};

let asked = $state.raw<Asked | null>(null);

/** What waits for proof; the sheet shows it. */
export const stepUp = {
  get asked() {
    return asked;
  },
};

/**
 * Does something that the provider may want more proof for. The sheet asks the person then, and the same thing is done
 * once more; a second demand is a refusal, so nobody is sent around in circles.
 */
export async function proven<T>(account: string, what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (caught) {
    const error = errorOf(caught);
    if (error.code !== "step_up_required") throw caught;
    await prove(account, error.reason, what);
  }
  try {
    return await action();
  } catch (caught) {
    const error = errorOf(caught);
    if (error.code === "step_up_required") throw new Failure({ code: "step_up_did_not_help", reason: error.reason });
    throw caught;
  }
}

function prove(account: string, reason: StepUpReason, what: string): Promise<void> {
  asked?.end("cancelled");
  const before = accountOf(account)?.steppedUpSecs ?? null;

  return new Promise((resolve, reject) => {
    const end: Asked["end"] = (how) => {
      if (asked?.end === end) asked = null;
      if (how === "proven") resolve();
      else reject(new Failure({ code: "cancelled" }));
    };
    asked = { account, reason, what, before, end };
  });
}

/** The errand of the sheet, once the person is in the browser. */
export function errandOf({ account, reason }: Asked) {
  const connection = accountOf(account)?.connection;
  const errand = connection === undefined ? undefined : signInAt(connection);
  const isOurs = errand?.account === account && errand.purpose.purpose === "step_up" && errand.purpose.reason === reason;
  return isOurs ? errand : undefined;
}

/** Sends the person to the browser, to sign in as this account from the beginning. */
export async function goProve({ account, reason }: Asked) {
  const known = accountOf(account);
  if (known) await begin(known.connection, account, { keep: known.keep, purpose: { purpose: "step_up", reason } });
}

/** Puts the sheet away; an errand that is under way ends with it, and is no success. */
export function dropProof() {
  if (!asked) return;
  const connection = accountOf(asked.account)?.connection;
  if (connection !== undefined && errandOf(asked)) {
    giveUp(connection);
    api.cancelSignIn(connection).catch(() => {});
  }
  asked.end("cancelled");
}

/** Goes on when the person has shown who they are. Called whenever the state changes. */
export function notice() {
  if (asked === null) return;
  const known = accountOf(asked.account);
  if (!known) asked.end("cancelled");
  // The ceremony of an elevation tells by itself when it is over; it is not to be torn down before.
  else if (asked.reason !== "elevation" && known.steppedUpSecs !== null && known.steppedUpSecs !== asked.before) asked.end("proven");
}
