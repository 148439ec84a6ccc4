import { say } from "./announce.svelte";
import { api, errorOf, type CommandError, type VaultView } from "./api";
import { messageOf, vaultKey } from "./messages";
import { t } from "./text.svelte";

/** One try at opening the vault; the state that follows is heard like any other. */
export class VaultTry {
  busy = $state(false);
  error = $state.raw<CommandError | null>(null);

  /** Looks again, without a prompt. */
  again = () => this.#run(api.checkVault);
  /** Lets the system ask the person. */
  unlock = () => this.#run(api.unlockVault);
  /** Takes back what the system asks; the try then ends like any other. */
  cancel = () => void api.cancelUnlock();

  async #run(ask: () => Promise<VaultView>): Promise<boolean> {
    this.busy = true;
    this.error = null;
    try {
      const vault = await ask();
      say(vault.vault === "ready" ? t("vault-ready-now") : t(vaultKey(vault.reason)));
      return vault.vault === "ready";
    } catch (caught) {
      const error = errorOf(caught);
      // Still closed is no news to the eye: the banner says so. The ear hears that the try is over.
      if (error.code === "vault") say(messageOf(error).text);
      else this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
