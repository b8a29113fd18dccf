import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import { withFilledWords } from '#shared/runbook/withFilledWords.ts';
import { isRunning } from '../state/incidentOrder.ts';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRunbookByHash } from '../state/useRunbook.ts';
import { Failed } from '../ui/Failed.tsx';
import { NotFound } from '../ui/NotFound.tsx';
import { useTitle } from '../ui/Page.tsx';
import { ClockStrip } from './ClockStrip.tsx';
import { DoNext } from './DoNext.tsx';
import { Escalation } from './Escalation.tsx';
import { Evidence } from './Evidence.tsx';
import { IncidentHeader } from './IncidentHeader.tsx';
import classes from './IncidentScreen.module.css';
import { PostMortem } from './PostMortem.tsx';
import { Procedure } from './Procedure.tsx';
import { Tell } from './Tell.tsx';
import { Timeline } from './Timeline.tsx';

type Props = {
  readonly incidentId: string;
  /** A run that takes the middle while it is looked at. */
  readonly run?: ReactNode;
};

/** Left: where we are in the procedure. Middle: what is known. Right: what to do now; at narrow width it comes first. */
export function IncidentScreen({ incidentId, run }: Props) {
  const incident = useSnapshot((snapshot) => snapshot.desk.incidents[incidentId]);
  if (incident === undefined) {
    return (
      <NotFound title="No such incident">
        There is no incident {incidentId}. <Link href={paths.reports}>All incidents</Link>
      </NotFound>
    );
  }
  return <Known incident={incident} run={run} />;
}

function Known({ incident, run }: { readonly incident: Incident; readonly run: ReactNode }) {
  useTitle(`P${incident.severity} ${incident.title}`);
  const answer = useRunbookByHash(incident.runbookHash);
  const runbook = answer.kind === 'ready' ? withFilledWords(answer.value.runbook, incident.variables) : null;
  return (
    <div className={classes['screen']}>
      <IncidentHeader incident={incident} levels={runbook?.levels ?? []} />
      <ClockStrip incident={incident} />
      {answer.kind === 'failed' && <Failed failure={answer.failure} />}
      <div className={classes['columns']} data-run={run === undefined ? undefined : ''}>
        {run !== undefined && <div className={classes['run']}>{run}</div>}
        <div className={classes['left']}>{runbook !== null && <Procedure incident={incident} runbook={runbook} />}</div>
        <div className={classes['middle']}>
          {runbook !== null && !isRunning(incident) && <PostMortem incident={incident} runbook={runbook} />}
          <Evidence incident={incident} runbook={runbook} />
          <Timeline incident={incident} />
        </div>
        <div className={classes['right']}>
          {runbook !== null && (
            <>
              <DoNext incident={incident} runbook={runbook} />
              <Tell incident={incident} runbook={runbook} />
              <Escalation incident={incident} runbook={runbook} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}
