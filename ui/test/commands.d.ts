import "vitest/browser";

declare module "vitest/browser" {
  interface BrowserCommands {
    /** Shows everything in the few colours that the system chose, as for people who need strong contrasts. */
    forceColors: (on: boolean) => Promise<void>;
  }
}
