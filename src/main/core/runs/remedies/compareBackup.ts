import type { PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import type { Remote } from '../remote.ts';
import { pathOption, sudoOf } from './paths.ts';
import { cost, fine, refusal, type RemedyOrder } from './remedy.ts';

/** What the runbook copies a backup with; where that is under sudo, so are we. */
export const copying = /\b(cp|rsync|install|tar)\b/;
/** Sh text that prints every file of the folder it runs in. */
export const listFiles = `find . \\( -type f -o -type l \\) -print`;

/**
 * Says of each file of the backup whether the root has it, the same or another, with sizes in bytes, and what is odd
 * about the one there: a link, a folder, or a file with more names than one.
 */
export function comparison(backup: string, root: string, sudo: string): string {
  const script = `cd -- ${quote(backup)} && ${listFiles} | while IFS= read -r f; do
  t=${quote(root)}/"$f"
  n=$(stat -c %s -- "$f" 2>/dev/null || echo 0)
  o=-
  if [ -L "$t" ] && [ ! -L "$f" ]; then o=link; elif [ -d "$t" ] && [ ! -L "$t" ]; then o=folder
  elif [ "$(stat -c %h -- "$t" 2>/dev/null || echo 1)" -gt 1 ]; then o=shared; fi
  if [ ! -e "$t" ] && [ ! -L "$t" ]; then echo "new $n 0 $o $f"
  elif [ -L "$f" ] && [ "$(readlink -- "$f")" = "$(readlink -- "$t")" ]; then echo "same $n 0 - $f"
  elif [ ! -L "$f" ] && cmp -s -- "$f" "$t"; then echo "same $n 0 - $f"
  else echo "changed $n $(stat -c %s -- "$t" 2>/dev/null || echo 0) $o $f"; fi
done`;
  return sudo === '' ? script : `${sudo}sh -c ${quote(script)}`;
}

export type Compared = {
  readonly kind: string;
  readonly size: number;
  readonly oldSize: number;
  readonly odd: 'link' | 'folder' | 'shared' | null;
  readonly file: string;
};

const odds = ['link', 'folder', 'shared'] as const;

/** The files of the order's backup beside those of its root. */
export async function compareBackup(order: RemedyOrder, remote: Remote): Promise<readonly Compared[]> {
  const sudo = sudoOf(order, copying);
  const { stdout } = await remote.ask(comparison(pathOption(order, 'backup'), pathOption(order, 'root'), sudo), {
    deadlineMs: 120_000,
  });
  return stdout.split('\n').flatMap((line) => {
    const match = /^(new|same|changed) (\d+) (\d+) (\S+) \.\/(.+)$/.exec(line);
    return match === null
      ? []
      : [
          {
            kind: match[1] ?? '',
            size: Number(match[2]),
            oldSize: Number(match[3]),
            odd: odds.find((odd) => odd === match[4]) ?? null,
            file: match[5] ?? '',
          },
        ];
  });
}

/** The first few names, and how many more there are. */
export const named = (list: readonly Compared[]) => {
  const shown = list
    .slice(0, 5)
    .map(({ file }) => file)
    .join(', ');
  return list.length > 5 ? `${shown} and ${String(list.length - 5)} more` : shown;
};

/** What restoring would overwrite and bring back; a backup that is empty or the same is refused. */
export function differenceItems(list: readonly Compared[]): readonly PreflightItem[] {
  const [changed, added] = ['changed', 'new'].map((kind) => list.filter((one) => one.kind === kind));
  if (list.length === 0) return [refusal('The backup is empty')];
  if (changed?.length === 0 && added?.length === 0)
    return [
      refusal(`Nothing differs from the backup (${String(list.length)} files): restoring it would change nothing`),
    ];
  return [
    ...(changed?.length
      ? [cost(`Overwrites ${String(changed.length)} of ${String(list.length)} files: ${named(changed)}`)]
      : []),
    ...(added?.length ? [fine(`Brings back ${String(added.length)} files that are missing: ${named(added)}`)] : []),
  ];
}
