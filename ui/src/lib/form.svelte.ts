import type { CommandError } from "./api";
import { Attempt } from "./attempt.svelte";
import { messageOf } from "./messages";
import { t, type MessageKey } from "./text.svelte";

/** The fields of the forms that a person signs in with. */
export type FieldName = "email" | "phone" | "code" | "link" | "password" | "displayName" | "token";

/** What is missing in a field, or null where nothing is. */
export type Checks<Name extends FieldName> = Partial<Record<Name, MessageKey | null>>;

/** A form: what is missing in it, what was refused and at which field, and where the person goes on typing. */
export class Form<Name extends FieldName> {
  readonly attempt = new Attempt();
  #missing: Checks<Name> = $state.raw({});
  #element: HTMLElement | null = null;

  constructor(readonly fields: readonly Name[]) {}

  /** Attach it to the form. */
  attach = (element: HTMLElement) => {
    this.#element = element;
    return () => {
      this.#element = null;
    };
  };

  /** What is wrong with a field, in words. */
  at(name: Name): string | null {
    const missing = this.#missing[name];
    if (missing) return t(missing);
    const { error } = this.attempt;
    return error && this.#fieldOf(error) === name ? messageOf(error).text : null;
  }

  /** What is wrong with the whole of it. */
  get trouble(): CommandError | null {
    const { error } = this.attempt;
    return error && this.#fieldOf(error) === null ? error : null;
  }

  /** Sends it when nothing is missing. Answers undefined when it was not taken; the field that is wrong has the focus then. */
  async send<T>(checks: Checks<Name>, what: () => Promise<T>): Promise<T | undefined> {
    if (!this.attempt.idle) return undefined;
    this.#missing = checks;
    const isWhole = Object.values(checks).every((missing) => missing === null);
    if (!isWhole) this.attempt.error = null;
    const answer = isWhole ? await this.attempt.run(what) : undefined;
    if (answer === undefined) this.#show();
    return answer;
  }

  #fieldOf(error: CommandError): Name | null {
    const named = fieldsOf(error);
    return this.fields.find((name) => named.includes(name)) ?? null;
  }

  #show() {
    requestAnimationFrame(() => {
      const wrong = this.#element?.querySelector<HTMLInputElement>("[aria-invalid]");
      wrong?.focus();
      // A code that is wrong is typed over.
      if (wrong?.name === "one-time-code") wrong.select();
    });
  }
}

/** The fields that an error can be about; the form has one of them. */
function fieldsOf(error: CommandError): FieldName[] {
  if (error.code === "code_not_right") return ["code"];
  if (error.code === "invalid_input") return named[error.field] ?? [];
  return error.code === "refused" ? (refused[error.refusal] ?? []) : [];
}

const named: Record<string, FieldName[]> = {
  email: ["email"],
  to: ["email", "phone"],
  link: ["link"],
  password: ["password"],
  display_name: ["displayName"],
  token: ["token"],
  code: ["code"],
};

const refused: Record<string, FieldName[]> = {
  wrong_code: ["code"],
  email_taken: ["email"],
  email_refused: ["email"],
  phone_number_refused: ["phone"],
  password_too_short: ["password"],
  password_leaked: ["password"],
  password_refused: ["password"],
  token_refused: ["token"],
};
