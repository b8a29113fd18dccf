import type { Run } from '#shared/run/run.ts';
import { resourcesClash } from '#shared/run/resources.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { Seen } from './remedies/remedy.ts';

/**
 * A run that this process carries on.
 *
 *   looking -> waiting (for consent) -> working -> (gone)
 */
export type ActiveRun = {
  readonly runId: string;
  readonly controller: AbortController;
  phase: 'looking' | 'waiting' | 'working';
  /** Facts of the preflight for capture to compare, and when they were seen, in monotonic time. */
  seen: Seen;
  seenAtMs: number;
};

/** The runs of this process, and who holds what on which host. */
export type ActiveRuns = ReturnType<typeof createActiveRuns>;

export function createActiveRuns(runOf: (runId: string) => Run, hostName: (hostId: string) => string) {
  const active = new Map<string, ActiveRun>();
  const works = new Set<Promise<void>>();

  /** The run that works on the host right now and would be disturbed; null where nothing is in the way. */
  const inTheWay = (runId: string, hostId: string, resource: string): Run | null => {
    const working = [...active.values()].filter((one) => one.phase === 'working' && one.runId !== runId);
    const others = working.map((one) => runOf(one.runId));
    return others.find((run) => run.hostId === hostId && resourcesClash(run.plan.resource, resource)) ?? null;
  };

  return {
    get: (runId: string) => active.get(runId) ?? null,
    has: (runId: string) => active.has(runId),
    add: (runId: string, phase: ActiveRun['phase']): ActiveRun => {
      const one: ActiveRun = { runId, controller: new AbortController(), phase, seen: {}, seenAtMs: 0 };
      active.set(runId, one);
      return one;
    },
    remove: (runId: string) => void active.delete(runId),
    /** Throws `RequestError` CONFLICT that names the run in the way. */
    checkFree: (runId: string, hostId: string, resource: string): void => {
      const other = inTheWay(runId, hostId, resource);
      if (other === null) return;
      throw new RequestError(
        'CONFLICT',
        `"${other.plan.title}" is running on ${hostName(hostId)}${other.plan.resource === 'host' ? '' : ` (${other.plan.resource})`}`,
        'Wait until it has ended, or stop it.',
      );
    },
    /** Keeps track of work until it is done, for `close`. */
    track: (work: Promise<void>): void => {
      works.add(work);
      void work.finally(() => works.delete(work));
    },
    abortAll: (reason: string): void => {
      for (const one of active.values()) if (one.phase !== 'waiting') one.controller.abort(new Error(reason));
    },
    allDone: async (): Promise<void> => {
      await Promise.allSettled(works);
    },
  };
}
