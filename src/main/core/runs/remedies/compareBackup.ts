import type { PreflightItem } from '#shared/run/run.ts';
import type { Remote } from '../remote.ts';
import { comparison } from './backupComparison.ts';
import { backupWord } from './backupWord.ts';
import { pathOption, sudoOf } from './paths.ts';
import { cost, fine, refusal, type RemedyOrder } from './remedy.ts';

/** What the runbook copies a backup with; where that is under sudo, so are we. */
export const copying = /\b(cp|rsync|install|tar|unzip|gunzip|zcat|gzip|xz|zstd|bzip2)\b/;
const kinds = ['new', 'added-folder', 'changed', 'touched', 'dated', 'folder', 'same'] as const;
const odds = ['link', 'folder', 'file', 'shared'] as const;

/** A file or folder of the backup beside what the root has of that name. */
export type Compared = {
  readonly kind: (typeof kinds)[number];
  readonly size: number;
  readonly oldSize: number;
  readonly odd: (typeof odds)[number] | null;
  readonly file: string;
};

/** What differs between backup and root. */
export type Comparison = {
  readonly counts: Readonly<Partial<Record<Compared['kind'], number>>>;
  /** Some of each kind that differs, and of all that is odd. */
  readonly shown: readonly Compared[];
  /** Bytes of what is overwritten, and by how much the restored files take more room than now. */
  readonly keptBytes: number;
  readonly grownBytes: number;
};

export const countOf = ({ counts }: Comparison, ...wanted: readonly Compared['kind'][]): number =>
  wanted.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
export const fileCountOf = (comparison: Comparison): number =>
  countOf(comparison, 'new', 'changed', 'touched', 'dated', 'same');

function readLine(line: string): Compared | null {
  const match = /^(\S+) (\d+) (\d+) (\S+) (?:\.\/)?(.+)$/.exec(line);
  const kind = kinds.find((one) => one === match?.[1]);
  if (match === null || kind === undefined) return null;
  const odd = odds.find((one) => one === match[4]) ?? null;
  return { kind, size: Number(match[2]), oldSize: Number(match[3]), odd, file: match[5] ?? '' };
}

/** Sums up on the host, which may have any number of files. */
const summary = `awk '$1 == "end" { ended = 1; next }
{ count[$1]++; isKept = $1 ~ /^(changed|touched|dated)$/; isGrown = $1 ~ /^(changed|new)$/ && $2 > $3 }
isKept { kept += $3 }
isGrown { grown += $2 - $3 }
$1 == "same" || ($1 == "folder" && $4 == "-") { next }
count[$1] <= 6 || ($4 != "-" && odd++ < 20)
END { for (k in count) print "count", k, count[k]; printf "bytes %.0f %.0f\\n", kept, grown; if (ended) print "end" }'`;

/** Compares the order's backup with its root; null where not all of it could be looked at. */
export async function compareBackup(order: RemedyOrder, remote: Remote): Promise<Comparison | null> {
  const root = pathOption(order, 'root');
  const script = `${comparison(backupWord(order), root, sudoOf(order, copying))} | ${summary}`;
  const { stdout } = await remote.ask(script, { deadlineMs: 300_000 });
  const bytes = /^bytes (\d+) (\d+)\nend$/m.exec(stdout);
  if (bytes === null) return null;
  const lines = stdout.split('\n');
  const counts = lines.flatMap((line) => {
    const [, kind, count] = /^count (\S+) (\d+)$/.exec(line) ?? [];
    return kind === undefined ? [] : [[kind, Number(count)] as const];
  });
  return {
    counts: Object.fromEntries(counts),
    shown: lines.flatMap((line) => readLine(line) ?? []),
    keptBytes: Number(bytes[1]),
    grownBytes: Number(bytes[2]),
  };
}

/** The first few names of a kind, and how many more there are. */
export function named(comparison: Comparison, ...wanted: readonly Compared['kind'][]): string {
  const files = comparison.shown.filter(({ kind }) => wanted.includes(kind)).slice(0, 5);
  const more = countOf(comparison, ...wanted) - files.length;
  const names = files.map(({ file }) => file).join(', ');
  return more > 0 ? `${names} and ${String(more)} more` : names;
}

/** What restoring would overwrite and bring back; a backup that is empty or the same is refused. */
export function differenceItems(comparison: Comparison): readonly PreflightItem[] {
  const all = fileCountOf(comparison);
  const [changed, added, touched] = [
    countOf(comparison, 'changed'),
    countOf(comparison, 'new'),
    countOf(comparison, 'touched'),
  ];
  if (all === 0) return [refusal('The backup is empty')];
  if (changed + added + touched === 0)
    return [refusal(`Nothing differs from the backup (${filesText(all)}): restoring it would change nothing`)];
  const overwrites = `Overwrites ${String(changed)} of ${filesText(all)}: ${named(comparison, 'changed')}`;
  const touches = `Owner or mode may change of ${filesText(touched)} with the same contents: ${named(comparison, 'touched')}`;
  const missing = `${filesText(added)} that ${added === 1 ? 'is' : 'are'} missing: ${named(comparison, 'new')}`;
  return [
    ...(changed === 0 ? [] : [cost(overwrites)]),
    ...(touched === 0 ? [] : [cost(touches)]),
    ...(added === 0 ? [] : [fine(`Brings back ${missing}`)]),
  ];
}

const filesText = (amount: number): string => (amount === 1 ? '1 file' : `${String(amount)} files`);
