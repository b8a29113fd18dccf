import { userInfo } from 'node:os';
import path from 'node:path';
import { evaluateConfig } from './evaluateConfig.ts';
import type { SshTarget } from './readOptions.ts';
import type { RawOptions } from './sshOptions.ts';
import { systemSshFile } from './systemSshFile.ts';

/** Keys that ssh tries where the configuration names none. */
const defaultKeys = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'];

/** The same as `ssh -G` as far as our own reading of the files can know it: for computers without ssh. */
export async function fallbackOptions(target: SshTarget): Promise<RawOptions> {
  const me = userInfo();
  const folder = path.join(me.homedir, '.ssh');
  const query = { name: target.name, user: target.user, localUser: me.username };
  const raw = new Map(await evaluateConfig(filesOf(target, folder), query));
  const set = (keyword: string, value: string | number | undefined): void => {
    if (value !== undefined) raw.set(keyword, [String(value)]);
  };
  const fallBack = (keyword: string, values: readonly string[]): void => {
    if (!raw.has(keyword)) raw.set(keyword, values);
  };
  set('hostname', target.address ?? raw.get('hostname')?.[0]?.replaceAll('%h', target.name));
  set('port', target.port);
  set('user', target.user);
  if (target.identityFile !== undefined) {
    raw.set('identityfile', [target.identityFile, ...(raw.get('identityfile') ?? [])]);
  }
  fallBack(
    'identityfile',
    defaultKeys.map((name) => path.join(folder, name)),
  );
  fallBack('userknownhostsfile', [path.join(folder, 'known_hosts'), path.join(folder, 'known_hosts2')]);
  fallBack('globalknownhostsfile', [systemSshFile('ssh_known_hosts'), systemSshFile('ssh_known_hosts2')]);
  return raw;
}

/** Where a file is named, it alone counts; otherwise the person's own and then the computer's. */
function filesOf({ configFile }: SshTarget, folder: string): readonly string[] {
  if (configFile === 'none') return [];
  return configFile === null ? [path.join(folder, 'config'), systemSshFile('ssh_config')] : [configFile];
}
