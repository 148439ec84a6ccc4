import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import type { MessageKey } from "./message-keys";

export type { MessageKey };
export type Args = Record<string, string | number>;

/** A language the page can speak. */
export type Locale = {
  tag: string;
  /** Its own name for itself. */
  name: string;
  /** Its sentences. Those of English grow with the screens that are fetched; any other language brings all of its own. */
  sources: string[];
  dir: "ltr" | "rtl";
  /** Only the pseudo-locales of the tests set these two. */
  transform?: (text: string) => string;
  wrap?: (text: string) => string;
};

const english: Locale = { tag: "en", name: "English", sources: [], dir: "ltr" };
const locales = new Map<string, Locale>([[english.tag, english]]);

let locale = $state.raw(english);
let bundle = $state.raw(load(english));

/** The language in use, and the tag for dates and numbers. */
export const language = {
  get locale() {
    return locale;
  },
  /** The person's own regional variant of it, so that clocks look as they do elsewhere. */
  get format() {
    return navigator.languages.find((tag) => tag.split("-")[0] === locale.tag) ?? locale.tag.split("-x-")[0]!;
  },
  get offered() {
    return [...locales.values()].filter((one) => !one.tag.includes("-x-"));
  },
};

/** Takes up English sentences; a file of them calls this when the first module that says one is loaded. */
export function learn(source: string) {
  english.sources.push(source);
  if (locale === english) teach(bundle, source);
}

/** Makes a further language available. */
export function addLocale(more: Locale) {
  locales.set(more.tag, more);
}

/** Speaks `tag`, or what the system speaks, or English. */
export function useLanguage(tag: string | null) {
  const wanted = tag === null ? navigator.languages : [tag];
  locale = wanted.map(closest).find((found) => found !== undefined) ?? english;
  bundle = load(locale);
  document.documentElement.lang = locale.tag;
  document.documentElement.dir = locale.dir;
}

/** The sentence of a key. A missing key shows itself, so that it is noticed. */
export function t(key: MessageKey, args: Args = {}): string {
  const pattern = bundle.getMessage(key)?.value;
  if (!pattern) return key;
  const text = bundle.formatPattern(pattern, isolated(args));
  return locale.wrap ? locale.wrap(text) : text;
}

const [ISOLATE, END] = [String.fromCodePoint(0x2068), String.fromCodePoint(0x2069)];

// Direction marks inside foreign text could turn a sentence of ours around.
const marks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Text from outside, without marks that would change how its neighbours read. */
export function plain(text: string): string {
  return text.replace(marks, "");
}

function isolated(args: Args): Record<string, FluentVariable> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === "string" ? isolate(value) : value]),
  );
}

function isolate(text: string): string {
  const clean = plain(text);
  const differs = rightToLeft.test(clean) !== (locale.dir === "rtl");
  return differs ? ISOLATE + clean + END : clean;
}

function closest(tag: string): Locale | undefined {
  return locales.get(tag) ?? locales.get(tag.split("-")[0]!);
}

function load(from: Locale): FluentBundle {
  // Isolation is done above and only where directions differ: marks nobody needs make names unequal.
  const options = { useIsolating: false, ...(from.transform && { transform: from.transform }) };
  const made = new FluentBundle(from.tag.split("-x-")[0]!, options);
  from.sources.forEach((source) => teach(made, source));
  return made;
}

function teach(speaker: FluentBundle, source: string) {
  // While somebody works on the page, a file comes again after each change.
  speaker.addResource(new FluentResource(source), { allowOverrides: true });
}
