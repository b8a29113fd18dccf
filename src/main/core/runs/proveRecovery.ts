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
  /** Milliseconds within which recovery must be seen; the plan's own window where absent. */
  readonly windowMs?: number;
};

/** A proof, whether the host could be asked for it at all, and how long was waited for it. */
export type SeenProof = Proof & { readonly isSeen: boolean; readonly windowMs: number };
type OwnProof = Omit<SeenProof, 'windowMs'>;

const usualWindowMs = 60_000;

/** A check in the words of its last observation. */
function checkText(monitor: ProofOfRecovery, checkId: string): string {
  const last = monitor.stateOf(checkId)?.last ?? null;
  return last?.text ?? `${checkId} not seen`;
}

const pause = (clock: Clock, delayMs: number) => new Promise<void>((resolve) => void clock.after(delayMs, resolve));

/** What the remedy sees of its goal; without a remedy only whether the host can be asked. Null where it proves nothing. */
async function ownProof({
  remedy,
  order,
  remote,
  handle,
}: Pick<Task, 'remedy' | 'order' | 'remote' | 'handle'>): Promise<OwnProof | null> {
  try {
    if (remedy !== null) return { ...(await remedy.verify(order, remote, handle)), isSeen: true };
    await remote.ask(':');
    return null;
  } catch (error) {
    if (error instanceof RemoteTrouble) return { isProved: false, isSeen: false, text: `not seen: ${error.message}` };
    throw error;
  }
}

/** The goal of a remedy as it is this very moment, in a sentence; empty where nothing tells. */
export async function seenNow(task: Pick<Task, 'remedy' | 'order' | 'remote' | 'handle'>): Promise<string> {
  const { remedy } = task;
  const own = remedy === null ? null : await ownProof(task);
  return own === null || !own.isSeen || own.text === '' ? '' : ` Seen now: ${own.text}.`;
}

/** Without checks the remedy's own proof is asked again and again, as long as the window lasts. */
async function ownProofInTime(task: Task, windowMs: number): Promise<OwnProof | null> {
  const endsAtMs = task.clock.monotonic() + windowMs;
  for (;;) {
    const proof = await ownProof(task);
    if (proof === null || proof.isProved || task.signal.aborted || task.clock.monotonic() >= endsAtMs) return proof;
    await pause(task.clock, 1_000);
  }
}

/**
 * Whether a remedy helped: the checks that fired are ok again within their window, and the remedy's own goal is seen.
 * Null where nothing can prove it. While the host cannot be asked it is waited for, as long as the window lasts.
 */
export async function proveRecovery(task: Task): Promise<SeenProof | null> {
  const { monitor, run, remedy, signal } = task;
  const checkIds = run.plan.verification?.checkIds ?? [];
  const windowMs = task.windowMs ?? run.plan.verification?.windowMs ?? usualWindowMs;
  if (checkIds.length === 0) return remedy === null ? null : told(await ownProofInTime(task, windowMs), '', windowMs);
  const isOk = await monitor.waitUntilOk(checkIds, windowMs, signal);
  // Checks that are ok were answered by the host just now.
  const own = isOk && remedy === null ? null : await ownProof(task);
  const checks = checkIds.map((id) => checkText(monitor, id)).join('; ');
  return told(own ?? { isProved: isOk, isSeen: true, text: '' }, checks, windowMs, isOk);
}

function told(own: OwnProof | null, checks: string, windowMs: number, isOk = true): SeenProof | null {
  if (own === null) return null;
  const text = [checks, own.text].filter((part) => part !== '').join('; ');
  return { isProved: isOk && own.isProved, isSeen: own.isSeen || (isOk && own.isProved), text, windowMs };
}
