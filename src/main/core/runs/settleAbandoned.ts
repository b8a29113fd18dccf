import type { Run, RunOutcome } from '#shared/run/run.ts';

/** How a run ends that nobody carries on any more: Sitrep was ended or killed in its middle. */
export function abandonedOutcome(run: Run): RunOutcome {
  const begun = `${String(run.stepEnds.length)} of ${String(run.plan.steps.length)} steps were seen to end`;
  switch (run.stage) {
    case 'planned':
    case 'awaitingConsent':
      return { kind: 'cancelled', text: 'Sitrep ended before it began; nothing was changed.' };
    case 'capturing':
      return { kind: 'cancelled', text: 'Sitrep ended while it kept the way back; nothing was changed.' };
    case 'executing':
      if (run.plan.effect === 'reads') return { kind: 'cancelled', text: `Sitrep ended; ${begun}. It only looked.` };
      return { kind: 'unknown', text: `Sitrep ended in the middle; ${begun}. Look first, before you repeat it.` };
    case 'verifying':
      return { kind: 'unknown', text: 'Sitrep ended before the recovery was seen; all steps had ended.' };
    case 'undoing':
      return { kind: 'unknown', text: 'Sitrep ended while undoing. Look first, then undo again.' };
    case 'ended':
      return run.outcome ?? { kind: 'unknown', text: 'It ended.' };
  }
  return run.stage satisfies never;
}
