import type { LabFile } from '#shared/lab/labFile.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { channelSecretName } from './channels/channelSecretName.ts';
import { ingestTokenName } from './ingest/createIngestDesk.ts';
import type { Vault } from './ports/ports.ts';
import type { Secrets } from './rpc/coreServices.ts';
import { sudoPasswordName } from './runs/sudo/sudoDoor.ts';

/** The vault as a window may use it; `changed` is told after each change. */
export function windowSecrets(deps: {
  readonly vault: Vault;
  readonly lab: () => LabFile;
  readonly changed: () => void;
}): Secrets {
  const { vault, lab, changed } = deps;
  return {
    names: async () => {
      const { channels = [], hosts } = lab();
      const ofHosts = hosts.map(({ id }) => sudoPasswordName(id));
      const names = [...channels.map(({ id }) => channelSecretName(id)), ...ofHosts, ingestTokenName];
      const secrets = await Promise.all(names.map((name) => vault.get(name)));
      return names.filter((_name, index) => secrets[index] !== null);
    },
    set: async (name, secret) => {
      await vault.set(name, secret);
      changed();
    },
    delete: async (name) => {
      await vault.delete(name);
      changed();
    },
    unlock: async (passphrase) => {
      if (vault.state() !== 'locked') return;
      if ((await vault.unlock?.(passphrase)) !== true)
        throw new RequestError('INVALID', 'That is not the passphrase of the vault.', 'Type it again.');
    },
  };
}
