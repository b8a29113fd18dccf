import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import { CloseDialog } from '../ui/CloseDialog.tsx';
import { paths } from '../state/paths.ts';
import { useNow } from '../state/useNow.ts';
import { useIncidentClocks } from '../state/useShownClocks.ts';
import { SeverityLabel } from '../ui/SeverityLabel.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { Left } from '../ui/times.tsx';
import classes from './Reports.module.css';

/** One resolved incident: which follow-ups are due when, and closing it. */
export function FollowUps({ incident }: { readonly incident: Incident }) {
  const now = useNow();
  const clocks = useIncidentClocks(incident).filter((clock) => clock.id.startsWith('followUp:'));
  const open = clocks.filter((clock) => clock.stoppedAt === null).length;
  const [isClosing, setIsClosing] = useState(false);
  return (
    <article className={classes['followUps']} aria-label={incident.title}>
      <header>
        <SeverityLabel severity={incident.severity} /> <Link href={paths.incident(incident.id)}>{incident.title}</Link>
        {incident.cause === null && <span className={classes['quiet']}>its cause is still to be set</span>}
        <Button onClick={() => setIsClosing(true)}>{open === 0 ? 'Close…' : `Close, waive ${open} open…`}</Button>
      </header>
      <ul>
        {clocks.map((clock) => (
          <li key={clock.id}>
            <StateMark state={clock.stoppedAt !== null ? 'ok' : now > clock.dueBy ? 'warning' : 'toCome'}>
              {clock.label}
            </StateMark>
            <span className={classes['quiet']}>{clock.stoppedAt === null ? <Left by={clock.dueBy} /> : 'done'}</span>
          </li>
        ))}
      </ul>
      {isClosing && <CloseDialog incident={incident} close={() => setIsClosing(false)} />}
    </article>
  );
}
