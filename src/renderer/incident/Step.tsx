import type { StepMark } from '#shared/incident/incident.ts';
import type { RunbookStep } from '#shared/runbook/runbook.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { Tick } from '../ui/Tick.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './Procedure.module.css';

type Props = { readonly step: RunbookStep; readonly mark: StepMark | null; readonly incidentId: string };

/** One step of the procedure: ticked by a person or by a fact, and then it says why. */
export function Step({ step, mark, incidentId }: Props) {
  const state = mark?.state ?? 'open';
  const { run, isPending, failure } = useRequest((client, requestId, next: 'done' | 'skipped' | 'open') =>
    client.incident.markStep({ requestId, incidentId, stepId: step.id, state: next, why: '' }),
  );
  return (
    <li className={classes['step']} data-state={state}>
      <Tick
        label={step.text}
        isOn={state === 'done'}
        isDisabled={isPending}
        change={() => void run(state === 'open' ? 'done' : 'open')}
      />
      {state === 'open' ? (
        <button
          type="button"
          className={classes['skip']}
          disabled={isPending}
          onClick={() => void run('skipped')}
          aria-label={`Skip: ${step.text}`}
        >
          skip
        </button>
      ) : (
        <span />
      )}
      {mark !== null && state !== 'open' && (
        <span className={classes['why']} title={mark.why}>
          {state === 'skipped' ? 'skipped' : mark.why === '' ? 'done' : mark.why}
          {mark.by === 'fact' ? ', by itself ' : ', by you '}
          <TimeOfDay at={mark.at} />
        </span>
      )}
      <Failed failure={failure} />
    </li>
  );
}
