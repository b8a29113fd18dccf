import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { assertNever } from '#shared/assertNever.ts';
import type { Incident, IncidentStatus, Severity } from '#shared/incident/incident.ts';
import { choicesFrom } from '#shared/incident/nextStatus.ts';
import type { SeverityLevel } from '#shared/runbook/runbook.ts';
import { isRunning } from '../state/incidentOrder.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import { CauseDialog } from './CauseDialog.tsx';
import { CloseDialog } from '../ui/CloseDialog.tsx';
import { ReasonDialog } from '../ui/ReasonDialog.tsx';
import classes from './IncidentHeader.module.css';
import { TimestampsDialog } from './TimestampsDialog.tsx';

const severities: readonly Severity[] = [1, 2, 3, 4];
/** Statuses with a capital, as headings show them. */
const statusWords: Readonly<Record<IncidentStatus, string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  resolving: 'Resolving',
  resolved: 'Resolved',
  closed: 'Closed',
};

type Asking =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'severity'; readonly severity: Severity }
  | { readonly kind: 'status'; readonly status: IncidentStatus }
  | { readonly kind: 'cause' }
  | { readonly kind: 'timestamps' };

type Props = { readonly incident: Incident; readonly levels: readonly SeverityLevel[] };

/** What the incident is, how severe, how far, and the ways to change that. */
export function IncidentHeader({ incident, levels }: Props) {
  const [asking, setAsking] = useState<Asking>({ kind: 'nothing' });
  const close = () => setAsking({ kind: 'nothing' });
  return (
    <header className={classes['header']}>
      <div className={classes['what']}>
        <SeverityMenu
          incident={incident}
          levels={levels}
          choose={(severity) => setAsking({ kind: 'severity', severity })}
        />
        <h1 className={classes['title']}>{incident.title}</h1>
      </div>
      <div className={classes['state']}>
        <span className={classes['id']}>{incident.id}</span>
        <AcknowledgeButton incident={incident} />
        <StatusMenu incident={incident} choose={setAsking} />
      </div>
      <Dialogs incident={incident} asking={asking} close={close} />
    </header>
  );
}

function AcknowledgeButton({ incident }: { readonly incident: Incident }) {
  const { run, isPending, failure } = useRequest((client, requestId) =>
    client.incident.acknowledge({ requestId, incidentId: incident.id }),
  );
  const isNew = incident.timestamps.acknowledgedAt === null && isRunning(incident);
  useShortcuts({ a: isNew && !isPending ? () => void run() : undefined });
  if (!isNew) return null;
  return (
    <>
      <Button variant="filled" size="sm" loading={isPending} onClick={() => void run()}>
        Acknowledge
        <KeyHint of="A" />
      </Button>
      <Failed failure={failure} />
    </>
  );
}

function SeverityMenu({ incident, levels, choose }: Props & { readonly choose: (severity: Severity) => void }) {
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className={classes['severity']} data-severity={incident.severity}>
          P{incident.severity}
          <span className="visually-hidden"> severity, change</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Severity {incident.severityBy === 'suggested' ? '(suggested)' : '(set by you)'}</Menu.Label>
        {severities.map((severity) => (
          <Menu.Item key={severity} onClick={() => choose(severity)} maw={360}>
            <strong>P{severity}</strong> {levels.find((level) => level.rank === severity)?.criteria.join(' · ')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function StatusMenu({ incident, choose }: { readonly incident: Incident; readonly choose: (asking: Asking) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="sm" aria-label={`Status: ${statusWords[incident.status]}, change`}>
          {statusWords[incident.status]} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choicesFrom(incident.status).map((status) => (
          <Menu.Item key={status} onClick={() => choose({ kind: 'status', status })}>
            {statusWords[status]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => choose({ kind: 'cause' })}>Set the cause…</Menu.Item>
        <Menu.Item onClick={() => choose({ kind: 'timestamps' })}>Correct timestamps…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

type DialogsProps = { readonly incident: Incident; readonly asking: Asking; readonly close: () => void };

function Dialogs({ incident, asking, close }: DialogsProps) {
  const incidentId = incident.id;
  switch (asking.kind) {
    case 'nothing':
      return null;
    case 'cause':
      return <CauseDialog incident={incident} close={close} />;
    case 'timestamps':
      return <TimestampsDialog incident={incident} close={close} />;
    case 'severity':
      return (
        <ReasonDialog
          title={`Set severity P${asking.severity}`}
          close={close}
          ask={(client, requestId, reason) =>
            client.incident.setSeverity({ requestId, incidentId, severity: asking.severity, reason })
          }
        />
      );
    case 'status':
      if (asking.status === 'closed') return <CloseDialog incident={incident} close={close} />;
      return (
        <ReasonDialog
          title={`Set status ${statusWords[asking.status].toLowerCase()}`}
          close={close}
          ask={(client, requestId, reason) =>
            client.incident.setStatus({ requestId, incidentId, status: asking.status, reason })
          }
        />
      );
    default:
      return assertNever(asking);
  }
}
