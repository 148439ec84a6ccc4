export function keysOf(source: string): string[];
export function fileFor(keys: string[]): string;
