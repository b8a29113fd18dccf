import type { Clock, Stop } from '../ports/ports.ts';
import type { Findings } from './watch/findings.ts';

/** Keeps findings back after a pause until every check was looked at, so that nothing is said too early. */
export type Hold = {
  readonly findings: Findings;
  /** From now on findings wait until each of these checks has one. */
  readonly begin: (checkIds: readonly string[]) => void;
  /** Forgets what waits. */
  readonly drop: () => void;
};

/** One host that cannot be asked must not keep the others back for long. */
const holdLimitMs = 45_000;

type Waiting = { readonly open: Set<string>; readonly newest: Map<string, () => void>; readonly stopLimit: Stop };

export function createHold(deps: {
  readonly clock: Clock;
  readonly findings: Findings;
  readonly released: () => void;
}): Hold {
  let waiting: Waiting | null = null;

  const release = (): void => {
    const held = waiting;
    waiting = null;
    held?.stopLimit();
    for (const pass of held?.newest.values() ?? []) pass();
    deps.released();
  };

  const take = (checkId: string, pass: () => void): void => {
    if (waiting === null) {
      pass();
      return;
    }
    waiting.newest.set(checkId, pass);
    waiting.open.delete(checkId);
    if (waiting.open.size === 0) release();
  };

  const drop = (): void => {
    waiting?.stopLimit();
    waiting = null;
  };

  return {
    findings: {
      observe: (seen) => take(seen.checkId, () => deps.findings.observe(seen)),
      unobserve: (checkId, reason) => take(checkId, () => deps.findings.unobserve(checkId, reason)),
      mute: (checkId, by) => take(checkId, () => deps.findings.mute(checkId, by)),
    },
    begin: (checkIds) => {
      drop();
      if (checkIds.length === 0) {
        deps.released();
        return;
      }
      waiting = { open: new Set(checkIds), newest: new Map(), stopLimit: deps.clock.after(holdLimitMs, release) };
    },
    drop,
  };
}
