import { Channel } from "@tauri-apps/api/core";
import {
  commands,
  type CommandError,
  type ConnectionDraft,
  type Keep,
  type PasswordSignInRequest,
  type PasswordSignUpRequest,
  type SettingsView,
  type StartSignInRequest,
  type StateView,
} from "./bindings";

export type * from "./bindings";

/** Why a command failed, in the form the page has sentences for. */
export class Failure extends Error {
  constructor(readonly error: CommandError) {
    super(error.code);
  }
}

/** What a caught value means; anything but a `Failure` is a defect of ours. */
export function errorOf(caught: unknown): CommandError {
  return caught instanceof Failure ? caught.error : { code: "internal", reference: "" };
}

type Answered<T> = { status: "ok"; data: T } | { status: "error"; error: CommandError };

async function value<T>(call: Promise<Answered<T>>): Promise<T> {
  const answered = await call.catch(framework);
  if (answered.status === "ok") return answered.data;
  // The framework refuses with a bare string (arguments, permissions, unknown command).
  if (typeof answered.error === "string") throw new Failure(internal(answered.error));
  throw new Failure(answered.error);
}

function framework(caught: unknown): never {
  throw new Failure(internal(caught));
}

function internal(caught: unknown): CommandError {
  console.error("command failed outside its contract", caught);
  return { code: "internal", reference: "" };
}

/** Every command of the app, as a value or a thrown `Failure`. */
export const api = {
  async watchState(hear: (state: StateView) => void) {
    const changes = new Channel<StateView>();
    changes.onmessage = hear;
    // Also right should the command ever become one that may fail.
    const answered: unknown = await commands.watchState(changes).catch(framework);
    if (isRefusal(answered)) throw new Failure(answered.error);
  },

  probeConnection: (draft: ConnectionDraft) => value(commands.probeConnection(draft)),
  addConnection: (draft: ConnectionDraft) => value(commands.addConnection(draft)),
  removeConnection: (connection: string) => value(commands.removeConnection(connection)),

  startSignIn: (request: StartSignInRequest) => value(commands.startSignIn(request)),
  openBrowserAgain: (connection: string) => value(commands.openBrowserAgain(connection)),
  signInLink: (connection: string) => value(commands.signInLink(connection)),
  cancelSignIn: (connection: string) => value(commands.cancelSignIn(connection)),
  pasteCallback: (connection: string, address: string) => value(commands.pasteCallback(connection, address)),
  resumeSignIn: (connection: string, keep: Keep) => value(commands.resumeSignIn(connection, keep)),
  signInWithPassword: (request: PasswordSignInRequest) => value(commands.signInWithPassword(request)),
  signUpWithPassword: (request: PasswordSignUpRequest) => value(commands.signUpWithPassword(request)),

  signOut: (account: string) => value(commands.signOut(account)),
  profile: (account: string) => value(commands.profile(account)),
  refreshProfile: (account: string) => value(commands.refreshProfile(account)),
  profilePicture: (account: string) => value(commands.profilePicture(account)),

  checkVault: () => value(commands.checkVault()),
  unlockVault: () => value(commands.unlockVault()),

  settings: () => value(commands.settings()),
  changeSettings: (settings: SettingsView) => value(commands.changeSettings(settings)),
  resetApp: () => value(commands.resetApp()),
  about: () => value(commands.about()),
};

function isRefusal(answered: unknown): answered is { status: "error"; error: CommandError } {
  return typeof answered === "object" && answered !== null && "status" in answered && answered.status === "error";
}
