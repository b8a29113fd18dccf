import type { Incident } from '#shared/incident/incident.ts';
import type { Runbook, TimedList } from '#shared/runbook/runbook.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { isRunning } from '../state/incidentOrder.ts';
import { useNow } from '../state/useNow.ts';
import { formatSpan } from '../ui/formatSpan.ts';
import { Panel } from '../ui/Panel.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import { phaseState } from './phaseState.ts';
import classes from './Procedure.module.css';
import { Step } from './Step.tsx';

type Props = { readonly incident: Incident; readonly runbook: Runbook };

/** The timed phases of the runbook with their steps; after the resolution the follow-ups take their place on top. */
export function Procedure({ incident, runbook }: Props) {
  const { acknowledgedAt, resolvedAt } = incident.timestamps;
  const phases = (
    <Panel key="phases" title="Procedure" aside={acknowledgedAt === null ? 'from acknowledgement' : null} isFlush>
      <TimedLists incident={incident} lists={runbook.phases} fromAt={acknowledgedAt} endedAt={resolvedAt} />
      {runbook.rules.map((rule) => (
        <p key={rule.line} className={classes['rule']}>
          {rule.text}
        </p>
      ))}
    </Panel>
  );
  const followUps = resolvedAt !== null && runbook.followUps.length > 0 && (
    <Panel key="followUps" title="Follow-ups" isFlush>
      <TimedLists incident={incident} lists={runbook.followUps} fromAt={resolvedAt} endedAt={null} />
    </Panel>
  );
  return isRunning(incident) ? phases : <>{[followUps, phases]}</>;
}

type ListsProps = {
  readonly incident: Incident;
  readonly lists: readonly TimedList[];
  readonly fromAt: number | null;
  readonly endedAt: number | null;
};

function TimedLists({ incident, lists, fromAt, endedAt }: ListsProps) {
  const now = useNow();
  return (
    <ol className={classes['lists']}>
      {lists.map((list) => {
        const state = phaseState(list, incident.marks, { fromAt, endedAt, now });
        return (
          <li key={list.id} data-state={state.kind}>
            <header className={classes['head']}>
              <h3>{list.title}</h3>
              <span className={classes['when']}>
                {list.isUntimed === true ? '' : <PhaseWhen list={list} fromAt={fromAt} />}
              </span>
              <span className={classes['state']}>{state.word}</span>
            </header>
            <ul>
              {list.steps.map((step) => (
                <Step key={step.id} step={step} mark={incident.marks[step.id] ?? null} incidentId={incident.id} />
              ))}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}

function PhaseWhen({ list, fromAt }: { readonly list: TimedList; readonly fromAt: number | null }) {
  return (
    <>
      {formatSpan(list)}
      {fromAt !== null && (
        <>
          , by <TimeOfDay at={fromAt + list.toMinutes * minuteMs} />
        </>
      )}
    </>
  );
}
