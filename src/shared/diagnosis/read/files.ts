/** A file as `find -printf '%M %u %g %T@ %C@ %s %p'` tells it. */
export type FileEntry = {
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  readonly changedAt: number;
  readonly size: number;
  readonly path: string;
};

export function readFiles(output: string): readonly FileEntry[] {
  return output.split('\n').flatMap((line) => {
    const match = /^([a-zA-Z-]{10})[.+]? (\S+) (\S+) ([\d.]+) ([\d.]+) (\d+) (\/.*)$/.exec(line);
    if (match === null) return [];
    const [, mode = '', owner = '', group = '', , changed = '', size = '', path = ''] = match;
    return [{ mode, owner, group, changedAt: Number(changed) * 1_000, size: Number(size), path }];
  });
}

/** One step of the way to a file, from `namei -l`. */
export type WayStep = { readonly mode: string; readonly owner: string; readonly group: string; readonly path: string };
export type Way = { readonly target: string; readonly steps: readonly WayStep[]; readonly missing: string | null };

export function readWays(output: string): readonly Way[] {
  const ways: { target: string; steps: WayStep[]; missing: string | null; at: string }[] = [];
  for (const line of output.split('\n')) {
    const target = /^f: (\/.*)$/.exec(line)?.[1];
    if (target !== undefined) ways.push({ target, steps: [], missing: null, at: '' });
    const way = ways.at(-1);
    if (way === undefined || target !== undefined) continue;
    const gone = /^\s+(\S.*) - No such file or directory$/.exec(line)?.[1];
    const step = /^\s*([a-zA-Z-]{10})[.+]? (\S+)\s+(\S+)\s+(.+?)(?: -> .*)?$/.exec(line);
    if (gone !== undefined) way.missing ??= `${way.at}/${gone}`;
    if (step === null) continue;
    const [, mode = '', owner = '', group = '', name = ''] = step;
    way.at = name === '/' ? '' : `${way.at}/${name}`;
    way.steps.push({ mode, owner, group, path: way.at === '' ? '/' : way.at });
  }
  return ways;
}

/** The account that a service runs as, from `id`. */
export type Account = { readonly name: string; readonly groups: readonly string[] };

export function readAccount(output: string): Account | null {
  const match = /^uid=\d+\(([^)]+)\) gid=\d+\(([^)]+)\)(?: groups=(.*))?$/m.exec(output);
  if (match === null) return null;
  const groups = [...(match[3] ?? '').matchAll(/\(([^)]+)\)/g)].map((one) => one[1] ?? '');
  return { name: match[1] ?? '', groups: [...new Set([match[2] ?? '', ...groups])] };
}

/** Whether the account may do this (`r`, `w`, `x`) by owner, group and mode; root may do all. */
export function may(account: Account, what: 'r' | 'w' | 'x', { mode, owner, group }: Omit<WayStep, 'path'>): boolean {
  if (account.name === 'root') return true;
  const start = owner === account.name ? 1 : account.groups.includes(group) ? 4 : 7;
  const letter = mode[start + { r: 0, w: 1, x: 2 }[what]] ?? '-';
  return what === 'x' ? /[xst]/.test(letter) : letter === what;
}
