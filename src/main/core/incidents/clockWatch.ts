import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { type IncidentClock, incidentClocks, watchPeriodMs } from '#shared/incident/incidentClocks.ts';
import { secondMs } from '#shared/time/instant.ts';
import type { Stop } from '../ports/ports.ts';
import type { IncidentContext } from './incidentContext.ts';
import { overdueNotice, overdueText } from './incidentNotices.ts';
import { bySitrep, type IncidentsDeps } from './incidentsDeps.ts';

/** Deadlines are wall time while timers stop in suspend, so the wall clock is looked at at least this often. */
const longestSleepMs = 30 * secondMs;

export type ClockWatch = {
  /** Journals and announces what is overdue, each clock once, and sets the timer for what comes next. */
  readonly look: () => void;
  readonly close: () => void;
};

/** Watches the clocks of all incidents. `passed` is called for an incident whose watch period may have ended. */
export function clockWatch(
  deps: IncidentsDeps,
  context: IncidentContext,
  passed: (incidentId: string) => void,
): ClockWatch {
  const { journal, clock } = deps;
  let stopTimer: Stop = () => undefined;
  let isClosed = false;

  function clocksOf(incident: Incident): readonly IncidentClock[] {
    const runbook = context.runbookOf(incident);
    return runbook === null ? [] : incidentClocks(incident, runbook, clock.now(), context.calendar());
  }

  function announce(incident: Incident): void {
    const overdue = clocksOf(incident).filter(
      ({ id, breached, stoppedAt }) => breached && stoppedAt === null && !incident.breached.includes(id),
    );
    if (overdue.length === 0) return;
    const { timeZone } = context.calendar();
    const breaches = overdue.map((late) => breach(incident, late, timeZone));
    journal.append([...breaches, overdueNotice(incident, overdue, timeZone)], bySitrep);
  }

  function nextAt(): number | null {
    const deadlines = watched(context).flatMap((incident) => {
      const running = clocksOf(incident).filter(({ breached, stoppedAt }) => !breached && stoppedAt === null);
      // A deadline is kept until its last millisecond has passed.
      return running.map(({ dueBy }) => dueBy + 1).concat(watchEnd(incident, clock.now()));
    });
    return deadlines.length === 0 ? null : Math.min(...deadlines);
  }

  /** Nobody is above a timer to catch what a full disk throws; the next look tries again. */
  function wake(): void {
    try {
      for (const { id } of watched(context)) passed(id);
      look();
    } catch (cause) {
      deps.logger.error('the clocks of incidents cannot be judged', { error: String(cause) });
      stopTimer = clock.after(longestSleepMs, wake);
    }
  }

  function look(): void {
    if (isClosed) return;
    for (const incident of watched(context)) announce(incident);
    stopTimer();
    const next = nextAt();
    if (next === null) return;
    stopTimer = clock.after(Math.max(0, Math.min(next - clock.now(), longestSleepMs)), wake);
  }

  return {
    look,
    close: () => {
      isClosed = true;
      stopTimer();
    },
  };
}

function breach({ id }: Incident, clock: IncidentClock, timeZone: string): JournalEntry {
  const data = { incidentId: id, clock: clock.id, text: overdueText(clock, timeZone) };
  return { type: 'incident.clockBreached', occurredAt: clock.dueBy, data };
}

function watched(context: IncidentContext): readonly Incident[] {
  return context.incidents().filter(({ status }) => status !== 'closed');
}

function watchEnd({ status, timestamps }: Incident, now: number): readonly number[] {
  if (status !== 'resolved' || timestamps.resolvedAt === null) return [];
  const endsAt = timestamps.resolvedAt + watchPeriodMs;
  return endsAt > now ? [endsAt] : [];
}
