import { userInfo } from 'node:os';
import path from 'node:path';
import { parse } from 'ssh-config';
import { readConfigText } from './readConfigText.ts';
import type { SshTarget } from './readOptions.ts';
import type { RawOptions } from './sshOptions.ts';

/** Keys that ssh tries where the configuration names none. */
const defaultKeys = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'];

/** The same as `ssh -G` as far as a parser can know it: for computers without ssh. `Match exec` never matches. */
export async function fallbackOptions(target: SshTarget): Promise<RawOptions> {
  const folder = path.join(userInfo().homedir, '.ssh');
  const file = target.configFile === 'none' ? null : (target.configFile ?? path.join(folder, 'config'));
  const text = file === null ? '' : await readConfigText(file);
  const query = target.user === undefined ? { Host: target.name } : { Host: target.name, User: target.user };
  const computed = parse(text).compute(query, { ignoreCase: true, matchExec: false });
  const raw = new Map<string, readonly string[]>(
    Object.entries(computed).map(([keyword, value]) => [keyword.toLowerCase(), [value].flat()]),
  );
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
  fallBack('globalknownhostsfile', globalFiles());
  return raw;
}

function globalFiles(): readonly string[] {
  if (process.platform === 'win32')
    return [path.join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'ssh', 'ssh_known_hosts')];
  return ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];
}
