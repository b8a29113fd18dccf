import { readSections } from './blocks.ts';

/** A commit with the files that it touched; `movedAt` is when this host's work tree came to it, where that is known. */
export type Commit = {
  readonly root: string;
  readonly hash: string;
  readonly at: number;
  readonly subject: string;
  readonly files: readonly string[];
  readonly movedAt: number | null;
};

/** Reads `git log --name-only` and the reflog of each work tree, newest first. */
export function readDeployments(output: string): readonly Commit[] {
  return [...readSections(output)].flatMap(([root, text]) => {
    if (!root.startsWith('/')) return [];
    const [log = '', moves = ''] = text.split('-- moves');
    const movedAt = new Map(
      [...moves.matchAll(/^[0-9a-f]+ ([0-9a-f]{7,40}) .*> (\d+) [+-]\d{4}/gm)].map((one) => [
        one[1] ?? '',
        Number(one[2]) * 1_000,
      ]),
    );
    return log.split(/^(?=commit [0-9a-f]{7,} )/m).flatMap((part): readonly Commit[] => {
      const match = /^commit ([0-9a-f]{7,40}) (\d+) (.*)$/m.exec(part);
      if (match === null) return [];
      const [, hash = '', at = '', subject = ''] = match;
      const files = part
        .split('\n')
        .slice(1)
        .filter((line) => line.trim() !== '')
        .map((line) => `${root}/${line.trim()}`);
      return [{ root, hash, at: Number(at) * 1_000, subject, files, movedAt: movedAt.get(hash) ?? null }];
    });
  });
}
