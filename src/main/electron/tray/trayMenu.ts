import type { DeskState } from '#shared/desk/deskState.ts';
import type { OfferedRemedy } from '#shared/notification/notification.ts';
import type { LiveView } from '#shared/host/liveView.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { hourMs, minuteMs } from '#shared/time/instant.ts';
import { hostCounts } from './hostCounts.ts';
import { remedyItems } from './remedyItems.ts';

export type TrayCommand =
  | { readonly kind: 'openIncident'; readonly incidentId: string }
  | { readonly kind: 'acknowledge'; readonly incidentId: string }
  | { readonly kind: 'writeUpdate'; readonly incidentId: string }
  | { readonly kind: 'startRemedy'; readonly incidentId: string; readonly actionId: string }
  | { readonly kind: 'openRun'; readonly incidentId: string; readonly runId: string }
  | { readonly kind: 'stopRun'; readonly runId: string }
  | { readonly kind: 'pause'; readonly minutes: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'command'; readonly label: string; readonly command: TrayCommand }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] };

export type TrayState = 'critical' | 'warning' | 'ok' | 'unobserved';
export type TrayMenu = { readonly state: TrayState; readonly tooltip: string; readonly items: readonly TrayItem[] };

/** What the menu says of an incident beside the journal: both come from its runbook, and may be unknown. */
export type IncidentHints = {
  readonly responseDueBy: (incident: Incident) => number | null;
  readonly nextRemedy: (incident: Incident) => OfferedRemedy | null;
};

const pauseMinutes = 60;
const mostIncidents = 6;

/** The desk's essentials as a menu: the gravest incident with what to do about it, the hosts, and the way in. */
export function trayMenu(desk: DeskState, live: LiveView, now: number, hints: IncidentHints): TrayMenu {
  const incidents = runningIncidents(desk);
  const hosts = hostCounts(live);
  const [first, ...others] = incidents;
  const paused = desk.notificationsPausedUntil !== null && desk.notificationsPausedUntil > now;
  return {
    state: first === undefined ? hosts.worst : 'critical',
    tooltip: first === undefined ? `Sitrep: ${hosts.text}` : `Sitrep: P${first.severity} ${first.title}`,
    items: [
      ...(first === undefined ? [text('No incident')] : incidentItems(first, desk, now, hints)),
      ...others.slice(0, mostIncidents - 1).map((incident) => submenu(incident, desk, now, hints)),
      ...(incidents.length > mostIncidents ? [text(`and ${incidents.length - mostIncidents} more`)] : []),
      { kind: 'separator' },
      text(hosts.text),
      paused
        ? command(`Notify again (paused for ${inWords((desk.notificationsPausedUntil ?? now) - now)})`, {
            kind: 'pause',
            minutes: 0,
          })
        : command('Pause notifications for 1 h', { kind: 'pause', minutes: pauseMinutes }),
      command('Open Sitrep', { kind: 'open' }),
      command('Quit', { kind: 'quit' }),
    ],
  };
}

/** The gravest first, then the oldest. */
function runningIncidents(desk: DeskState): readonly Incident[] {
  return Object.values(desk.incidents)
    .filter(({ status }) => status !== 'resolved' && status !== 'closed')
    .sort((one, other) => one.severity - other.severity || one.timestamps.startedAt - other.timestamps.startedAt);
}

function incidentItems(incident: Incident, desk: DeskState, now: number, hints: IncidentHints): readonly TrayItem[] {
  return [
    command(titleOf(incident, now, hints), { kind: 'openIncident', incidentId: incident.id }),
    ...actionsOf(incident, desk, hints).map(indented),
  ];
}

function submenu(incident: Incident, desk: DeskState, now: number, hints: IncidentHints): TrayItem {
  const open = command('Open', { kind: 'openIncident', incidentId: incident.id });
  return { kind: 'submenu', label: titleOf(incident, now, hints), items: [open, ...actionsOf(incident, desk, hints)] };
}

const indented = (item: TrayItem): TrayItem =>
  item.kind === 'separator' ? item : { ...item, label: `    ${item.label}` };

function actionsOf(incident: Incident, desk: DeskState, hints: IncidentHints): readonly TrayItem[] {
  const incidentId = incident.id;
  return [
    ...(incident.timestamps.acknowledgedAt === null
      ? [command('Acknowledge', { kind: 'acknowledge', incidentId })]
      : []),
    ...remedyItems(incident, desk, hints.nextRemedy(incident)),
    command('Write update...', { kind: 'writeUpdate', incidentId }),
  ];
}

function titleOf(incident: Incident, now: number, hints: IncidentHints): string {
  const title = `■ P${incident.severity} ${incident.title}`;
  const dueBy = incident.timestamps.acknowledgedAt === null ? hints.responseDueBy(incident) : null;
  if (dueBy === null) return title;
  return dueBy < now
    ? `${title}  (response overdue by ${inWords(now - dueBy)})`
    : `${title}  (response due in ${inWords(dueBy - now)})`;
}

/** Minutes are enough: a menu that is open stands still. */
function inWords(ms: number): string {
  const minutes = Math.ceil(ms / minuteMs);
  if (ms < hourMs) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function command(label: string, command: TrayCommand): TrayItem {
  return { kind: 'command', label, command };
}

function text(label: string): TrayItem {
  return { kind: 'text', label };
}
