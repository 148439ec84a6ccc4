import { Failure } from "./api";

/** Rust takes no more, and has the last word; this only spares reading a film. */
const BYTES = 10 * 1024 * 1024;

/** The first picture among what was dropped or pasted. */
export function pictureIn(carried: DataTransfer | null): File | null {
  const files = [...(carried?.files ?? [])];
  return files.find((file) => file.type.startsWith("image/")) ?? files[0] ?? null;
}

/** A file as text, to cross to Rust. */
export function base64Of(file: File): Promise<string> {
  if (file.size > BYTES) return Promise.reject(new Failure({ code: "picture_not_right", problem: "too_large" }));
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    // "data:image/png;base64,…"; an empty file has nothing behind the comma, or no comma.
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(new Failure({ code: "picture_not_right", problem: "not_a_picture" }));
    reader.readAsDataURL(file);
  });
}
