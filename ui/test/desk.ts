import type { InvokeArgs } from "@tauri-apps/api/core";
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import type { CommandError, StateView } from "../src/lib/api";
import { accessTokens, bobProfile, created, linkedList, sessionList } from "./account-fixtures";
import { about, aliceProfile, probe, settings, shop, stateOf } from "./fixtures";
import { added, connectable, connectedList, enrolments, fair, judged, keyOnly, picture, removal, several } from "./methods-fixtures";

type Args = Record<string, never>;
type Answer = (args: Args) => unknown;
type Call = { command: string; args: Args };

/** An answer that never comes. */
export const never = () => new Promise<never>(() => {});

/** Refuses as a command does. */
export function refuse(error: CommandError): Answer {
  return () => Promise.reject(error);
}

/** What stands where Rust would: answers by command name, and the state it sends. */
export class Desk {
  readonly calls: Call[] = [];
  #state: StateView;
  #hear: ((state: StateView) => void) | null = null;
  #lock: (() => void) | null = null;
  #answers: Record<string, Answer>;

  constructor(state: StateView = stateOf(), answers: Record<string, Answer> = {}) {
    this.#state = state;
    this.#answers = {
      settings: () => settings,
      about: () => about,
      probe_connection: () => probe,
      add_connection: () => shop,
      profile: () => aliceProfile,
      refresh_profile: () => aliceProfile,
      profile_picture: () => null,
      sign_out: () => ({ revoked: true }),
      check_vault: () => this.#state.vault,
      unlock_vault: () => this.#state.vault,
      cancel_unlock: () => null,
      sign_in_link: () => "https://acme.eu.auth0.com/authorize?client_id=demo",
      sign_in_with_password: () => ({ step: "signed_in", account: "bob-1", recoveryCode: null }),
      sign_up_with_password: () => ({ step: "mail_sent" }),
      send_verification_mail: () => ({ step: "mail_sent" }),
      challenge_second_factor: () => ({ challenge: "type_code" }),
      factors: () => several,
      refresh_factors: () => several,
      rename_factor: () => several,
      set_phone_way: () => several,
      remove_factor: () => several,
      discard_enrolment: () => several,
      factor_removal: () => removal("free"),
      security: () => fair,
      judge_password: () => judged,
      start_enrolment: (args) => enrolments[(args as unknown as { factor: { kind: keyof typeof enrolments } }).factor.kind],
      start_replacement: (args) => enrolments[(args as unknown as { factor: { kind: keyof typeof enrolments } }).factor.kind],
      keep_replaced_factor: () => several,
      confirm_enrolment: () => added,
      passkey_authenticators: () => keyOnly,
      copy_secret: () => ({ clearAfterSecs: 60 }),
      open_authenticator: () => null,
      save_qr_code: () => ({ place: "/home/alice/Downloads/QR code.png" }),
      save_recovery_code: () => ({ place: "/home/alice/Downloads/Recovery code.txt" }),
      check_picture: () => picture("same"),
      connected_accounts: () => connectedList,
      refresh_connected_accounts: () => connectedList,
      connectable_accounts: () => connectable,
      edit_profile: () => bobProfile,
      change_email: () => ({ ...bobProfile, pendingEmail: "bob@new.example" }),
      resend_verification: () => null,
      sign_out_everywhere: () => null,
      delete_account: () => null,
      sessions: () => sessionList,
      refresh_sessions: () => sessionList,
      end_session: () => null,
      end_other_sessions: () => 2,
      access_tokens: () => accessTokens,
      refresh_access_tokens: () => accessTokens,
      create_access_token: () => created,
      revoke_access_token: () => null,
      linked_accounts: () => linkedList,
      refresh_linked_accounts: () => linkedList,
      unlink_account: () => null,
      ...answers,
    };
  }

  install() {
    clearMocks();
    mockIPC((command: string, payload?: InvokeArgs) => {
      const args = (payload ?? {}) as Args;
      this.calls.push({ command, args });
      if (command === "watch_state") return this.#watch(args);
      if (command === "watch_screen") return this.#watchScreen(args);
      return this.#answers[command]?.(args) ?? null;
    });
  }

  /** Sends the same again, as a new object: something changed that this screen does not show. */
  repeat() {
    this.push(structuredClone(this.#state));
  }

  /** Sends a changed state, as Rust does after every change. */
  push(changes: Partial<StateView>) {
    this.#state = { ...this.#state, ...changes };
    this.#hear?.(this.#state);
  }

  /** Tells of a lock, as Rust does when the system tells it. */
  lockScreen() {
    this.#lock?.();
  }

  answer(command: string, answer: Answer) {
    this.#answers[command] = answer;
  }

  /** Changes an answer instead of replacing it. */
  adjust(command: string, change: (before: unknown) => unknown) {
    const before = this.#answers[command];
    this.#answers[command] = async (args) => change(await before?.(args));
  }

  /** Changes the state and every answer. */
  adjustAll(change: (before: unknown) => unknown) {
    this.#state = change(this.#state) as StateView;
    Object.keys(this.#answers).forEach((command) => this.adjust(command, change));
  }

  /** The arguments of every call of a command. */
  asked(command: string): Args[] {
    return this.calls.filter((call) => call.command === command).map((call) => call.args);
  }

  #watch(args: Args): unknown {
    if (this.#answers["watch_state"]) return this.#answers["watch_state"](args);
    const { changes } = args as unknown as { changes: { onmessage: (state: StateView) => void } };
    this.#hear = (state) => changes.onmessage(state);
    this.#hear(this.#state);
    return null;
  }

  #watchScreen(args: Args): unknown {
    const { locked } = args as unknown as { locked: { onmessage: (nothing: null) => void } };
    this.#lock = () => locked.onmessage(null);
    return null;
  }
}
