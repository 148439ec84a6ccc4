/** What a key press asks for. */
export type Wish = { wish: "settings" } | { wish: "refresh" } | { wish: "account"; step: 1 | -1 } | { wish: "section"; index: number };

const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Reads a key press; null when it is none of ours. */
export function wishOf(event: KeyboardEvent): Wish | null {
  if (event.key === "Tab" && event.ctrlKey && !event.altKey && !event.metaKey) {
    return { wish: "account", step: event.shiftKey ? -1 : 1 };
  }
  const main = apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!main || event.altKey || event.shiftKey) return null;

  if (event.key === ",") return { wish: "settings" };
  if (event.key.toLowerCase() === "r") return { wish: "refresh" };
  if (/^[1-9]$/.test(event.key)) return { wish: "section", index: Number(event.key) - 1 };
  return null;
}
