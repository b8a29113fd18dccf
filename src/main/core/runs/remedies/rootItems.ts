import type { PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { isDangerousRoot } from '../removalItems.ts';
import type { Remote } from '../remote.ts';
import { refusal } from './remedy.ts';

/** Where the folder leads to, links resolved, then the homes of people (not of programs, which have no shell). */
const script = (folder: string) => `cd -- ${quote(folder)} 2>/dev/null && pwd -P || echo
awk -F: '$7 !~ /(nologin|false|sync)$/ { print $6 }' /etc/passwd
cd ~ && pwd -P`;

/** Refuses a folder that is a whole system, a home, or a link to one; what it is called says too little of it. */
export async function rootItems(folder: string, remote: Remote): Promise<readonly PreflightItem[]> {
  const [real = '', ...homes] = (await remote.ask(script(folder))).stdout.split('\n');
  if (real === '') return [];
  const way = real === folder ? folder : `${folder} (which is ${real})`;
  if (isDangerousRoot(real)) return [refusal(`${way} would concern a whole system or a home: refused`)];
  return homes.includes(real) ? [refusal(`${way} is somebody's home: refused`)] : [];
}
