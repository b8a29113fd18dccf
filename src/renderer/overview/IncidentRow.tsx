import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import { paths } from '../state/paths.ts';
import { suggestedActions } from '#shared/incident/suggestedActions.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useIncidentRuns } from '../state/useIncidentRuns.ts';
import { useRunbookByHash } from '../state/useRunbook.ts';
import { ClockLine } from '../ui/ClockLine.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { outcomeMark } from '../ui/runWords.ts';
import { SeverityLabel } from '../ui/SeverityLabel.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './Overview.module.css';

type Props = {
  readonly incident: Incident;
  readonly isFirst: boolean;
  /** An acknowledgement is on its way. */
  readonly isBusy: boolean;
  readonly acknowledge: () => void;
};

/** One running incident: its clock, its cause in words, its next action. Keys act on the first row only. */
export function IncidentRow({ incident, isFirst, isBusy, acknowledge }: Props) {
  const alerts = useSnapshot((snapshot) => snapshot.desk.alerts);
  const texts = incident.alertIds.flatMap((id) => alerts[id] ?? []).filter((alert) => alert.ended === null);
  const isNew = incident.timestamps.acknowledgedAt === null;
  return (
    <article
      className={classes['row']}
      data-severity={incident.severity}
      aria-label={`P${incident.severity} ${incident.title}`}
    >
      <SeverityLabel severity={incident.severity} />
      <h2 className={classes['title']}>
        <Link href={paths.incident(incident.id)}>{incident.title}</Link>
      </h2>
      <div className={classes['clock']}>
        <ClockLine incident={incident} />
      </div>
      <p className={classes['text']}>
        {texts.length === 0 ? `${incident.status}; no check fails now` : texts.map((alert) => alert.text).join('; ')},
        since <TimeOfDay at={incident.timestamps.startedAt} />
      </p>
      <p className={classes['next']}>
        <NextAction incident={incident} />
      </p>
      <div className={classes['actions']}>
        {isNew && (
          <Button variant={isFirst ? 'filled' : 'default'} size="sm" disabled={isBusy} onClick={acknowledge}>
            Acknowledge
            {isFirst && <KeyHint of="A" />}
          </Button>
        )}
        <Button size="sm" component={Link} href={paths.incident(incident.id)}>
          Review
          {isFirst && <KeyHint of="Enter" />}
        </Button>
      </div>
    </article>
  );
}

function NextAction({ incident }: { readonly incident: Incident }) {
  const runs = useIncidentRuns(incident);
  const runbook = useRunbookByHash(incident.runbookHash);
  const active = runs.find((run) => run.stage !== 'ended' && run.plan.effect !== 'reads');
  if (active !== undefined) {
    return (
      <>
        {outcomeMark(active).state === 'paused' ? `${outcomeMark(active).word}: ` : 'running: '}
        <strong>{active.plan.title}</strong>
      </>
    );
  }
  const next = runbook.kind === 'ready' ? suggestedActions(runbook.value.runbook, incident, runs)[0] : undefined;
  // The mildest remedy of the runbook is no advice where nothing was found that it would mend.
  return next?.isSuggested !== true ? null : (
    <>
      next: <strong>{next.action.title}</strong>
    </>
  );
}
