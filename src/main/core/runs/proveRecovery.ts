import type { Run } from '#shared/run/run.ts';
import type { Clock } from '../ports/ports.ts';
import type { Proof, Remedy, RemedyOrder, Seen } from './remedies/remedy.ts';
import { type Remote, RemoteTrouble } from './remote.ts';
import type { ProofOfRecovery } from './runParts.ts';

type Task = {
  readonly run: Run;
  readonly remedy: Remedy | null;
  readonly order: RemedyOrder;
  readonly handle: Seen;
  readonly remote: Remote;
  readonly monitor: ProofOfRecovery;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const usualWindowMs = 60_000;

/** A check in the words of its last observation. */
function checkText(monitor: ProofOfRecovery, checkId: string): string {
  const last = monitor.stateOf(checkId)?.last ?? null;
  return last === null ? `${checkId} not seen` : `${checkId}: ${last.text}`;
}

const pause = (clock: Clock, delayMs: number) => new Promise<void>((resolve) => void clock.after(delayMs, resolve));

async function ownProof({ remedy, order, remote, handle }: Task): Promise<Proof | null> {
  try {
    return remedy === null ? null : await remedy.verify(order, remote, handle);
  } catch (error) {
    if (error instanceof RemoteTrouble) return { isProved: false, text: `not seen: ${error.message}` };
    throw error;
  }
}

/** Without checks the remedy's own proof is asked again and again, as long as the window lasts. */
async function ownProofInTime(task: Task, isOnly: boolean): Promise<Proof | null> {
  const endsAtMs = task.clock.monotonic() + usualWindowMs;
  for (;;) {
    const proof = await ownProof(task);
    const isOver = task.signal.aborted || task.clock.monotonic() >= endsAtMs;
    if (proof === null || proof.isProved || !isOnly || isOver) return proof;
    await pause(task.clock, 1_000);
  }
}

/**
 * Whether a remedy helped: the checks that fired are ok again within their window, and the remedy's own goal is seen.
 * Null where nothing can prove it.
 */
export async function proveRecovery(task: Task): Promise<Proof | null> {
  const { monitor, run, signal } = task;
  const { checkIds, windowMs } = run.plan.verification ?? { checkIds: [], windowMs: usualWindowMs };
  const isOk = checkIds.length === 0 || (await monitor.waitUntilOk(checkIds, windowMs, signal));
  const own = await ownProofInTime(task, checkIds.length === 0);
  if (checkIds.length === 0 && own === null) return null;
  const checks = checkIds.map((id) => checkText(monitor, id)).join('; ');
  const text = [checks, own?.text ?? ''].filter((part) => part !== '').join('; ');
  if (isOk && own?.isProved !== false) return { isProved: true, text: `Recovered: ${text}` };
  return { isProved: false, text: `No recovery within ${String(windowMs / 1_000)} s: ${text}` };
}
