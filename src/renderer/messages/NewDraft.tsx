import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { useTemplates } from '../state/useTemplates.ts';
import { useRunbookByHash } from '../state/useRunbook.ts';
import { Failed } from '../ui/Failed.tsx';
import { NotFound } from '../ui/NotFound.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import classes from './Messages.module.css';

/** Chooses the template of a new message about an incident. */
export function NewDraft({ incidentId }: { readonly incidentId: string }) {
  const incident = useSnapshot((snapshot) => snapshot.desk.incidents[incidentId]);
  const runbook = useRunbookByHash(incident?.runbookHash ?? '');
  const templates = useTemplates(runbook.kind === 'ready' ? runbook.value.runbook : null);
  const [, navigate] = useLocation();
  const draft = useRequest((client, requestId, templateId: string) =>
    client.message.draft({ requestId, incidentId, templateId }),
  );
  if (incident === undefined) {
    return (
      <NotFound title="No such incident">
        There is no incident {incidentId}. <Link href={paths.reports}>All incidents</Link>
      </NotFound>
    );
  }
  const open = async (templateId: string) => {
    const made = await draft.run(templateId);
    if (made !== null) navigate(paths.draft(incidentId, made.id));
  };
  return (
    <Page
      title="New message"
      intro={
        <>
          About <Link href={paths.incident(incidentId)}>{incident.title}</Link>
        </>
      }
    >
      <Failed failure={draft.failure} />
      <Panel title="Templates">
        {runbook.kind === 'failed' && <Failed failure={runbook.failure} />}
        <div className={classes['buttons']}>
          {runbook.kind !== 'loading' &&
            templates.map((template) => (
              <Button key={template.id} size="sm" loading={draft.isPending} onClick={() => void open(template.id)}>
                {template.title}
              </Button>
            ))}
        </div>
      </Panel>
    </Page>
  );
}
