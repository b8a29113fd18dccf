import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { paths } from '../state/paths.ts';
import { useEndedIncidents, useRunningIncidents } from '../state/useIncidents.ts';
import { count } from '../ui/formatValue.ts';
import { Nothing } from '../ui/Nothing.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { SeverityLabel } from '../ui/SeverityLabel.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './Messages.module.css';

/** Drafts that wait, and what went out, of all incidents. */
export function Messages() {
  const running = useRunningIncidents();
  const incidents = [...running, ...useEndedIncidents()];
  const drafts = incidents.flatMap((incident) => Object.values(incident.drafts).map((draft) => ({ incident, draft })));
  const sent = incidents
    .flatMap((incident) => incident.messages.map((message) => ({ incident, message })))
    .sort((one, other) => other.message.at - one.message.at);
  return (
    <Page
      title="Messages"
      aside={running.map((incident) => (
        <Button key={incident.id} component={Link} href={paths.compose(incident.id)}>
          New message: {incident.title}
        </Button>
      ))}
    >
      <Panel title="Drafts" isFlush>
        {drafts.length === 0 && <Nothing>No drafts. In an incident, the key D drafts the message that is due.</Nothing>}
        <ul>
          {drafts.map(({ incident, draft }) => {
            const missing = draft.fields.filter((field) => field.source === 'missing').length;
            return (
              <li key={draft.id} className={classes['row']}>
                <SeverityLabel severity={incident.severity} />
                <span className={classes['what']}>
                  <Link href={paths.draft(incident.id, draft.id)}>{draft.title}</Link>
                  <span>{draft.subject}</span>
                </span>
                <span className={classes['when']}>
                  {missing === 0 ? 'ready' : `${count(missing, 'field')} to fill`}
                </span>
              </li>
            );
          })}
        </ul>
      </Panel>
      <Panel title="Sent" isFlush>
        {sent.length === 0 && <Nothing>Nothing was sent yet.</Nothing>}
        <ul>
          {sent.map(({ incident, message }) => (
            <li key={`${message.draftId}:${message.at}:${message.via}`} className={classes['row']}>
              <SeverityLabel severity={incident.severity} />
              <span className={classes['what']}>
                <Link href={paths.incident(incident.id)}>{message.subject}</Link>
                <span>{message.to.length === 0 ? 'no recipients' : message.to.join(', ')}</span>
              </span>
              <span className={classes['when']}>
                {message.via} <TimeOfDay at={message.at} />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </Page>
  );
}
