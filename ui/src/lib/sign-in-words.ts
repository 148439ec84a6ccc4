import type { IconName } from "../components/Icon.svelte";
import type { ConnectionView, SignInWay } from "./api";
import type { MessageKey } from "./text.svelte";

/** The ways that have a line of their own below the usual one. */
type ListedWay = Extract<SignInWay, "email_code" | "sms_code" | "email_link" | "device_code" | "access_token" | "anonymous"> | "password_reset";

/** The ways that have a screen inside the app. */
export type InnerWay = Exclude<ListedWay, "device_code"> | Extract<SignInWay, "sign_up_password">;

type Words = { name: MessageKey; about: MessageKey; icon: IconName };

// In the order in which most people look for them.
const words: Record<ListedWay, Words> = {
  email_code: { name: "way-email-code", about: "way-email-code-about", icon: "mail" },
  sms_code: { name: "way-sms-code", about: "way-sms-code-about", icon: "phone" },
  email_link: { name: "way-email-link", about: "way-email-link-about", icon: "link" },
  device_code: { name: "way-device-code", about: "way-device-code-about", icon: "screen" },
  access_token: { name: "way-access-token", about: "way-access-token-about", icon: "key" },
  anonymous: { name: "way-anonymous", about: "way-anonymous-about", icon: "person" },
  password_reset: { name: "way-password-reset", about: "way-password-reset-about", icon: "question" },
};

/** What a connection offers besides its usual way. Somebody who signs in again is not offered to be nobody. */
export function listed({ ways }: ConnectionView, isAgain: boolean): (Words & { way: ListedWay })[] {
  // The form for a password has its own word for a forgotten one.
  const isReset = ways.includes("browser") && !ways.includes("password");
  const offered = (way: ListedWay) =>
    way === "password_reset" ? isReset : ways.includes(way) && !(isAgain && way === "anonymous");
  return (Object.keys(words) as ListedWay[]).filter(offered).map((way) => ({ way, ...words[way] }));
}
