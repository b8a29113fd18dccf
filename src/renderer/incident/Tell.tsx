import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import type { MessageTemplate, Runbook } from '#shared/runbook/runbook.ts';
import { paths } from '../state/paths.ts';
import { nextTemplate } from '../state/nextTemplate.ts';
import { useTemplates } from '../state/useTemplates.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { count } from '../ui/formatValue.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Panel } from '../ui/Panel.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import classes from './Tell.module.css';

type Props = { readonly incident: Incident; readonly runbook: Runbook };

/** Which message is due, what is drafted, and what went out. */
export function Tell({ incident, runbook }: Props) {
  const [, navigate] = useLocation();
  const templates = useTemplates(runbook);
  const draft = useRequest((client, requestId, templateId: string) =>
    client.message.draft({ requestId, incidentId: incident.id, templateId }),
  );
  const next = nextTemplate(incident, templates);
  const open = async (template: MessageTemplate) => {
    const made = await draft.run(template.id);
    if (made !== null) navigate(paths.draft(incident.id, made.id));
  };
  useShortcuts({ d: next === null || draft.isPending ? undefined : () => void open(next) });
  const drafts = Object.values(incident.drafts);
  return (
    <Panel title="Tell">
      <Failed failure={draft.failure} />
      {templates.length === 0 && <Nothing>There are no message templates.</Nothing>}
      <ul className={classes['list']}>
        {templates.map((template) => (
          <li key={template.id}>
            <Button
              fullWidth
              justify="space-between"
              variant={template === next ? 'light' : 'default'}
              loading={draft.isPending}
              onClick={() => void open(template)}
              rightSection={template === next ? <KeyHint of="D" /> : null}
              aria-label={`Draft: ${template.title}`}
            >
              {template.title}
            </Button>
          </li>
        ))}
        {drafts.map((one) => {
          const missing = one.fields.filter((field) => field.source === 'missing').length;
          return (
            <li key={one.id} className={classes['line']}>
              <Link href={paths.draft(incident.id, one.id)}>Draft: {one.title}</Link>{' '}
              <span>{missing === 0 ? 'ready' : `${count(missing, 'field')} to fill`}</span>
            </li>
          );
        })}
        {incident.messages.toReversed().map((sent) => (
          <li key={`${sent.draftId}:${sent.at}:${sent.via}`} className={classes['line']}>
            {sent.subject}{' '}
            <span>
              by {sent.via} <TimeOfDay at={sent.at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
