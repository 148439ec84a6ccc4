import { language } from "./text.svelte";

// ITU-T E.164, list of assigned country codes. A country that is missing is typed with its + by hand.
const codes =
  "AE971 AR54 AT43 AU61 BE32 BG359 BR55 CA1 CH41 CL56 CN86 CO57 CY357 CZ420 DE49 DK45 EE372 EG20 ES34 FI358 FR33 GB44 " +
  "GR30 HK852 HR385 HU36 ID62 IE353 IL972 IN91 IS354 IT39 JP81 KE254 KR82 LT370 LU352 LV371 MA212 MT356 MX52 MY60 NG234 " +
  "NL31 NO47 NZ64 PE51 PH63 PK92 PL48 PT351 RO40 RS381 SA966 SE46 SG65 SI386 SK421 TH66 TN216 TR90 TW886 UA380 US1 VN84 ZA27";

export type Country = { region: string; code: string; name: string };

/** Countries by their names in the person's language. */
export function countries(): Country[] {
  const names = new Intl.DisplayNames(language.format, { type: "region" });
  const all = codes.split(" ").map((entry) => {
    const region = entry.slice(0, 2);
    return { region, code: entry.slice(2), name: names.of(region) ?? region };
  });
  return all.sort((one, other) => new Intl.Collator(language.format).compare(one.name, other.name));
}

/** The country of the person's system, where it is in the list. */
export function homeRegion(): string {
  const region = new Intl.Locale(language.format).maximize().region ?? "";
  return new RegExp(`\\b${region}\\d`).test(codes) && region !== "" ? region : "US";
}

// Countries where the first 0 is a part of the number abroad, too.
const keepsZero = new Set(["IT"]);

/** A number as it is typed, in E.164; one that begins with + or 00 stands for itself. */
export function e164(typed: string, { region, code }: Pick<Country, "region" | "code">): string {
  const trimmed = typed.normalize("NFKC").trim();
  const digits = trimmed.replace(/\D/g, "");
  if (digits === "") return "";
  if (trimmed.startsWith("+")) return `+${digits}`;
  if (trimmed.startsWith("00")) return `+${digits.slice(2)}`;
  return `+${code}${keepsZero.has(region) ? digits : digits.replace(/^0+/, "")}`;
}
