import { language, plain } from "./text.svelte";

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "2 hours ago"; less than a minute is "now". */
export function relative(secs: number, nowSecs: number): string {
  const format = new Intl.RelativeTimeFormat(language.format, { numeric: "auto" });
  const past = secs - nowSecs;
  const step = steps.find(([, size]) => Math.abs(past) >= size);
  return step ? format.format(Math.trunc(past / step[1]), step[0]) : format.format(0, "second");
}

/** "3 March 2026 at 14:02", as the person's system writes it. */
export function absolute(secs: number): string {
  return new Intl.DateTimeFormat(language.format, { dateStyle: "long", timeStyle: "short" }).format(secs * 1000);
}

/** "3 March 2026". */
export function day(secs: number): string {
  return new Intl.DateTimeFormat(language.format, { dateStyle: "long" }).format(secs * 1000);
}

/** "14:02" for today, the date with it for any other day. */
export function clockTime(secs: number, nowSecs: number): string {
  const sameDay = new Date(secs * 1000).toDateString() === new Date(nowSecs * 1000).toDateString();
  const format = sameDay ? { timeStyle: "short" as const } : { dateStyle: "medium" as const, timeStyle: "short" as const };
  return new Intl.DateTimeFormat(language.format, format).format(secs * 1000);
}

/** Seconds of an RFC 3339 time, or null when it is not one. */
export function secsOf(time: string | null): number | null {
  const millis = time === null ? NaN : Date.parse(time);
  return Number.isNaN(millis) ? null : Math.floor(millis / 1000);
}

/** "English (United Kingdom)" for `en-GB` and for `en_GB`; the tag itself when nobody knows it. */
export function languageName(tag: string): string {
  try {
    const names = new Intl.DisplayNames(language.format, { type: "language", languageDisplay: "standard" });
    return names.of(tag.replaceAll("_", "-")) ?? plain(tag);
  } catch {
    return plain(tag);
  }
}

/** "1:05" for what is left of a wait. */
export function countdown(secs: number): string {
  return `${Math.floor(secs / 60)}:${String(secs % 60).padStart(2, "0")}`;
}

/** "a, b and c", or "a, b or c", in the person's language. */
export function list(items: string[], type: "conjunction" | "disjunction" = "conjunction"): string {
  return new Intl.ListFormat(language.format, { type }).format(items.map(plain));
}

/** True for a server on this very computer. */
export function isLocal(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host) || /\.localhost(:\d+)?$/.test(host);
}
