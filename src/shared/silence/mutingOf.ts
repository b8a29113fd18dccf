import type { LabFile } from '../lab/labFile.ts';
import { maintenanceUntil } from '../maintenance/maintenanceUntil.ts';
import { windowCovers, zoneOf } from '../maintenance/windowCovers.ts';
import type { Silence } from './silence.ts';

/** What an alert is about; null where it is about none. */
export type AlertSubject = {
  readonly hostId: string | null;
  readonly serviceId: string | null;
  readonly checkId: string | null;
};

/** Why nothing is said of an alert, in words, and until when. */
export type Muting = { readonly by: string; readonly untilAt: number };

export type MutingContext = {
  readonly lab: Pick<LabFile, 'maintenance' | 'settings'>;
  readonly silences: readonly Silence[];
  readonly at: number;
  /** Where the lab names no zone. */
  readonly observerZone: string;
};

/** The maintenance or silence that mutes an alert now, the longest of several; null when people are to hear of it. */
export function mutingOf(subject: AlertSubject, context: MutingContext): Muting | null {
  const all = [...maintenanceOf(subject, context), ...silencesOf(subject, context)];
  return all.reduce<Muting | null>((last, one) => (last === null || one.untilAt > last.untilAt ? one : last), null);
}

function maintenanceOf(subject: AlertSubject, { lab, at, observerZone }: MutingContext): readonly Muting[] {
  return (lab.maintenance ?? []).flatMap((window) => {
    if (!windowCovers(window, subject)) return [];
    const untilAt = maintenanceUntil(window, at, zoneOf(window, lab, observerZone));
    return untilAt === null ? [] : [{ by: `maintenance ${window.name ?? window.id}`, untilAt }];
  });
}

function silencesOf(subject: AlertSubject, { silences, at }: MutingContext): readonly Muting[] {
  const idOf = { host: subject.hostId, service: subject.serviceId, check: subject.checkId };
  return silences
    .filter(({ target, untilAt }) => untilAt > at && idOf[target.kind] === target.id)
    .map(({ reason, untilAt }) => ({ by: reason === '' ? 'a silence' : `a silence: ${reason}`, untilAt }));
}
