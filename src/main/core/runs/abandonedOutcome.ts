import type { Run, RunOutcome } from '#shared/run/run.ts';

/**
 * How a run ends that nobody carries on any more. `cause` begins the sentence: Sitrep was ended or killed in its
 * middle, or something unforeseen happened.
 */
export function abandonedOutcome(run: Run, cause = 'Sitrep ended'): RunOutcome {
  const begun = `${String(run.stepEnds.length)} of ${String(run.plan.steps.length)} steps were seen to end`;
  switch (run.stage) {
    case 'planned':
    case 'awaitingFolder':
    case 'awaitingConsent':
      return { kind: 'cancelled', text: `${cause} before it began; nothing was changed.` };
    case 'capturing':
      return { kind: 'cancelled', text: `${cause} while it kept the way back; nothing was changed.` };
    case 'executing':
      if (run.plan.effect === 'reads') return { kind: 'cancelled', text: `${cause}; ${begun}. It only looked.` };
      return { kind: 'unknown', text: `${cause} in the middle; ${begun}. Look first, before you repeat it.` };
    case 'verifying':
      return { kind: 'unknown', text: `${cause} before the recovery was seen; all steps had ended.` };
    case 'undoing':
      return { kind: 'unknown', text: `${cause} while undoing. Look first, then undo again.` };
    case 'ended':
      return run.outcome ?? { kind: 'unknown', text: 'It ended.' };
  }
  return run.stage satisfies never;
}
