import type { Locale } from "../src/lib/text.svelte";

const sources = Object.values(import.meta.glob<string>("../src/**/*.en.ftl", { query: "?raw", import: "default", eager: true }));

const accents: Record<string, string> = {
  a: "à", b: "ƀ", c: "ç", d: "ð", e: "é", g: "ĝ", h: "ĥ", i: "ï", j: "ĵ", k: "ķ", l: "ļ", n: "ñ", o: "ô", r: "ŕ",
  s: "š", t: "ţ", u: "û", w: "ŵ", y: "ý", z: "ž", A: "Å", B: "Ɓ", C: "Ç", D: "Ð", E: "É", I: "Î", N: "Ñ", O: "Ø", S: "Š", U: "Û",
};

/** English that looks foreign: accents, two fifths longer, so that what does not fit shows itself. */
function stretch(text: string): string {
  const foreign = [...text].map((letter) => accents[letter] ?? letter).join("");
  const letters = text.replace(/[^a-z]/gi, "").length;
  return foreign + (letters > 2 ? " " + "ẋẋẋẋ ".repeat(Math.ceil((letters * 0.4) / 5)).trim() : "");
}

const bracket = (text: string) => `[${text}]`;

export const pseudo: Locale = {
  tag: "en-x-pseudo",
  name: "Pseudo",
  sources,
  dir: "ltr",
  transform: stretch,
  wrap: bracket,
};

/** The same, from right to left. */
export const pseudoRtl: Locale = { ...pseudo, tag: "en-x-rtl", name: "Pseudo RTL", dir: "rtl" };
