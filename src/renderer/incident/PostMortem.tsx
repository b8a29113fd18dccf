import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Incident } from '#shared/incident/incident.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { useAnswer } from '../state/useAnswer.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { Failed } from '../ui/Failed.tsx';
import { formatDuration } from '../ui/formatTime.ts';
import { Panel } from '../ui/Panel.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './PostMortem.module.css';
import { metricRows, postMortemText } from './postMortemText.ts';
import { timelineEntries } from './timelineEntry.ts';

type Props = { readonly incident: Incident; readonly runbook: Runbook };

const instants = [
  ['startedAt', 'Started'],
  ['detectedAt', 'Detected'],
  ['acknowledgedAt', 'Acknowledged'],
  ['mitigatedAt', 'Mitigated'],
  ['resolvedAt', 'Resolved'],
] as const;

/** The summary of an incident that is over: how fast, why, and in which order; copied as Markdown with its timeline. */
export function PostMortem({ incident, runbook }: Props) {
  return (
    <Panel title="Post-mortem" aside={<CopyButton incident={incident} runbook={runbook} />}>
      <dl className={classes['figures']}>
        {metricRows(incident).map(([name, ms]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{ms === null ? 'not known' : formatDuration(ms)}</dd>
          </div>
        ))}
      </dl>
      <ol className={classes['instants']} aria-label="When">
        {instants.map(([key, label]) => {
          const at = incident.timestamps[key];
          return (
            <li key={key}>
              {at === null ? `Not ${label.toLowerCase()}` : label} {at !== null && <TimeOfDay at={at} />}
            </li>
          );
        })}
      </ol>
      <p className={classes['cause']}>
        {incident.cause === null ? (
          <StateMark state="unknown">The cause is not set yet.</StateMark>
        ) : (
          <>Cause: {incident.cause}</>
        )}
      </p>
    </Panel>
  );
}

function CopyButton({ incident, runbook }: Props) {
  const revision = useSnapshot((snapshot) => snapshot.desk.revision);
  const timeZone = useSnapshot((snapshot) => snapshot.shell.timeZone);
  const [outcome, setOutcome] = useState<'nothing' | 'copied' | 'failed'>('nothing');
  const timeline = useAnswer(
    `timeline:${incident.id}`,
    (client) => client.desk.timeline({ incidentId: incident.id }),
    revision,
  );
  const copy = async (): Promise<void> => {
    if (timeline.kind !== 'ready') return;
    const steps = runbook.followUps.flatMap((list) => list.steps);
    const openFollowUps = steps
      .filter((step) => (incident.marks[step.id]?.state ?? 'open') === 'open')
      .map((step) => step.text);
    const entries = timelineEntries(timeline.value);
    await navigator.clipboard.writeText(postMortemText({ incident, entries, openFollowUps, timeZone }));
  };
  const copyIt = () => {
    copy().then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  };
  return (
    <>
      <Failed failure={timeline.kind === 'failed' ? timeline.failure : null} />
      <output>
        {outcome === 'copied' && 'copied'}
        {outcome === 'failed' && 'The browser did not allow copying; click into the page and try again.'}
      </output>
      <Button disabled={timeline.kind !== 'ready'} onClick={copyIt}>
        Copy as Markdown
      </Button>
    </>
  );
}
