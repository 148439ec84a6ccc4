import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A source file of the page, named as seen from `ui/`. */
export type Source = { path: string; text: string };

export function read(path: string): string {
  return readFileSync(root + path, "utf8");
}

/** All files below `src/` with one of these endings. */
export function sources(...endings: string[]): Source[] {
  return below("src", endings);
}

/** All files of the tests with one of these endings. */
export function tests(...endings: string[]): Source[] {
  return below("test", endings);
}

function below(folder: string, endings: string[]): Source[] {
  return readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: read(path) }));
}
