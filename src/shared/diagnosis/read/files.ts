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
    const match = /^([a-zA-Z-]{10}[.+]?) (\S+) (\S+) ([\d.]+) ([\d.]+) (\d+) (\/.*)$/.exec(line);
    if (match === null) return [];
    const [, mode = '', owner = '', group = '', , changed = '', size = '', path = ''] = match;
    return [{ mode, owner, group, changedAt: Number(changed) * 1_000, size: Number(size), path }];
  });
}

/** How many files below each folder, and the folder itself, have which owner. */
export type Owners = ReadonlyMap<string, ReadonlyMap<string, number>>;

export function ownersBelow(files: readonly FileEntry[]): Owners {
  const counts = new Map<string, Map<string, number>>();
  for (const { path, owner } of files)
    for (let folder = path; folder !== ''; folder = folder.slice(0, folder.lastIndexOf('/'))) {
      const known = counts.get(folder) ?? new Map<string, number>();
      counts.set(folder, known.set(owner, (known.get(owner) ?? 0) + 1));
    }
  return counts;
}

/** The account that a service runs as, from `id`. */
export type Account = { readonly name: string; readonly groups: readonly string[] };

export function readAccount(output: string): Account | null {
  const match = /^uid=\d+\(([^)]+)\) gid=\d+\(([^)]+)\)(?: groups=(.*))?$/m.exec(output);
  if (match === null) return null;
  const groups = [...(match[3] ?? '').matchAll(/\(([^)]+)\)/g)].map((one) => one[1] ?? '');
  return { name: match[1] ?? '', groups: [...new Set([match[2] ?? '', ...groups])] };
}

type Rights = { readonly mode: string; readonly owner: string; readonly group: string };

/** Whether the account may do this (`r`, `w`, `x`) by owner, group and mode; root may do all, and a list of rights (`+`) may allow it. */
export function may(account: Account, what: 'r' | 'w' | 'x', { mode, owner, group }: Rights): boolean {
  if (account.name === 'root') return what !== 'x' || !mode.startsWith('-') || /[xst]/.test(mode);
  if (mode.endsWith('+')) return true;
  const start = owner === account.name ? 1 : account.groups.includes(group) ? 4 : 7;
  const letter = mode[start + { r: 0, w: 1, x: 2 }[what]] ?? '-';
  return what === 'x' ? /[xst]/.test(letter) : letter === what;
}
