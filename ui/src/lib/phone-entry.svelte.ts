import { countries, e164, homeRegion } from "./calling-codes";

/** A phone number while it is typed: the country, and the number as people write it there. */
export class PhoneEntry {
  readonly countries = countries();
  region = $state(homeRegion());
  typed = $state("");

  /** In E.164; empty where no digit was typed. */
  get number(): string {
    return e164(this.typed, this.countries.find((one) => one.region === this.region)!);
  }
}
