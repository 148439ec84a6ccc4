/** Proves at build time that a switch names every case, and survives a newer core at run time. */
export function unknown<T>(value: never, otherwise: T): T {
  console.error("a word the page does not know", value);
  return otherwise;
}
