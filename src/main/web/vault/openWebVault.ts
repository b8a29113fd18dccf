import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { memoryVault } from '#core/ports/memoryVault.ts';
import type { Vault } from '#core/ports/ports.ts';
import { fileVault } from './fileVault.ts';

export type VaultOpening = {
  readonly dataFolder: string;
  /** From SITREP_VAULT_PASSPHRASE; never from the command line, where everybody can read it. */
  readonly passphrase: string | null;
  /** Asks on the terminal; null where there is none, an empty answer means no. */
  readonly ask: ((question: string) => Promise<string>) | null;
  readonly say: (text: string) => void;
};

/**
 * Memory only, unless a passphrase is given or a sealed file is there. A wrong passphrase, or none for a file that is
 * there, leaves the vault locked, which hosts that need it then show.
 */
export async function openWebVault(opening: VaultOpening): Promise<Vault> {
  const path = join(opening.dataFolder, 'vault.json');
  const isThere = existsSync(path);
  if (opening.passphrase === null && !isThere) return memoryVault();
  const vault = fileVault(path);
  const asked = isThere && opening.ask !== null ? await opening.ask('Passphrase of the vault: ') : '';
  const passphrase = opening.passphrase ?? asked;
  if (passphrase === '')
    opening.say('The vault stays locked: unlock it in the window, or set SITREP_VAULT_PASSPHRASE at the start.');
  else if (!(await vault.unlock(passphrase))) opening.say('That is not the passphrase of the vault; it stays locked.');
  return vault;
}
