import type { LabFile } from '#shared/lab/labFile.ts';
import { channelSecretName } from './channels/channelSecretName.ts';
import { ingestTokenName } from './ingest/createIngestDesk.ts';
import type { Vault } from './ports/ports.ts';
import type { Secrets } from './rpc/coreServices.ts';

/** The vault as a window may use it; `changed` is told after each change. */
export function windowSecrets(deps: {
  readonly vault: Vault;
  readonly lab: () => LabFile;
  readonly changed: () => void;
}): Secrets {
  const { vault, lab, changed } = deps;
  return {
    names: async () => {
      const names = [...(lab().channels ?? []).map(({ id }) => channelSecretName(id)), ingestTokenName];
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
  };
}
