import { quote } from '../../ssh/channel/quote.ts';

/** A backup in one file: how it is taken apart, by the ending of its name. */
export type BackupArchive = {
  readonly kind: 'tar' | 'zip' | 'single';
  /** The programs that are needed on the host. */
  readonly programs: readonly string[];
  /** Sh text that tests it from end to end, and one that prints it without its compression. */
  readonly test: string;
  readonly unpacked: string;
  /** The name of the only file that is in it. */
  readonly name: string;
};

const compressions = [
  { endings: ['.gz'], short: ['.tgz'], program: 'gzip' },
  { endings: ['.xz'], short: ['.txz'], program: 'xz' },
  { endings: ['.zst'], short: ['.tzst'], program: 'zstd' },
  { endings: ['.bz2'], short: ['.tbz2', '.tbz'], program: 'bzip2' },
] as const;

/** What an archive's name may end with, for texts. */
export const archiveEndings =
  '.tar, .tar.gz, .tgz, .tar.xz, .tar.zst, .tar.bz2, .zip, or .gz and the like for one file';

/** In plain C unzip writes names of other alphabets in a code of its own. */
export const utf8 = 'LC_ALL=C.UTF-8';

/** The archive that a path names by its ending; null for what is taken for a folder. */
export function backupArchive(path: string): BackupArchive | null {
  const lower = path.toLowerCase();
  const file = quote(path);
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  if (lower.endsWith('.zip'))
    return { kind: 'zip', programs: ['unzip'], test: `${utf8} unzip -tqq ${file} </dev/null`, unpacked: '', name };
  if (lower.endsWith('.tar')) return { kind: 'tar', programs: ['tar'], test: 'true', unpacked: `cat < ${file}`, name };
  const packed = compressions.find(({ endings, short }) => [...endings, ...short].some((one) => lower.endsWith(one)));
  if (packed === undefined) return null;
  const isTar = packed.short.some((one) => lower.endsWith(one)) || /\.tar\.\w+$/.test(lower);
  return {
    kind: isTar ? 'tar' : 'single',
    programs: isTar ? [packed.program, 'tar'] : [packed.program],
    test: `${packed.program} -tq < ${file}`,
    unpacked: `${packed.program} -dcq < ${file}`,
    name,
  };
}

/** Programs of a runbook that take a backup apart; ours stand in their place. */
export const unpacking = /\b(?:tar|bsdtar|unzip|gunzip|gzip|zcat|unxz|xz|unzstd|zstd|bunzip2|bzip2)\b/;
