import { Button, Menu } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import type { Runbook, RunbookAction } from '#shared/runbook/runbook.ts';
import { isRunning } from '../state/incidentOrder.ts';
import { paths } from '../state/paths.ts';
import { shownCommands } from '../state/shownCommands.ts';
import { isRunnable } from '#shared/incident/suggestedActions.ts';
import { useIncidentRuns } from '../state/useIncidentRuns.ts';
import { useRequest } from '../state/useRequest.ts';
import { useStartRun } from '../state/useStartRun.ts';
import { Failed } from '../ui/Failed.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import classes from './Evidence.module.css';

type Props = { readonly incident: Incident; readonly runbook: Runbook | null };

/** Looks at the host: everything that fits at once, the evidence again, or one diagnostic of the runbook. */
export function Diagnose({ incident, runbook }: Props) {
  const runs = useIncidentRuns(incident);
  const collect = useRequest((client, requestId) => client.run.collectEvidence({ requestId, incidentId: incident.id }));
  const diagnose = useRequest((client, requestId) => client.run.diagnose({ requestId, incidentId: incident.id }));
  const isDiagnosing =
    diagnose.isPending || runs.some((run) => run.subject.kind === 'diagnosis' && run.stage !== 'ended');
  useShortcuts({
    e: collect.isPending ? undefined : () => void collect.run(),
    i: isDiagnosing ? undefined : () => void diagnose.run(),
  });
  return (
    <>
      <Failed failure={collect.failure ?? diagnose.failure} />
      <Button loading={collect.isPending} onClick={() => void collect.run()}>
        Collect again
        <KeyHint of="E" />
      </Button>
      <Single incident={incident} runbook={runbook} />
      <Button
        variant={isRunning(incident) ? 'filled' : 'default'}
        loading={isDiagnosing}
        onClick={() => void diagnose.run()}
      >
        Diagnose
        <KeyHint of="I" />
      </Button>
    </>
  );
}

function Single({ incident, runbook }: Props) {
  const { start, failure } = useStartRun();
  const [, navigate] = useLocation();
  const diagnostics = runbook?.actions.filter((action) => action.purpose === 'diagnostic') ?? [];
  const run = async (action: RunbookAction) => {
    const runId = await start({ incident, actionId: action.id });
    if (runId !== null) navigate(paths.incidentRun(incident.id, runId));
  };
  if (diagnostics.length === 0) return null;
  return (
    <>
      <Failed failure={failure} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button>One look ▾</Button>
        </Menu.Target>
        <Menu.Dropdown className={classes['menu']}>
          {diagnostics.map((action) => (
            <Menu.Item key={action.id} disabled={!isRunnable(action)} onClick={() => void run(action)}>
              {action.title}
              <span className={classes['command']}>
                {shownCommands({ action, declared: runbook?.variables ?? {}, values: incident.variables }).join('; ')}
              </span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
