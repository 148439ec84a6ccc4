import { say } from "./announce.svelte";
import { api, errorOf, type CommandError, type VaultView } from "./api";
import { t } from "./text.svelte";

/** One try at opening the vault; the state that follows is heard like any other. */
export class VaultTry {
  busy = $state(false);
  error = $state.raw<CommandError | null>(null);

  /** Looks again, without a prompt. */
  again = () => this.#run(api.checkVault);
  /** Lets the system ask the person. */
  unlock = () => this.#run(api.unlockVault);

  async #run(ask: () => Promise<VaultView>): Promise<boolean> {
    this.busy = true;
    this.error = null;
    try {
      const vault = await ask();
      if (vault.vault === "ready") say(t("vault-ready-now"));
      return vault.vault === "ready";
    } catch (caught) {
      this.error = errorOf(caught);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
