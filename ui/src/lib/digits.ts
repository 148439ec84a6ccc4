// The zeros of the digits that people type besides 0–9: Arabic-Indic, its eastern form, Devanagari.
const zeros = [0x0660, 0x06f0, 0x0966];

/** A code as it was typed or pasted, without spaces and dashes and in the digits that everybody sends. */
export function digits(typed: string): string {
  return [...typed.normalize("NFKC")].map(western).join("").replace(/[\s\u2010-\u2015-]/g, "");
}

function western(letter: string): string {
  const point = letter.codePointAt(0)!;
  const zero = zeros.find((zero) => point >= zero && point < zero + 10);
  return zero === undefined ? letter : String(point - zero);
}
