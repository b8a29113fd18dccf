import type { StepMark } from '#shared/incident/incident.ts';
import type { TimedList } from '#shared/runbook/runbook.ts';
import { minuteMs } from '#shared/time/instant.ts';

export type PhaseState = { readonly kind: 'done' | 'now' | 'late' | 'later'; readonly word: string };

type Times = {
  readonly fromAt: number | null;
  /** From then on nothing more is due; null while it goes on. */
  readonly endedAt: number | null;
  readonly now: number;
};

/** Where a timed list stands: its steps decide first, then its minutes counted from `fromAt`. */
export function phaseState(
  list: TimedList,
  marks: Readonly<Record<string, StepMark>>,
  { fromAt, endedAt, now }: Times,
): PhaseState {
  const open = list.steps.filter((step) => (marks[step.id]?.state ?? 'open') === 'open').length;
  if (open === 0) return { kind: 'done', word: 'done' };
  if (fromAt === null || list.isUntimed === true) return { kind: 'later', word: '' };
  const minutes = ((endedAt ?? now) - fromAt) / minuteMs;
  if (minutes >= list.toMinutes) return { kind: 'late', word: `${open} open, late` };
  if (minutes >= list.fromMinutes && endedAt === null) return { kind: 'now', word: 'now' };
  return { kind: 'later', word: '' };
}
