export function chromium(): { executablePath?: string; channel?: string; args: string[] };
