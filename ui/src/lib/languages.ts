import { languageName } from "./format";
import { language } from "./text.svelte";

/** Languages that many people write, in ISO 639: what a profile can hold. Which of them a project knows, it tells when asked. */
const WRITTEN =
  "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi zh zu";

/** Every language to choose from, by its name, with the one that is set already. */
export function languages(current: string | null): { value: string; label: string }[] {
  const tags = new Set([...WRITTEN.split(" "), ...(current ? [current] : [])]);
  const collator = new Intl.Collator(language.format);

  return [...tags].map((value) => ({ value, label: languageName(value) })).sort((one, other) => collator.compare(one.label, other.label));
}
