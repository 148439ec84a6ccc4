import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** How to start the system's own Chromium: `LATCHKEY_CHROMIUM`, or the first on the path, or an installed Chrome. */
export function chromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = process.env.LATCHKEY_CHROMIUM ?? names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  // Containers run as root, where the browser's own sandbox refuses to start; only our pages are loaded.
  const args = ["--no-sandbox"];
  return found ? { executablePath: found, args } : { channel: "chrome", args };
}
