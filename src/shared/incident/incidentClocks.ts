import type { Runbook, TimedList } from '../runbook/runbook.ts';
import { type WorkCalendar, nextBusinessDayAt } from '../time/businessDay.ts';
import { hourMs, minuteMs } from '../time/instant.ts';
import type { Incident } from './incident.ts';
import { isOpenStatus } from './nextStatus.ts';

/** A promise with a deadline. `breached` says that it was, or is by now, not kept in time. */
export type IncidentClock = {
  /** `response`, `phase:ID`, `update`, `followUp:0`; the id under which a breach is journalled. */
  readonly id: string;
  readonly label: string;
  readonly startsAt: number;
  readonly dueBy: number;
  /** When it was kept or became void; null while it runs. */
  readonly stoppedAt: number | null;
  readonly breached: boolean;
};

/** What of a runbook the clocks are made from. */
export type Procedure = Pick<Runbook, 'levels' | 'phases' | 'followUps'>;

/** How long after the resolution the same cause reopens the incident. */
export const watchPeriodMs = 2 * hourMs;

type Running = Omit<IncidentClock, 'breached'>;

/**
 * Every clock of an incident that has started by now, in the order response, phases, next update, follow-ups. The
 * response runs from detected to acknowledged, phases from acknowledged, follow-ups from resolved.
 */
export function incidentClocks(
  incident: Incident,
  procedure: Procedure,
  now: number,
  calendar: WorkCalendar,
): readonly IncidentClock[] {
  const clocks: readonly Running[] = [
    ...responseClock(incident, procedure, calendar),
    ...phaseClocks(incident, procedure.phases),
    ...updateClock(incident),
    ...followUpClocks(incident, procedure.followUps),
  ];
  return clocks.map((clock) => judged(clock, now));
}

function judged(clock: Running, now: number): IncidentClock {
  return { ...clock, breached: (clock.stoppedAt ?? now) > clock.dueBy };
}

function responseClock(incident: Incident, { levels }: Procedure, calendar: WorkCalendar): readonly Running[] {
  const { detectedAt, acknowledgedAt } = incident.timestamps;
  const level = levels.find(({ rank }) => rank === incident.severity);
  if (level?.response == null) return [];
  const dueBy =
    level.response.kind === 'within'
      ? detectedAt + level.response.minutes * minuteMs
      : nextBusinessDayAt(detectedAt, calendar);
  return [
    { id: 'response', label: 'Response', startsAt: detectedAt, dueBy, stoppedAt: acknowledgedAt ?? overAt(incident) },
  ];
}

function phaseClocks(incident: Incident, phases: readonly TimedList[]): readonly Running[] {
  const { acknowledgedAt } = incident.timestamps;
  if (acknowledgedAt === null) return [];
  return phases.filter(isTimed).map((phase) => ({
    id: `phase:${phase.id}`,
    label: phase.title,
    startsAt: acknowledgedAt + phase.fromMinutes * minuteMs,
    dueBy: acknowledgedAt + phase.toMinutes * minuteMs,
    stoppedAt: doneAt(incident, phase) ?? overAt(incident),
  }));
}

function updateClock(incident: Incident): readonly Running[] {
  const promised = incident.messages.at(-1);
  if (promised === undefined || incident.nextUpdateBy === null) return [];
  const stoppedAt = overAt(incident);
  return [{ id: 'update', label: 'Next update', startsAt: promised.at, dueBy: incident.nextUpdateBy, stoppedAt }];
}

function followUpClocks(incident: Incident, followUps: readonly TimedList[]): readonly Running[] {
  const { resolvedAt, closedAt } = incident.timestamps;
  if (resolvedAt === null || isOpenStatus(incident.status)) return [];
  return followUps.flatMap((list, index) =>
    isTimed(list)
      ? [
          {
            id: `followUp:${index}`,
            label: list.title,
            startsAt: resolvedAt + list.fromMinutes * minuteMs,
            dueBy: resolvedAt + list.toMinutes * minuteMs,
            stoppedAt: doneAt(incident, list) ?? closedAt,
          },
        ]
      : [],
  );
}

/** When the outage was over, which voids what was promised for its duration. */
function overAt(incident: Incident): number | null {
  return isOpenStatus(incident.status) ? null : incident.timestamps.resolvedAt;
}

function isTimed(list: TimedList): boolean {
  return list.isUntimed !== true;
}

/** When the last step was ticked or skipped; null while one is open, and for a list without steps. */
function doneAt(incident: Incident, list: TimedList): number | null {
  const marks = list.steps.map((step) =>
    Object.hasOwn(incident.marks, step.id) ? incident.marks[step.id] : undefined,
  );
  if (marks.length === 0) return null;
  let last = 0;
  for (const mark of marks) {
    if (mark === undefined || mark.state === 'open') return null;
    last = Math.max(last, mark.at);
  }
  return last;
}
