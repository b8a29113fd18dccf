import type { Finding, Run } from '#shared/run/run.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { proveRecovery } from './proveRecovery.ts';
import { remoteOf } from './remote.ts';
import type { RunDesk } from './runDesk.ts';
import type { RunParts } from './runParts.ts';

/** How long a host may be away before nobody looks any more by itself. */
const patienceMs = 600_000;

/** Resolves true when the host can be asked again; false when patience or the signal ended it. */
function connectedAgain(session: HostSession, parts: RunParts, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isConnected: boolean) => {
      stopListening();
      stopWaiting();
      signal.removeEventListener('abort', gaveUp);
      resolve(isConnected);
    };
    const gaveUp = () => settle(false);
    const stopListening = session.onState((state) => {
      if (state.kind === 'connected') settle(true);
    });
    const stopWaiting = parts.clock.after(patienceMs, gaveUp);
    signal.addEventListener('abort', gaveUp, { once: true });
    if (signal.aborted) gaveUp();
    else
      void session.connect(signal).then(
        (state) => state.kind === 'connected' && settle(true),
        (error: unknown) => parts.logger.warn('a host cannot be asked what became of a run', { why: String(error) }),
      );
  });
}

/**
 * After a run whose end nobody saw: waits for the host, looks at what the run wanted to reach, and journals what is
 * seen as a finding. Nothing is repeated, and the outcome stays unknown.
 */
export async function lookAfterwards(parts: RunParts, desk: RunDesk, run: Run, signal: AbortSignal): Promise<void> {
  const session = parts.sessionOf(run.hostId);
  if (session === null || !(await connectedAgain(session, parts, signal))) return;
  const { monitor, clock } = parts;
  const [remedy, order, handle] = [desk.remedyOf(run), desk.orderOf(run), desk.handleOf(run)];
  const proof = await proveRecovery({
    run,
    remedy,
    order,
    handle,
    remote: remoteOf(session, signal),
    monitor,
    clock,
    signal,
  });
  if (signal.aborted) return;
  const finding: Finding = {
    id: 'seen-afterwards',
    severity: proof === null ? 'unknown' : proof.isProved ? 'ok' : 'warning',
    text: proof === null ? 'Nothing tells what became of it: look at the host' : `Seen afterwards: ${proof.text}`,
    proof: '',
    suggests: [],
  };
  desk.record([{ type: 'run.found', data: { runId: run.id, findings: [finding] } }]);
}
