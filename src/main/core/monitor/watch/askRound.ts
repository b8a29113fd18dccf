import type { Clock, Stop } from '../../ports/ports.ts';
import type { HostSession, ProbeRequest, ProbeResult } from '../../ssh/hostSession.ts';

/** Milliseconds for which, once the host has answered, a round trip waits for the checks that have not. */
const patienceMs = 1_500;

/**
 * Asks the questions of one round trip and tells each result the moment it is known. Resolves with the results so far
 * when all are there, or when patience with the slow ones is over; those are told later (`isLate`).
 */
export async function askRound(
  deps: { readonly session: Pick<HostSession, 'probe'>; readonly clock: Clock },
  requests: readonly ProbeRequest[],
  signal: AbortSignal,
  hear: (result: ProbeResult, isLate: boolean) => void,
): Promise<readonly ProbeResult[]> {
  const results: ProbeResult[] = [];
  let isOver = false;
  let stopPatience: Stop | undefined;
  let giveUp = (): void => undefined;
  const patience = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const all = deps.session.probe(requests, signal, (result) => {
    if (!isOver) results.push(result);
    hear(result, isOver);
    if (result.kind === 'answered') stopPatience ??= deps.clock.after(patienceMs, giveUp);
  });
  await Promise.race([all, patience]);
  isOver = true;
  stopPatience?.();
  return results;
}
