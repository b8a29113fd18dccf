import { Link } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import type { Run } from '#shared/run/run.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { paths } from '../state/paths.ts';
import { speaksForItself } from '../state/checkView.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useHostViews } from '../state/useHostViews.ts';
import { useIncidentRuns } from '../state/useIncidentRuns.ts';
import { Panel } from '../ui/Panel.tsx';
import { RunOutput } from '../ui/RunOutput.tsx';
import { outcomeMark } from '../ui/runWords.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { Ago, TimeOfDay } from '../ui/times.tsx';
import { Diagnose } from './Diagnose.tsx';
import classes from './Evidence.module.css';
import { Findings } from './Findings.tsx';

/** What nobody asks about any more was not seen to be well. */
const endMarks = { recovered: 'ok', retired: 'unobserved' } as const;

type Props = { readonly incident: Incident; readonly runbook: Runbook | null };

/** What is known: what fails now, what diagnostics found, and every run with its output. */
export function Evidence({ incident, runbook }: Props) {
  const runs = useIncidentRuns(incident);
  return (
    <Panel title="Evidence" aside={<Diagnose incident={incident} runbook={runbook} />} isFlush>
      <Alerts incident={incident} />
      <Going runs={runs} incidentId={incident.id} />
      <Findings incident={incident} runbook={runbook} />
      <Around incident={incident} />
      {runs.length > 0 && (
        <div className={classes['block']}>
          <h3>Runs</h3>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} incidentId={incident.id} />
          ))}
        </div>
      )}
    </Panel>
  );
}

/** A diagnosis that goes on: how far it is, with the way to its output and its stop. */
function Going({ runs, incidentId }: { readonly runs: readonly Run[]; readonly incidentId: string }) {
  const run = runs.find((one) => one.subject.kind === 'diagnosis' && one.stage !== 'ended');
  if (run === undefined) return null;
  return (
    <output className={classes['going']}>
      <StateMark state="running">
        Diagnosing: {run.stepEnds.length} of {run.plan.steps.length} looks done.
      </StateMark>{' '}
      <Link href={paths.incidentRun(incidentId, run.id)}>Output and stop</Link>
    </output>
  );
}

function Alerts({ incident }: { readonly incident: Incident }) {
  const alerts = useSnapshot((snapshot) => snapshot.desk.alerts);
  const own = incident.alertIds
    .flatMap((id) => alerts[id] ?? [])
    .toSorted((one, other) => Number(one.ended !== null) - Number(other.ended !== null));
  if (own.length === 0) return null;
  return (
    <ul className={classes['block']} aria-label="Alerts">
      {own.map((alert) => (
        <li key={alert.id} className={classes['fact']}>
          <StateMark state={alert.ended === null ? alert.outcome : endMarks[alert.ended.kind]} />
          <span className={classes['text']}>
            {alert.ended?.kind === 'recovered' ? alert.ended.text : alert.text}{' '}
            <span className={classes['quiet']}>
              {alert.ended === null ? 'since ' : `${alert.ended.kind} `}
              <TimeOfDay at={alert.ended?.at ?? alert.problemSinceAt} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The other checks of the host, so that one sees at once what is fine. */
function Around({ incident }: { readonly incident: Incident }) {
  const hosts = useHostViews();
  const host = hosts.find((one) => one.host.id === incident.hostId);
  if (host === undefined || host.checks.length === 0) return null;
  return (
    <div className={classes['block']}>
      <h3>
        Now on <Link href={paths.host(host.host.id)}>{host.name}</Link>
        {host.seenAt !== null && (
          <span className={classes['quiet']}>
            {' '}
            seen <Ago at={host.seenAt} withTime={false} />
          </span>
        )}
      </h3>
      <ul className={classes['around']}>
        {host.checks.map((check) => (
          <li key={check.checkId}>
            <StateMark state={check.state} isSoft={check.isSoft}>
              {!speaksForItself(check) && <strong>{check.name}</strong>} {check.text}
            </StateMark>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RunRow({ run, incidentId }: { readonly run: Run; readonly incidentId: string }) {
  const mark = outcomeMark(run);
  return (
    <details className={classes['run']}>
      <summary>
        <StateMark state={mark.state}>
          <span className={classes['runTitle']}>{run.plan.title}</span>
        </StateMark>
        <span className={classes['quiet']}>
          {mark.word} <TimeOfDay at={run.endedAt ?? run.startedAt} />
        </span>
      </summary>
      <div className={classes['output']}>
        {run.outcome !== null && <p>{run.outcome.text}</p>}
        <RunOutput run={run} />
        <Link href={paths.incidentRun(incidentId, run.id)}>Open this run</Link>
      </div>
    </details>
  );
}
