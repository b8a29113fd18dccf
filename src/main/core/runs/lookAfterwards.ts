import { dayMs, secondMs } from '#shared/time/instant.ts';
import type { Finding, Run } from '#shared/run/run.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { proveRecovery, type SeenProof } from './proveRecovery.ts';
import { remoteOf } from './remote.ts';
import type { RunParts } from './runParts.ts';
import type { RunTools } from './runTools.ts';

/** How long a host may be away before nobody looks any more by itself. */
const patienceMs = dayMs;
/** A state may pass without a word, such as when the lab replaced the session: so often it is looked at anyhow. */
const lookEveryMs = 5 * secondMs;
/** Milliseconds within which a host that is back must show the goal; what is slower is told as it is then. */
const windowMs = 30 * secondMs;

export const seenAfterwardsId = 'seen-afterwards';

/** Whether nobody has looked yet what became of a run whose end was not seen. */
export const isUnseen = (run: Run): boolean =>
  run.outcome?.kind === 'unknown' && run.undoneAt === null && !run.findings.some(({ id }) => id === seenAfterwardsId);

/** Resolves when the session changes its state, after a while, or with the signal. */
function nextChange(session: HostSession, parts: RunParts, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      stopListening();
      stopWaiting();
      signal.removeEventListener('abort', go);
      resolve();
    };
    const stopListening = session.onState(go);
    const stopWaiting = parts.clock.after(lookEveryMs, go);
    signal.addEventListener('abort', go, { once: true });
  });
}

/** What is seen once the host can be asked again; null when patience or the signal ended the wait. */
async function proofOnceBack(
  { parts, desk, door }: RunTools,
  run: Run,
  signal: AbortSignal,
): Promise<{ readonly proof: SeenProof | null } | null> {
  const { monitor, clock } = parts;
  const [remedy, order, handle] = [desk.remedyOf(run), desk.orderOf(run), desk.handleOf(run)];
  const endsAtMs = clock.monotonic() + patienceMs;
  while (!signal.aborted && clock.monotonic() < endsAtMs) {
    const session = parts.sessionOf(run.hostId);
    if (session === null) return null;
    const { kind } = await session.connect(signal);
    // Being connected may be old news of a dead line: an answer counts.
    const isThere =
      kind === 'connected' && (await session.output(':', { deadlineMs: 10_000, signal })).end.kind === 'exited';
    if (!isThere) {
      if (!signal.aborted) await nextChange(session, parts, signal);
      continue;
    }
    const opened = await door.open(session, run.plan.steps, signal);
    const remote = remoteOf(opened.session, desk.hostName(run.hostId), signal);
    const proof = await proveRecovery({ run, remedy, order, handle, remote, monitor, clock, signal, windowMs });
    if (proof?.isSeen !== false) return { proof };
  }
  return null;
}

/**
 * After a run whose end nobody saw: waits for the host, looks at what the run wanted to reach, and journals what is
 * seen as a finding. Nothing is repeated, and the outcome stays unknown.
 */
export async function lookAfterwards(tools: RunTools, run: Run, signal: AbortSignal): Promise<void> {
  const seen = await proofOnceBack(tools, run, signal);
  if (signal.aborted || seen === null) return;
  const { proof } = seen;
  const finding: Finding = {
    id: seenAfterwardsId,
    severity: proof === null ? 'unknown' : proof.isProved ? 'ok' : 'warning',
    text:
      proof === null
        ? 'Nothing tells what became of it: look at the host'
        : `Seen afterwards${proof.isProved ? '' : ', not as it should be'}: ${proof.text}`,
    proof: '',
    suggests: [],
  };
  tools.desk.record([{ type: 'run.found', data: { runId: run.id, findings: [finding], standing: null } }]);
}
