import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { nextTemplate } from '../state/nextTemplate.ts';
import { paths } from '../state/paths.ts';
import { useNow } from '../state/useNow.ts';
import { useTemplates } from '../state/useTemplates.ts';
import { useRequest } from '../state/useRequest.ts';
import { useIncidentClocks } from '../state/useShownClocks.ts';
import { Failed } from '../ui/Failed.tsx';
import { count } from '../ui/formatValue.ts';
import { Nothing } from '../ui/Nothing.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { Left } from '../ui/times.tsx';
import { CauseDialog } from './CauseDialog.tsx';
import { CloseDialog } from '../ui/CloseDialog.tsx';
import classes from './DoNext.module.css';
import { openFollowUps } from '../state/openFollowUps.ts';

type Props = { readonly incident: Incident; readonly runbook: Runbook };

/** What is left once the outage is over: the last message, the cause, the follow-ups, and closing. */
export function AfterResolution({ incident, runbook }: Props) {
  const [asking, setAsking] = useState<'nothing' | 'cause' | 'close'>('nothing');
  if (incident.status === 'closed') return <Nothing>Closed. Nothing is left to do.</Nothing>;
  const stopAsking = () => setAsking('nothing');
  const open = openFollowUps(incident, runbook);
  return (
    <>
      <ul aria-label="Left to do">
        <LastMessage incident={incident} runbook={runbook} />
        {incident.cause === null && (
          <li className={classes['item']}>
            <What name="Say what caused it" reason="the messages and the post-mortem use it" />
            <Button onClick={() => setAsking('cause')}>Set the cause…</Button>
          </li>
        )}
        <FollowUpsLeft incident={incident} open={open} />
        <li className={classes['item']}>
          <What name="Close the incident" reason={closingReason(open, runbook)} />
          <Button onClick={() => setAsking('close')}>Close…</Button>
        </li>
      </ul>
      {asking === 'cause' && <CauseDialog incident={incident} close={stopAsking} />}
      {asking === 'close' && <CloseDialog incident={incident} close={stopAsking} />}
    </>
  );
}

function closingReason(open: number, { followUps }: Runbook): string {
  if (open > 0) return `asks why ${count(open, 'follow-up')} can be waived`;
  return followUps.length === 0 ? 'the runbook names no follow-ups' : 'all follow-ups are done';
}

function What({ name, reason }: { readonly name: string; readonly reason: string }) {
  return (
    <div className={classes['what']}>
      <span className={classes['name']}>{name}</span>
      <span className={classes['reason']}>{reason}</span>
    </div>
  );
}

function LastMessage({ incident, runbook }: Props) {
  const [, navigate] = useLocation();
  const draft = useRequest((client, requestId, templateId: string) =>
    client.message.draft({ requestId, incidentId: incident.id, templateId }),
  );
  const template = nextTemplate(incident, useTemplates(runbook));
  if (template?.purpose !== 'resolution') return null;
  const write = async () => {
    const made = await draft.run(template.id);
    if (made !== null) navigate(paths.draft(incident.id, made.id));
  };
  const isSent = incident.messages.some((message) => message.templateId === template.id);
  if (isSent) return null;
  return (
    <li className={classes['item']} data-first>
      <What name="Tell that it is over" reason={template.title} />
      <Failed failure={draft.failure} />
      <Button variant="filled" loading={draft.isPending} onClick={() => void write()}>
        Write the message
      </Button>
    </li>
  );
}

function FollowUpsLeft({ incident, open }: { readonly incident: Incident; readonly open: number }) {
  const now = useNow();
  const clocks = useIncidentClocks(incident).filter(
    ({ id, stoppedAt }) => id.startsWith('followUp:') && stoppedAt === null,
  );
  if (open === 0) return null;
  return (
    <li className={classes['item']}>
      <div className={classes['what']}>
        <span className={classes['name']}>{count(open, 'follow-up')} open, ticked in the list of follow-ups</span>
        {clocks.map((clock) => (
          <span key={clock.id} className={classes['reason']}>
            <StateMark state={now > clock.dueBy ? 'warning' : 'toCome'}>{clock.label}</StateMark>{' '}
            <Left by={clock.dueBy} />
          </span>
        ))}
      </div>
    </li>
  );
}
