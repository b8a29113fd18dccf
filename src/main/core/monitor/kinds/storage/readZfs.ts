import type { Outcome } from '#shared/check/observation.ts';
import { worstOf } from '#shared/check/outcomes.ts';
import type { Reading } from '../reading.ts';

/** ZFS keeps its data safe up to here; above it becomes slow and cannot rewrite. */
const fullPoolPercent = 90;

type Pool = { readonly name: string; readonly health: string; readonly percent: number };
type Judged = Pool & { readonly outcome: Outcome; readonly why: string };

/**
 * `zpool list -H -o name,health,capacity`, one pool a line, and `zpool status -x`, which speaks only of pools that are not
 * well: one may be ONLINE and have lost data. Null when it is not that.
 */
export function readZfs(list: string, status: string): Reading | null {
  const pools = list.split('\n').flatMap((line): readonly Pool[] => {
    const [name, health, capacity] = line.split('\t');
    if (name === undefined || health === undefined || capacity === undefined) return [];
    return [{ name, health, percent: Number.parseInt(capacity, 10) || 0 }];
  });
  if (pools.length === 0) return null;
  const troubles = troublesIn(status);
  const judged = pools.map((pool) => judge(pool, troubles.get(pool.name)));
  const bad = judged.filter(({ outcome }) => outcome !== 'ok');
  const told = (bad.length > 0 ? bad : judged).map(
    ({ name, health, percent, why }) => `${name} is ${health}, ${percent} % full${why === '' ? '' : ` (${why})`}`,
  );
  return {
    outcome: worstOf(judged.map(({ outcome }) => outcome)),
    text: `ZFS: ${told.join('; ')}`,
    values: pools.map(({ name, percent }) => ({ name, value: percent, unit: '%', warning: fullPoolPercent })),
  };
}

type Trouble = { readonly status: string; readonly hasLostData: boolean };

function judge(pool: Pool, trouble: Trouble | undefined): Judged {
  const why = trouble?.status ?? '';
  if (pool.health !== 'ONLINE' || trouble?.hasLostData === true) return { ...pool, outcome: 'critical', why };
  const isWarning = trouble !== undefined || pool.percent >= fullPoolPercent;
  return { ...pool, outcome: isWarning ? 'warning' : 'ok', why };
}

/** What `zpool status` says of each pool: the first sentence of its status, or the data that was lost. */
function troublesIn(text: string): ReadonlyMap<string, Trouble> {
  const blocks = text.split(/^\s*pool: /m).slice(1);
  return new Map(
    blocks.map((block) => {
      const name = block.split('\n')[0]?.trim() ?? '';
      const status = /^\s*status: ([^.]*(?:\n[^.\n]*)*)\./m.exec(block)?.[1]?.replaceAll(/\s+/g, ' ') ?? '';
      const errors = /^\s*errors: (.*)$/m.exec(block)?.[1] ?? '';
      const hasLostData = errors !== '' && !errors.startsWith('No known data errors');
      return [name, { status: hasLostData ? `errors: ${errors}` : status, hasLostData }];
    }),
  );
}
