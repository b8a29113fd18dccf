import { userInfo } from 'node:os';
import path from 'node:path';
import type { SshName } from '#shared/rpc/contract.ts';
import type { Logger } from '../../ports/ports.ts';
import { listNames } from '../config/listNames.ts';
import { readOptions } from '../config/readOptions.ts';

/** The names of the configuration with what they lead to; a name whose options cannot be read is left out and logged. */
export async function listSshNames(deps: {
  readonly sshFolder: () => string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Logger;
  readonly configFileFor?: unknown;
}): Promise<readonly SshName[]> {
  const own = path.join(userInfo().homedir, '.ssh');
  const folder = path.resolve(deps.sshFolder());
  // Where hosts choose their file, the person's own names stay beside the folder's.
  const folders = deps.configFileFor === undefined || folder === own ? [folder] : [folder, own];
  const lists = await Promise.all(folders.map((folder) => namesOf(folder, folder === own, deps)));
  const seen = new Set<string>();
  return lists.flat().filter(({ alias }) => !seen.has(alias) && seen.add(alias));
}

async function namesOf(
  folder: string,
  isOwn: boolean,
  deps: { readonly environment: NodeJS.ProcessEnv; readonly logger: Logger },
): Promise<readonly SshName[]> {
  const file = path.join(folder, 'config');
  const names = await listNames(file);
  const signal = new AbortController().signal;
  const found = await Promise.all(
    names.map(async (alias): Promise<SshName | null> => {
      try {
        const target = { name: alias, configFile: isOwn ? null : file };
        const options = await readOptions(target, deps.environment, signal);
        return { alias, address: options.hostName, port: options.port, user: options.user, jumps: options.proxyJump };
      } catch (error) {
        deps.logger.warn('ssh name left out', { alias, text: error instanceof Error ? error.message : String(error) });
        return null;
      }
    }),
  );
  return found.filter((name) => name !== null);
}
