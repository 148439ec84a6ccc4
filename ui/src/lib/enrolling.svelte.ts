import { say, toast } from "./announce.svelte";
import { api, type EnrolmentView, type FactorKind, type FactorView, type NewFactor, type Proof } from "./api";
import { Attempt } from "./attempt.svelte";
import { tierOf } from "./capability";
import { kindName } from "./factor-words";
import { factors } from "./lists.svelte";
import { accountOf } from "./state.svelte";
import { proven } from "./step-up.svelte";
import { t } from "./text.svelte";

/** The kinds that this page can add. */
export type AddableKind = NewFactor["kind"];

/** How far the person is: what to say first, what to do, what to call it, and what would be wise next. */
type Stage = "details" | "starting" | "challenge" | "name" | "propose" | "everywhere";

/** An account has one of these: a new one takes the place of the old one, and nobody names it. */
const single: FactorKind[] = ["password", "recovery_code"];

export function isAddable(kind: FactorKind): kind is AddableKind {
  return kind !== "passkey" && kind !== "security_key" && kind !== "other";
}

/** Adding one factor, from the first word to the last. Lives as long as its dialog. */
export class Enrolling {
  stage: Stage = $state("starting");
  /** The challenge with its secret; gone as soon as it is met or given up. */
  started = $state.raw<EnrolmentView | null>(null);
  added = $state.raw<FactorView | null>(null);
  /** How long to wait before asking once more whether the person approved. */
  pollSecs = $state<number | null>(null);
  readonly attempt = new Attempt();
  #request: NewFactor | null = null;
  /** Begun before, and not needed any more when this ends: discarding is a write, which is not spent in between. */
  #leftovers: string[] = [];
  #over = false;

  constructor(
    readonly account: string,
    readonly kind: AddableKind,
    /** The one whose place it takes: an unfinished one goes as soon as this one counts, any other when the person says so. */
    readonly instead: string | null,
    readonly close: (added: FactorView | null) => void,
  ) {
    if (kind === "phone" || kind === "email") this.stage = "details";
    else this.begin({ kind });
  }

  /** Asks the provider for a challenge. */
  begin = async (request: NewFactor | null = this.#request) => {
    if (!request) return;
    this.#request = request;
    const words = t("doing-add", { kind: kindName({ kind: this.kind }) });
    const begun = await this.attempt.run(() => proven(this.account, words, () => this.#start(request)));
    if (begun) {
      factors.put(this.account, begun.factors);
      if (this.#over) return this.#discard(begun.id);
      this.started = begun;
      this.stage = "challenge";
    } else if (this.stage === "starting" && !this.attempt.error) this.cancel();
  };

  /** Begins anew with what was typed, after the first challenge has expired or its code did not come. */
  restart = async () => {
    const request = this.#request;
    if (!request || !this.attempt.idle) return;
    if (this.started) this.#leftovers.push(this.started.id);
    this.#forget();
    this.stage = "starting";
    await this.begin(request);
  };

  /** Sends what the person did. Answers whether it counted. */
  confirm = async (proof: Proof): Promise<boolean> => {
    const id = this.started?.id;
    if (id === undefined) return false;
    const words = t("doing-add", { kind: kindName({ kind: this.kind }) });
    const answer = await this.attempt.run(() => proven(this.account, words, () => api.confirmEnrolment(this.account, id, proof)));
    if (!answer) return false;
    if (answer.outcome === "waiting") {
      this.pollSecs = answer.pollSecs;
      return false;
    }
    const before = new Set(confirmed(this.#listed()).map((one) => one.id));
    factors.put(this.account, answer.factors);
    this.#forget();
    this.added = confirmed(answer.factors.factors).find((one) => one.kind === this.kind && !before.has(one.id)) ?? null;
    if (this.instead !== null && !before.has(this.instead)) this.#leftovers.push(this.instead);
    this.#tidy(id);
    this.#counted();
    return true;
  };

  /** Gives it a name, and goes on; an unchanged name costs no request. */
  name = async (name: string | null) => {
    const { added } = this;
    if (added && name !== null && name.trim() !== (added.name ?? "")) {
      const rename = () => api.renameFactor(this.account, added.id, name);
      const view = await this.attempt.run(() => proven(this.account, t("doing-rename", { name }), rename));
      if (!view) return;
      factors.put(this.account, view);
    }
    this.#afterName();
  };

  /** Ends it at whatever stage, and closes the dialog. */
  cancel = () => {
    if (this.#over) return;
    this.end();
    this.close(this.added);
  };

  /** Gives up what was begun, at the provider too; for a dialog that is gone already. */
  end = () => {
    if (this.#over) return;
    this.#over = true;
    if (this.started) this.#leftovers.push(this.started.id);
    this.#forget();
    this.#tidy();
  };

  /** Rust remembers what is replaced, over a crash as well. */
  #start(request: NewFactor): Promise<EnrolmentView> {
    return this.instead === null ? api.startEnrolment(this.account, request) : api.startReplacement(this.account, request, this.instead);
  }

  #counted() {
    if (this.kind === "password") toast(t("password-changed"));
    else if (this.kind === "recovery_code") toast(t("recovery-added"));
    else toast(t("factor-added", { kind: kindName({ kind: this.kind }) }));
    if (this.kind === "password" && this.#canLeaveEverywhere()) this.stage = "everywhere";
    else if (single.includes(this.kind)) this.cancel();
    else if (this.added?.canRename) this.stage = "name";
    else this.#afterName();
  }

  /** Whoever is signed in with the old password stays so, unless the person ends that. */
  #canLeaveEverywhere(): boolean {
    const account = accountOf(this.account);
    return account !== undefined && tierOf(account, "sign_out_everywhere").tier === "native";
  }

  #afterName() {
    const view = factors.of(this.account).view;
    const hasCode = confirmed(view?.factors ?? []).some((one) => one.kind === "recovery_code");
    const offersCode = view?.offers.some((one) => one.kind === "recovery_code" && one.tier.tier === "native") ?? false;
    if (offersCode && !hasCode) this.stage = "propose";
    else this.cancel();
  }

  /** The secret leaves the page. */
  #forget() {
    this.started = null;
    this.pollSecs = null;
  }

  #tidy(except?: string) {
    const ids = this.#leftovers.filter((id) => id !== except);
    this.#leftovers = [];
    ids.forEach((id) => this.#discard(id));
  }

  #discard(id: string) {
    // Behind the person's back no sheet opens: what the provider keeps is listed as unfinished.
    api.discardEnrolment(this.account, id).then(
      (view) => factors.put(this.account, view),
      () => say(t("factor-left-unfinished")),
    );
  }

  #listed(): FactorView[] {
    return factors.of(this.account).view?.factors ?? [];
  }
}

function confirmed(all: FactorView[]): FactorView[] {
  return all.filter((one) => one.isConfirmed);
}
