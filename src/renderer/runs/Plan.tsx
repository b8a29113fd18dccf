import type { PreflightItem, Run, RunStage } from '#shared/run/run.ts';
import { checkName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { formatDuration } from '../ui/formatTime.ts';
import { numbered } from '../ui/numbered.ts';
import { type MarkState, StateMark } from '../ui/StateMark.tsx';
import classes from './RunPanel.module.css';
import { WayBackText } from './WayBackText.tsx';

const marks: Readonly<Record<PreflightItem['verdict'], MarkState>> = {
  fine: 'ok',
  cost: 'warning',
  refusal: 'critical',
};

/** What stands in the place of a preflight that has not been made, by the stage of the run. */
const waitWords: Readonly<Partial<Record<RunStage, string>>> = {
  planned: 'Asking the host…',
  awaitingFolder: 'Once the folder is named',
};

/** Exactly what will run, what it costs as the host itself says, and how it will be proved. */
export function Plan({ run }: { readonly run: Run }) {
  const { plan, preflight } = run;
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  return (
    <dl className={classes['plan']}>
      <dt>{run.outcome === null ? 'Will run' : 'Commands'}</dt>
      <dd>
        {numbered(plan.steps).map(({ index, item: step }) => (
          <pre key={index} className={classes['command']}>
            {step.command}
            {step.cwd !== null && <span className={classes['cwd']}> in {step.cwd}</span>}
          </pre>
        ))}
      </dd>
      {plan.effect !== 'reads' && (
        <>
          <dt>Preflight</dt>
          <dd>
            {preflight.length === 0 ? (
              <output>{waitWords[run.stage]}</output>
            ) : (
              <ul className={classes['preflight']} aria-label="Preflight">
                {preflight.map((item) => (
                  <li key={item.text}>
                    <StateMark state={marks[item.verdict]}>{item.text}</StateMark>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </>
      )}
      {plan.verification !== null && (
        <>
          <dt>Proof</dt>
          <dd>
            {plan.verification.checkIds.map((id) => checkName(lab, id)).join(', ')} ok again within{' '}
            {formatDuration(plan.verification.windowMs)}
          </dd>
        </>
      )}
      {plan.effect !== 'reads' && (
        <>
          <dt>Way back</dt>
          <dd>
            <WayBackText wayBack={run.wayBack} />
          </dd>
        </>
      )}
    </dl>
  );
}
