import { Channel } from "@tauri-apps/api/core";
import { commands, type CommandError, type ProfileView, type StateView } from "./bindings";

export type { CommandError, ProfileView, StateView };

// The page's own words for parts of the contract, read off the whole: a name inside it may change freely.
type Answer<C extends keyof typeof commands> =
  Awaited<ReturnType<(typeof commands)[C]>> extends infer A ? (A extends { status: "ok"; data: infer T } ? T : never) : never;
type Tagged<Union, Tag extends string, Value> = Extract<Union, { [key in Tag]: Value }>;

export type ConnectionView = StateView["connections"][number];
export type AccountView = StateView["accounts"][number];
export type SignInView = StateView["signIns"][number];
export type NoticeView = StateView["notices"][number];
export type VaultView = StateView["vault"];
export type SignInPhase = SignInView["phase"];
export type SignInPurpose = StartSignInRequest["purpose"];
export type ProviderKind = ConnectionView["provider"];
export type RedirectWay = ConnectionView["redirect"];
export type Keep = AccountView["keep"];

export type ConnectionDraft = Parameters<typeof commands.probeConnection>[0];
export type StartSignInRequest = Parameters<typeof commands.startSignIn>[0];
export type StartConnectingRequest = Parameters<typeof commands.startConnecting>[0];
export type StartLinkingRequest = Parameters<typeof commands.startLinking>[0];
export type PasswordSignInRequest = Parameters<typeof commands.signInWithPassword>[0];
export type PasswordSignUpRequest = Parameters<typeof commands.signUpWithPassword>[0];
export type SignInHereRequest = Parameters<typeof commands.startDeviceSignIn>[0];
export type CodeWay = Parameters<typeof commands.sendSignInCode>[1];
export type StepView = Answer<"signInWithPassword">;
export type SignInWay = ConnectionView["ways"][number];
export type SecondFactorView = Tagged<StepView, "step", "second_factor">["factors"][number];
export type SecondFactorChallenge = Answer<"challengeSecondFactor">;
export type DevicePrompt = Answer<"startDeviceSignIn">;
export type KeepBy = Parameters<typeof commands.keepAccount>[2];
export type ProbeView = Answer<"probeConnection">;
export type FeatureView = ProbeView["features"][number];
export type Feature = FeatureView["feature"];
export type NoneReason = Tagged<FeatureView["tier"], "tier", "none">["reason"];
export type SettingsView = Answer<"settings">;
export type Theme = SettingsView["theme"];
export type AboutView = Answer<"about">;

export type CapabilityView = AccountView["capabilities"][number];
export type Capability = CapabilityView["capability"];
export type TierView = CapabilityView["tier"];
export type EndedReason = Tagged<AccountView["state"], "state", "needs_sign_in">["reason"];
export type VaultProblem = Tagged<CommandError, "code", "vault">["reason"];
export type InvalidReason = Tagged<CommandError, "code", "invalid_input">["reason"];
export type CallbackProblem = Tagged<CommandError, "code", "callback">["reason"];
export type StepUpReason = Tagged<CommandError, "code", "step_up_required">["reason"];
export type CodeProblem = Tagged<CommandError, "code", "code_not_right">["problem"];
export type PictureProblem = Tagged<CommandError, "code", "picture_not_right">["problem"];
export type Refusal = Tagged<CommandError, "code", "refused">["refusal"];

export type FactorsView = Answer<"factors">;
export type FactorView = FactorsView["factors"][number];
export type FactorKind = FactorView["kind"];
export type Replacement = FactorsView["replacements"][number];
export type OfferView = FactorsView["offers"][number];
export type PhoneWay = Parameters<typeof commands.setPhoneWay>[2];
export type NewFactor = Parameters<typeof commands.startEnrolment>[1];
export type Proof = Parameters<typeof commands.confirmEnrolment>[2];
export type EnrolmentView = Answer<"startEnrolment">;
export type ChallengeView = EnrolmentView["challenge"];
export type SecretRequest = Parameters<typeof commands.copySecret>[0];
export type RecoverySheet = Parameters<typeof commands.saveRecoveryCode>[2];
export type PictureView = Answer<"checkPicture">;
export type PictureRemark = PictureView["remarks"][number];
export type CoverSecrets = SettingsView["coverSecrets"];
export type PasswordRuleView = Answer<"judgePassword">[number];
export type Rule = PasswordRuleView["rule"];
export type CharacterKind = Tagged<Rule, "rule", "characters">["kinds"][number];
export type RemovalView = Answer<"factorRemoval">;
export type OutlookView = RemovalView["remains"];
export type WayStep = OutlookView["inside"][number];
export type SecurityView = Answer<"security">;
export type WeaknessView = SecurityView["weaknesses"][number];
export type Loss = SecurityView["forecasts"][number]["loss"];
export type AuthenticatorsView = Answer<"passkeyAuthenticators">;
export type AuthenticatorView = AuthenticatorsView["authenticators"][number];
export type AuthenticatorKind = AuthenticatorView["kind"];
export type AuthenticatorProblem = NonNullable<AuthenticatorView["problem"]>;
export type KeyPasskeyView = Answer<"keyPasskeys">[number];
export type CeremonyEvent = Parameters<typeof commands.changeKeyPin>[0] extends Channel<infer Event> ? Event : never;
export type CeremonyAnswer = Parameters<typeof commands.answerCeremony>[0];
export type PasskeyProblem = Tagged<CommandError, "code", "passkey">["problem"];
export type NewPasskey = Parameters<typeof commands.addPasskey>[1];
export type PasskeySignIn = Parameters<typeof commands.signInWithPasskey>[1];
export type PasskeySignUp = Parameters<typeof commands.signUpWithPasskey>[1];
/** Hears what a ceremony waits for. */
export type Hear = (event: CeremonyEvent) => void;

export type ConnectedAccountsView = Answer<"connectedAccounts">;
export type ConnectedAccountView = ConnectedAccountsView["accounts"][number];
export type ProfileEdit = Parameters<typeof commands.editProfile>[1];
export type SessionsView = Answer<"sessions">;
export type SessionView = SessionsView["sessions"][number];
export type AccessTokensView = Answer<"accessTokens">;
export type AccessTokenView = AccessTokensView["tokens"][number];
export type NewAccessToken = Parameters<typeof commands.createAccessToken>[1];
export type CreatedAccessTokenView = Answer<"createAccessToken">;
export type LinkedAccountsView = Answer<"linkedAccounts">;
export type LinkedAccountView = LinkedAccountsView["accounts"][number];
export type ConnectableView = Answer<"connectableAccounts">["connectable"][number];

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
    const changes = channel(hear);
    // Also right should the command ever become one that may fail.
    const answered: unknown = await commands.watchState(changes).catch(framework);
    if (isRefusal(answered)) throw new Failure(answered.error);
  },

  watchScreen: (locked: () => void) => value(commands.watchScreen(channel(locked))),
  dismissNotice: (id: number) => commands.dismissNotice(id),

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

  sendSignInCode: (request: SignInHereRequest, way: CodeWay, to: string, signUp: boolean) => value(commands.sendSignInCode(request, way, to, signUp)),
  confirmSignInCode: (connection: string, code: string) => value(commands.confirmSignInCode(connection, code)),
  challengeSecondFactor: (connection: string, factor: string) => value(commands.challengeSecondFactor(connection, factor)),
  confirmSecondFactor: (connection: string, code: string | null) => value(commands.confirmSecondFactor(connection, code)),
  startDeviceSignIn: (request: SignInHereRequest) => value(commands.startDeviceSignIn(request)),
  requestPasswordReset: (connection: string, email: string) => value(commands.requestPasswordReset(connection, email)),
  resetPassword: (connection: string, link: string, password: string) => value(commands.resetPassword(connection, link, password)),
  signInWithAccessToken: (request: SignInHereRequest, token: string) => value(commands.signInWithAccessToken(request, token)),
  signInAnonymously: (connection: string, keep: Keep) => value(commands.signInAnonymously(connection, keep)),
  keepAccount: (account: string, email: string, by: KeepBy) => value(commands.keepAccount(account, email, by)),
  sendMailLink: (request: SignInHereRequest, email: string, signUp: boolean) => value(commands.sendMailLink(request, email, signUp)),
  sendVerificationMail: (request: SignInHereRequest, email: string) => value(commands.sendVerificationMail(request, email)),
  pasteMailLink: (request: SignInHereRequest, link: string) => value(commands.pasteMailLink(request, link)),

  startConnecting: (request: StartConnectingRequest) => value(commands.startConnecting(request)),
  startLinking: (request: StartLinkingRequest) => value(commands.startLinking(request)),

  signOut: (account: string) => value(commands.signOut(account)),
  profile: (account: string) => value(commands.profile(account)),
  refreshProfile: (account: string) => value(commands.refreshProfile(account)),
  profilePicture: (account: string) => value(commands.profilePicture(account)),
  editProfile: (account: string, edit: ProfileEdit) => value(commands.editProfile(account, edit)),
  changeEmail: (account: string, email: string) => value(commands.changeEmail(account, email)),
  resendVerification: (account: string) => value(commands.resendVerification(account)),
  signOutEverywhere: (account: string) => value(commands.signOutEverywhere(account)),
  deleteAccount: (account: string, confirmation: string) => value(commands.deleteAccount(account, confirmation)),

  sessions: (account: string) => value(commands.sessions(account)),
  refreshSessions: (account: string) => value(commands.refreshSessions(account)),
  endSession: (account: string, session: string) => value(commands.endSession(account, session)),
  endOtherSessions: (account: string) => value(commands.endOtherSessions(account)),

  accessTokens: (account: string) => value(commands.accessTokens(account)),
  refreshAccessTokens: (account: string) => value(commands.refreshAccessTokens(account)),
  createAccessToken: (account: string, token: NewAccessToken) => value(commands.createAccessToken(account, token)),
  revokeAccessToken: (account: string, token: string) => value(commands.revokeAccessToken(account, token)),

  linkedAccounts: (account: string) => value(commands.linkedAccounts(account)),
  refreshLinkedAccounts: (account: string) => value(commands.refreshLinkedAccounts(account)),
  unlinkAccount: (account: string, linked: string) => value(commands.unlinkAccount(account, linked)),

  factors: (account: string) => value(commands.factors(account)),
  refreshFactors: (account: string) => value(commands.refreshFactors(account)),
  renameFactor: (account: string, factor: string, name: string) => value(commands.renameFactor(account, factor, name)),
  setPhoneWay: (account: string, factor: string, way: PhoneWay) => value(commands.setPhoneWay(account, factor, way)),
  removeFactor: (account: string, factor: string, code: string | null) => value(commands.removeFactor(account, factor, code)),
  factorRemoval: (account: string, factor: string) => value(commands.factorRemoval(account, factor)),
  security: (account: string) => value(commands.security(account)),
  judgePassword: (account: string, factor: string, password: string) => value(commands.judgePassword(account, factor, password)),
  startEnrolment: (account: string, factor: NewFactor) => value(commands.startEnrolment(account, factor)),
  startReplacement: (account: string, factor: NewFactor, instead: string) => value(commands.startReplacement(account, factor, instead)),
  keepReplacedFactor: (account: string, factor: string) => value(commands.keepReplacedFactor(account, factor)),
  confirmEnrolment: (account: string, factor: string, proof: Proof) => value(commands.confirmEnrolment(account, factor, proof)),
  discardEnrolment: (account: string, factor: string) => value(commands.discardEnrolment(account, factor)),

  copySecret: (secret: SecretRequest) => value(commands.copySecret(secret)),
  openAuthenticator: (account: string, factor: string) => value(commands.openAuthenticator(account, factor)),
  saveQrCode: (account: string, factor: string, name: string) => value(commands.saveQrCode(account, factor, name)),
  saveRecoveryCode: (account: string, factor: string, sheet: RecoverySheet) => value(commands.saveRecoveryCode(account, factor, sheet)),
  checkPicture: (account: string, factor: string | null, picture: string) => value(commands.checkPicture(account, factor, picture)),

  connectedAccounts: (account: string) => value(commands.connectedAccounts(account)),
  refreshConnectedAccounts: (account: string) => value(commands.refreshConnectedAccounts(account)),
  connectableAccounts: (account: string) => value(commands.connectableAccounts(account)),
  disconnectAccount: (account: string, connected: string) => value(commands.disconnectAccount(account, connected)),

  passkeyAuthenticators: (connection: string) => value(commands.passkeyAuthenticators(connection)),
  addPasskey: (account: string, passkey: NewPasskey, hear: Hear) => value(commands.addPasskey(account, passkey, channel(hear))),
  forgetLoosePasskey: (account: string) => value(commands.forgetLoosePasskey(account)),
  signInWithPasskey: (request: SignInHereRequest, passkey: PasskeySignIn, hear: Hear) =>
    value(commands.signInWithPasskey(request, passkey, channel(hear))),
  signUpWithPasskey: (request: SignInHereRequest, passkey: PasskeySignUp, hear: Hear) =>
    value(commands.signUpWithPasskey(request, passkey, channel(hear))),
  confirmWithPasskey: (account: string, authenticator: AuthenticatorKind, hear: Hear) =>
    value(commands.confirmWithPasskey(account, authenticator, channel(hear))),
  answerCeremony: (answer: CeremonyAnswer) => value(commands.answerCeremony(answer)),
  cancelCeremony: () => commands.cancelCeremony(),
  changeKeyPin: (hear: Hear) => value(commands.changeKeyPin(channel(hear))),
  keyPasskeys: (account: string, hear: Hear) => value(commands.keyPasskeys(account, channel(hear))),
  deleteKeyPasskey: (account: string, passkey: string, hear: Hear) => value(commands.deleteKeyPasskey(account, passkey, channel(hear))),
  startPasskeyHandOff: (account: string) => value(commands.startPasskeyHandOff(account)),

  checkVault: () => value(commands.checkVault()),
  unlockVault: () => value(commands.unlockVault()),
  cancelUnlock: () => commands.cancelUnlock(),

  settings: () => value(commands.settings()),
  changeSettings: (settings: SettingsView) => value(commands.changeSettings(settings)),
  resetApp: () => value(commands.resetApp()),
  about: () => value(commands.about()),
};

function channel<T>(hear: (message: T) => void): Channel<T> {
  const made = new Channel<T>();
  made.onmessage = hear;
  return made;
}

function isRefusal(answered: unknown): answered is { status: "error"; error: CommandError } {
  return typeof answered === "object" && answered !== null && "status" in answered && answered.status === "error";
}
