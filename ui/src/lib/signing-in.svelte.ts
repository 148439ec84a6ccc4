import { say, toast } from "./announce.svelte";
import { api, errorOf, Failure, type CommandError, type SecondFactorView, type SignInHereRequest, type StepView } from "./api";
import type { InnerWay } from "./sign-in-words";
import { accountOf, app, open } from "./state.svelte";
import { t } from "./text.svelte";
import { unknown } from "./unknown";

/** Where somebody is who signs in inside the app. */
type Place = { at: "start" } | { at: "way"; way: InnerWay } | { at: "second_step"; factors: SecondFactorView[] } | { at: "unverified" };

/** One person signing in at one connection: how far they are, and what they need not type again. */
export class SigningIn {
  place: Place = $state.raw({ at: "start" });
  /** The address that was typed last; every way begins with it. */
  email = $state("");
  /** Why the last step led back here. */
  failure = $state.raw<CommandError | null>(null);
  /** The recovery code that takes the place of the one just used. */
  replaced = $state.raw<{ account: string; code: string } | null>(null);
  #before: Place = { at: "start" };
  #left = false;

  constructor(
    readonly connection: string,
    /** Who signs in again, if it is known. */
    readonly account: string | null,
  ) {
    this.email = accountOf(account)?.email ?? "";
  }

  get request(): SignInHereRequest {
    return { connection: this.connection, account: this.account, keep: app.keep };
  }

  /** It is not clear yet where the session will be kept. */
  get undecided(): boolean {
    return app.vaultProblem !== null && app.keep === "vault";
  }

  /** Nothing may be asked of the person before it is clear where the session will be kept. */
  decided(): boolean {
    if (!this.undecided) return true;
    say(t("vault-choose-first"), "assertive");
    document.getElementById("vault-choice")?.focus();
    return false;
  }

  go(place: Place, failure: CommandError | null = null) {
    this.place = place;
    this.failure = failure;
  }

  /** Gives up what was begun at the provider, and goes back to the choice of ways. */
  restart = () => {
    this.forget();
    this.go({ at: "start" });
  };

  /** Back to where the second step came from, and why, where nobody chose to go back. */
  leaveSecondStep = (failure: CommandError | null) => {
    if (failure === null) this.forget();
    this.go(this.#before, failure);
  };

  /** Lets Rust forget a step that nobody goes on with. It would by itself, after ten minutes. */
  forget() {
    api.cancelSignIn(this.connection).catch(() => {});
  }

  /** Follows a step where every way leads on alike, and answers whether it did. */
  follow(step: StepView): boolean {
    switch (step.step) {
      case "signed_in":
        if (step.recoveryCode === null) this.enter(step.account);
        else this.replaced = { account: step.account, code: step.recoveryCode };
        return true;
      case "second_factor":
        this.#before = this.place;
        this.go({ at: "second_step", factors: step.factors });
        return true;
      case "code_sent":
      case "mail_sent":
      case "waiting":
        return false;
      default:
        return unknown(step, false);
    }
  }

  /** Goes on where a sheet led to; an address that has to be verified first has a screen for that. */
  goOn = (step: StepView, email: string) => {
    if (step.step !== "mail_sent") return void this.follow(step);
    this.email = email;
    this.go({ at: "unverified" });
  };

  /** Shows the account, unless the person has gone elsewhere meanwhile. */
  enter(account: string) {
    this.replaced = null;
    const known = accountOf(account);
    const who = known?.email ?? known?.name ?? this.email.trim();
    toast(who === "" ? t("toast-signed-in-unnamed") : t("toast-signed-in", { account: who }));
    if (!this.#left) open(account, "replace");
  }

  /** The screen is gone. */
  leave = () => {
    this.#left = true;
  };
}

const EXPIRED: CommandError = { code: "refused", refusal: "expired" };

/** A step that Rust knows nothing of any more has taken too long; so it says itself where the provider was the first to forget. */
export async function inTime<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (caught) {
    throw errorOf(caught).code === "not_found" ? new Failure(EXPIRED) : caught;
  }
}

/** Whether there is nothing left to go on with. */
export function isOver(error: CommandError | null): error is CommandError {
  return error?.code === "refused" && error.refusal === "expired";
}
