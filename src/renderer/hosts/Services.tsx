import { Button, Menu } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type { Service } from '#shared/lab/labFile.ts';
import type { RunbookAction } from '#shared/runbook/runbook.ts';
import type { HostView } from '../state/hostView.ts';
import { isRunnable } from '#shared/incident/suggestedActions.ts';
import { withFilledWords } from '#shared/runbook/withFilledWords.ts';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { useRunbook } from '../state/useRunbook.ts';
import { Failed } from '../ui/Failed.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RemoveButton } from '../ui/RemoveButton.tsx';
import { SilenceButton } from '../ui/SilenceButton.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Hosts.module.css';

/** The services of a host, with what their runbooks can do. */
export function Services({ host }: { readonly host: HostView }) {
  const services = useSnapshot((snapshot) => snapshot.lab.lab.services);
  const own = services.filter((service) => service.host === host.host.id);
  return (
    <Panel
      title="Services"
      aside={
        <Button component={Link} href={paths.addService(host.host.id)}>
          Add a service
        </Button>
      }
      isFlush
    >
      {own.length === 0 && (
        <Nothing>No services. A service brings a runbook: what to check, what to do, whom to tell.</Nothing>
      )}
      <ul>
        {own.map((service) => (
          <ServiceRow key={service.id} service={service} />
        ))}
      </ul>
    </Panel>
  );
}

function ServiceRow({ service }: { readonly service: Service }) {
  const variables = Object.entries(service.variables);
  return (
    <li className={classes['service']}>
      <div className={classes['what']}>
        <strong>{service.name ?? service.id}</strong>
        {service.runbook !== undefined && (
          <span>
            runbook <Link href={paths.runbook(service.runbook)}>{service.runbook}</Link>
          </span>
        )}
        {service.checks.length === 0 && <StateMark state="warning">no checks: nothing watches it</StateMark>}
        {service.links?.map((link) => (
          <a key={link.url} href={link.url} target="_blank" rel="noreferrer">
            {link.title}
          </a>
        ))}
      </div>
      <div className={classes['buttons']}>
        {service.runbook !== undefined && <Actions service={service} runbook={service.runbook} />}
        <SilenceButton target={{ kind: 'service', id: service.id }} name={service.name ?? service.id} />
        <RemoveButton
          name={`Remove ${service.name ?? service.id}`}
          ask={(client, requestId) => client.lab.removeService({ requestId, serviceId: service.id })}
          leadsTo={null}
        />
      </div>
      {variables.length > 0 && (
        <p className={classes['variables']}>{variables.map(([name, value]) => `${name}=${value}`).join('  ')}</p>
      )}
    </li>
  );
}

function Actions({ service, runbook }: { readonly service: Service; readonly runbook: string }) {
  const answer = useRunbook(runbook);
  const [, navigate] = useLocation();
  const start = useRequest((client, requestId, actionId: string) =>
    client.run.start({
      requestId,
      incidentId: null,
      hostId: service.host,
      serviceId: service.id,
      runbookId: runbook,
      actionId,
    }),
  );
  const run = async (action: RunbookAction) => {
    const started = await start.run(action.id);
    if (started !== null) navigate(paths.run(started.runId));
  };
  if (answer.kind === 'loading') return null;
  if (answer.kind === 'failed') return <Failed failure={answer.failure} />;
  return (
    <>
      <Failed failure={start.failure} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button loading={start.isPending}>Actions ▾</Button>
        </Menu.Target>
        <Menu.Dropdown className={classes['menu']}>
          {withFilledWords(answer.value.runbook, service.variables).actions.map((action) => (
            <Menu.Item key={action.id} disabled={!isRunnable(action)} onClick={() => void run(action)}>
              {action.title}
              {action.purpose === 'remedy' ? ' (remedy)' : ''}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
