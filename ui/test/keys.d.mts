export type Sentences = { path: string; text: string };
export function catalogue(): Sentences[];
export function keysOf(source: string): string[];
export function fileFor(files: Sentences[]): string;
