import type { Clock } from '../ports/ports.ts';
import type { CheckBook } from './checkBook.ts';
import type { HostWatch } from './watch/hostWatch.ts';

type Needs = {
  readonly clock: Clock;
  readonly book: Pick<CheckBook, 'check' | 'onSeen'>;
  readonly watchOf: (checkId: string) => HostWatch | undefined;
};

/**
 * True as soon as each check's newest answer to a question asked after this call is ok; false when the window has
 * passed, the signal was aborted, or one of the checks does not exist.
 */
export async function waitUntilOk(
  { clock, book, watchOf }: Needs,
  checkIds: readonly string[],
  windowMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted || checkIds.some((id) => book.check(id) === null)) return false;
  const sinceMs = clock.monotonic();
  const open = new Set(checkIds);
  if (open.size === 0) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const stopSeen = book.onSeen(({ checkId, observation, startedAtMs }) => {
    if (startedAtMs < sinceMs || !checkIds.includes(checkId)) return;
    if (observation.outcome === 'ok') open.delete(checkId);
    else open.add(checkId);
    if (open.size === 0) resolve(true);
  });
  const stopWindow = clock.after(windowMs, () => resolve(false));
  const abort = (): void => resolve(false);
  signal.addEventListener('abort', abort, { once: true });
  for (const id of checkIds) watchOf(id)?.setEager(id, true);
  for (const id of checkIds) watchOf(id)?.checkNow([id]);
  try {
    return await promise;
  } finally {
    stopSeen();
    stopWindow();
    signal.removeEventListener('abort', abort);
    for (const id of checkIds) watchOf(id)?.setEager(id, false);
  }
}
