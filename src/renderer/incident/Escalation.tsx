import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Incident } from '#shared/incident/incident.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { Panel } from '../ui/Panel.tsx';
import { ReasonDialog } from '../ui/ReasonDialog.tsx';
import classes from './Tell.module.css';

type Props = { readonly incident: Incident; readonly runbook: Runbook };

/** Whom to call when, by the runbook's ladders, with the contacts that answer for each. */
export function Escalation({ incident, runbook }: Props) {
  const contacts = useSnapshot((snapshot) => snapshot.lab.lab.contacts);
  const [target, setTarget] = useState<string | null>(null);
  if (runbook.escalation.length === 0) return null;
  return (
    <Panel title="Escalate">
      {runbook.escalation.map((ladder) => (
        <div key={ladder.line} className={classes['ladder']}>
          <h3>{ladder.title}</h3>
          <ol>
            {ladder.targets.map((one) => (
              <li key={one.line} className={classes['target']}>
                <span>
                  {one.order}. {one.name}
                  <span className={classes['quiet']}>{one.when}</span>
                  {contacts
                    .filter((contact) => contact.escalation?.includes(one.name))
                    .map((contact) => (
                      <span key={contact.id} className={classes['quiet']}>
                        {contact.name}{' '}
                        {contact.phone !== undefined && <a href={`tel:${contact.phone}`}>{contact.phone}</a>}{' '}
                        {contact.email !== undefined && <a href={`mailto:${contact.email}`}>{contact.email}</a>}
                      </span>
                    ))}
                </span>
                <Button onClick={() => setTarget(one.name)} aria-label={`Escalate to ${one.name}`}>
                  Escalate
                </Button>
              </li>
            ))}
          </ol>
        </div>
      ))}
      {target !== null && (
        <ReasonDialog
          title={`Escalate to ${target}`}
          close={() => setTarget(null)}
          ask={(client, requestId, reason) =>
            client.incident.escalate({ requestId, incidentId: incident.id, target, reason })
          }
        />
      )}
    </Panel>
  );
}
