import type { Loss, SecurityView, WeaknessView } from "./api";
import { t, type MessageKey } from "./text.svelte";

type Level = SecurityView["level"];

/** What each level is called, and what it means. */
export const levels: Record<Level, { name: MessageKey; lead: MessageKey; bars: number }> = {
  unknown: { name: "level-unknown", lead: "level-unknown-lead", bars: 0 },
  weak: { name: "level-weak", lead: "level-weak-lead", bars: 1 },
  fair: { name: "level-fair", lead: "level-fair-lead", bars: 2 },
  good: { name: "level-good", lead: "level-good-lead", bars: 3 },
  strong: { name: "level-strong", lead: "level-strong-lead", bars: 4 },
};

const weaknesses: Record<WeaknessView["weakness"], MessageKey> = {
  password_alone: "weakness-password-alone",
  message_alone: "weakness-message-alone",
  only_messages: "weakness-only-messages",
  locked_out_by: "weakness-locked-out-by",
  no_passkey: "weakness-no-passkey",
  unverified_email: "weakness-unverified-email",
  unfinished: "weakness-unfinished",
};

/** What weakens the account, as a sentence. */
export function weaknessText({ weakness, loss }: WeaknessView): string {
  return t(weaknesses[weakness], { loss: loss === null ? "" : t(losses[loss]) });
}

/** What helps, as a verb for the button; null where nothing on a screen of ours does. */
export const actions: Record<WeaknessView["action"], MessageKey | null> = {
  add_second_factor: "help-add-second-factor",
  add_authenticator: "help-add-authenticator",
  add_passkey: "help-add-passkey",
  create_recovery_code: "help-create-recovery-code",
  add_elsewhere: "help-add-elsewhere",
  verify_email: "help-verify-email",
  finish_or_discard: "help-finish-or-discard",
};

export const merits: Record<SecurityView["merits"][number], MessageKey> = {
  passkey: "merit-passkey",
  second_step: "merit-second-step",
  recovery_code: "merit-recovery-code",
  mailbox: "merit-mailbox",
  survives_every_loss: "merit-survives-every-loss",
};

/** What can get lost, with its article: it follows "without". */
export const losses: Record<Loss, MessageKey> = {
  password: "loss-password",
  phone: "loss-phone",
  computer: "loss-computer",
  mailbox: "loss-mailbox",
  paper: "loss-paper",
  factor: "loss-factor",
};
