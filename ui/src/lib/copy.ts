import { api } from "./api";

/**
 * Puts a text on the clipboard. The text may still be on its way: some engines forget the click
 * during an `await`, so they are handed the promise itself.
 */
export async function copy(text: string | Promise<string>): Promise<boolean> {
  try {
    if (typeof text === "string") await navigator.clipboard.writeText(text);
    else await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then(blob) })]);
    return true;
  } catch {
    return false;
  }
}

function blob(text: string): Blob {
  return new Blob([text], { type: "text/plain" });
}

/** Copies a secret that the page shows, past the history of the clipboard; answers after how many seconds it is cleared. */
export async function copySecret(text: string): Promise<number> {
  return (await api.copySecret({ secret: "shown", text })).clearAfterSecs;
}
