/** One step of the way to a file, from `namei -l`; `link` is where a link points. */
export type WayStep = {
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  readonly path: string;
  readonly link: string | null;
};

/** The way to a file: `missing` is the part of it that is not there, `link` the link that leads into nothing. */
export type Way = {
  readonly target: string;
  readonly steps: readonly WayStep[];
  readonly missing: string | null;
  readonly link: WayStep | null;
};

type Walk = { target: string; steps: WayStep[]; missing: string | null; link: WayStep | null; at: string };

/** Reads `namei -l` of several files. What a link points to is indented below it, and goes on from its folder. */
export function readWays(output: string): readonly Way[] {
  const walks: Walk[] = [];
  for (const line of output.split('\n')) {
    const target = /^f: (\/.*)$/.exec(line)?.[1];
    if (target !== undefined) walks.push({ target, steps: [], missing: null, link: null, at: '' });
    const walk = walks.at(-1);
    if (walk !== undefined && target === undefined) walkOn(walk, line);
  }
  return walks.map(({ target, steps, missing, link }) => ({ target, steps, missing, link }));
}

function walkOn(walk: Walk, line: string): void {
  const gone = /^\s+(\S.*) - No such file or directory$/.exec(line)?.[1];
  if (gone !== undefined) {
    const last = walk.steps.at(-1) ?? null;
    walk.missing ??= `${walk.at}/${gone}`;
    walk.link = last?.link == null ? walk.link : last;
  }
  const step = /^\s*([a-zA-Z-]{10}[.+]?) (\S+)\s+(\S+)\s+(.+?)(?: -> (.*))?$/.exec(line);
  if (step === null) return;
  const [, mode = '', owner = '', group = '', name = '', link] = step;
  const path = name === '/' ? '/' : `${walk.at}/${name}`;
  walk.steps.push({ mode, owner, group, path, link: link ?? null });
  if (link === undefined) walk.at = path === '/' ? '' : path;
}
