import type { TrackedCheck } from '#shared/check/trackedCheck.ts';
import type { Clock } from '../../ports/ports.ts';
import type { ResolvedCheck } from '../resolveChecks.ts';
import type { Ask } from '../kinds/reading.ts';

/** A check's place in the schedule of its host. Times are monotonic. */
export type Slot = {
  check: ResolvedCheck;
  ask: Ask;
  dueAtMs: number;
  isRunning: boolean;
  /** Somebody asked for an answer that is newer than the one under way. */
  isWantedAgain: boolean;
  eager: number;
};

/** How often a check is asked while somebody waits for its recovery. */
const eagerMs = 700;
/** A check that is due this soon, as a share of its interval, joins a batch that starts now. */
const joinShare = 0.2;
const joinLimitMs = 3_000;
/** Rounds differ by this much, so that hosts do not march in step. */
const jitterShare = 0.05;

/** Milliseconds until a check is asked again, by what is believed of it. */
export function nextDelayMs(
  check: ResolvedCheck,
  tracked: TrackedCheck | null,
  isEager: boolean,
  jitter: number,
): number {
  const { intervalMs, recheckMs } = check.rhythm;
  if (isEager) return Math.min(eagerMs, recheckMs);
  const usual = intervalMs * (1 + jitterShare * (2 * jitter - 1));
  if (tracked === null) return usual;
  const { phase, mutedBy } = tracked.state;
  const waitsForProof =
    (phase.kind === 'soft' && mutedBy === null) || (phase.kind === 'hard' && (phase.good > 0 || tracked.worse > 0));
  return waitsForProof ? Math.min(recheckMs, usual) : usual;
}

/** The idle slots to ask now: those that are due and, if there are any, those that soon will be. */
export function dueSlots(slots: readonly Slot[], clock: Clock): readonly Slot[] {
  const now = clock.monotonic();
  const idle = slots.filter((slot) => !slot.isRunning);
  if (!idle.some((slot) => slot.dueAtMs <= now)) return [];
  return idle.filter((slot) => slot.dueAtMs <= now + Math.min(joinLimitMs, slot.check.rhythm.intervalMs * joinShare));
}
