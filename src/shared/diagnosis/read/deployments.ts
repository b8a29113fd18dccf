import { readSections } from './blocks.ts';

/** A commit with the files that it touched; `movedAt` is when this host's work tree came to it, where that is known. */
export type Commit = {
  readonly root: string;
  readonly hash: string;
  readonly at: number;
  readonly subject: string;
  readonly files: readonly string[];
  /** Those of them that it removed. */
  readonly removed: readonly string[];
  readonly movedAt: number | null;
  /** The work tree began with it: there is nothing to go back to. */
  readonly isFirst: boolean;
};

/** Reads `git log --name-status` and the reflog of each work tree, newest first. */
export function readDeployments(output: string): readonly Commit[] {
  return [...readSections(output)].flatMap(([root, text]) => {
    if (!root.startsWith('/')) return [];
    const [log = '', moves = ''] = text.split('-- moves');
    const firsts = new Set([...moves.matchAll(/^0{7,40} ([0-9a-f]{7,40}) /gm)].map((one) => one[1] ?? ''));
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
      const touched = [...part.matchAll(/^([A-Z])\d*\t(.+)$/gm)].map((one) => ({
        isRemoved: one[1] === 'D',
        path: `${root}/${one[2] ?? ''}`,
      }));
      const files = touched.map(({ path }) => path);
      const removed = touched.filter(({ isRemoved }) => isRemoved).map(({ path }) => path);
      return [
        {
          root,
          hash,
          at: Number(at) * 1_000,
          subject,
          files,
          removed,
          movedAt: movedAt.get(hash) ?? null,
          isFirst: firsts.has(hash),
        },
      ];
    });
  });
}
