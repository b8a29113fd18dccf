import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
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
  const runbook = useRunbookByHash(incident.runbookHash);
  const levels = runbook.kind === 'ready' ? runbook.value.runbook.levels : [];
  return (
    <div className={classes['screen']}>
      <IncidentHeader incident={incident} levels={levels} />
      <ClockStrip incident={incident} />
      {runbook.kind === 'failed' && <Failed failure={runbook.failure} />}
      <div className={classes['columns']} data-run={run === undefined ? undefined : ''}>
        {run !== undefined && <div className={classes['run']}>{run}</div>}
        <div className={classes['left']}>
          {runbook.kind === 'ready' && <Procedure incident={incident} runbook={runbook.value.runbook} />}
        </div>
        <div className={classes['middle']}>
          {runbook.kind === 'ready' && !isRunning(incident) && (
            <PostMortem incident={incident} runbook={runbook.value.runbook} />
          )}
          <Evidence incident={incident} runbook={runbook.kind === 'ready' ? runbook.value.runbook : null} />
          <Timeline incident={incident} />
        </div>
        <div className={classes['right']}>
          {runbook.kind === 'ready' && (
            <>
              <DoNext incident={incident} runbook={runbook.value.runbook} />
              <Tell incident={incident} runbook={runbook.value.runbook} />
              <Escalation incident={incident} runbook={runbook.value.runbook} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}
