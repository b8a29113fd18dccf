import { useLocation } from 'wouter';
import type { Service } from '#shared/lab/labFile.ts';
import type { RunbookAction } from '#shared/runbook/runbook.ts';
import { hostName } from '../state/names.ts';
import { paths } from '../state/paths.ts';
import { isRunnable } from '#shared/incident/suggestedActions.ts';
import { withFilledWords } from '#shared/runbook/withFilledWords.ts';
import { useAnswer } from '../state/useAnswer.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useHostViews } from '../state/useHostViews.ts';
import { useEndedIncidents, useRunningIncidents } from '../state/useIncidents.ts';
import { useRequest } from '../state/useRequest.ts';
import { SeverityLabel } from '../ui/SeverityLabel.tsx';
import { StateMark } from '../ui/StateMark.tsx';

const screens = [
  ['Overview', paths.overview],
  ['Hosts', paths.hosts],
  ['Add a host', paths.addHost],
  ['Runbooks', paths.runbooks],
  ['Messages', paths.messages],
  ['Reports and follow-ups', paths.reports],
  ['Notifications', paths.notifications],
  ['Settings', paths.settings],
] as const;

/** Everything that the palette offers, in groups, and why the action that was last chosen did not start. */
export function usePaletteActions() {
  const [, navigate] = useLocation();
  const hosts = useHostViews();
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const { services } = lab;
  const incidents = [...useRunningIncidents(), ...useEndedIncidents().slice(0, 20)];
  const { start, failure, forget } = useStartAction();
  const actions = useServiceActions(services);
  const groups = [
    {
      group: 'Incidents',
      actions: incidents.map((incident) => ({
        id: `incident:${incident.id}`,
        label: incident.title,
        description: `${incident.id}, ${incident.status}`,
        leftSection: <SeverityLabel severity={incident.severity} />,
        onClick: () => navigate(paths.incident(incident.id)),
      })),
    },
    {
      group: 'Hosts',
      actions: hosts.map((host) => ({
        id: `host:${host.host.id}`,
        label: host.name,
        description: host.text,
        leftSection: <StateMark state={host.state} isSoft={host.isSoft} />,
        onClick: () => navigate(paths.host(host.host.id)),
      })),
    },
    {
      group: 'Services',
      actions: services.map((service) => ({
        id: `service:${service.id}`,
        label: service.name ?? service.id,
        description: `on ${hostName(lab, service.host)}`,
        onClick: () => navigate(paths.host(service.host)),
      })),
    },
    {
      group: 'Actions',
      actions: actions.map(({ service, action }) => ({
        id: `action:${service.id}:${action.id}`,
        label: `${action.title} (${service.name ?? service.id})`,
        description: `${action.purpose === 'remedy' ? 'remedy, shown before it runs' : 'diagnostic'} on ${hostName(lab, service.host)}`,
        onClick: () => void start(service, action.id),
      })),
    },
    {
      group: 'Screens',
      actions: screens.map(([label, path]) => ({ id: `screen:${path}`, label, onClick: () => navigate(path) })),
    },
  ];
  return { groups, failure, forget };
}

function useStartAction() {
  const [, navigate] = useLocation();
  const running = useRunningIncidents();
  const { run, failure, forget } = useRequest(
    (client, requestId, service: Service, actionId: string, incidentId: string | null) =>
      client.run.start({
        requestId,
        incidentId,
        hostId: service.host,
        serviceId: service.id,
        runbookId: service.runbook ?? '',
        actionId,
      }),
  );
  const start = async (service: Service, actionId: string): Promise<void> => {
    const incidentId = running.find((incident) => incident.serviceId === service.id)?.id ?? null;
    const started = await run(service, actionId, incidentId);
    if (started === null) return;
    navigate(incidentId === null ? paths.run(started.runId) : paths.incidentRun(incidentId, started.runId));
  };
  return { start, failure, forget };
}

function useServiceActions(
  services: readonly Service[],
): readonly { readonly service: Service; readonly action: RunbookAction }[] {
  const ids = [...new Set(services.flatMap((service) => service.runbook ?? []))].sort();
  // One runbook that is gone, which the page of its host says, takes nothing from the others.
  const answer = useAnswer(
    ids.length === 0 ? null : `palette:${ids.join(' ')}`,
    (client) => Promise.allSettled(ids.map((id) => client.runbook.get({ id }))),
    services,
  );
  const views = answer.kind === 'ready' ? answer.value.filter((one) => one.status === 'fulfilled') : [];
  const runbooks = new Map(views.map(({ value }) => [value.id, value.runbook]));
  return services.flatMap((service) => {
    const runbook = runbooks.get(service.runbook ?? '');
    const actions = runbook === undefined ? [] : withFilledWords(runbook, service.variables).actions;
    return actions.filter(isRunnable).map((action) => ({ service, action }));
  });
}
