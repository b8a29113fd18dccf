import { useCallback, useMemo } from 'react';
import { type AlertSubject, type Muting, mutingOf } from '#shared/silence/mutingOf.ts';
import { secondMs } from '#shared/time/instant.ts';
import { useSnapshot } from './useDesk.ts';
import { useNow } from './useNow.ts';

/** What ended is gone from the screen within this time; windows of a year need not be asked each second. */
const stepMs = 10 * secondMs;

/** Says of anything watched whether maintenance or a silence keeps it quiet now, and until when. */
export function useMutings(): (subject: AlertSubject) => Muting | null {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const silences = useSnapshot((snapshot) => snapshot.desk.silences);
  const observerZone = useSnapshot((snapshot) => snapshot.shell.timeZone);
  const at = Math.floor(useNow() / stepMs) * stepMs;
  const context = useMemo(
    () => ({ lab, silences: Object.values(silences), at, observerZone }),
    [lab, silences, at, observerZone],
  );
  return useCallback((subject) => mutingOf(subject, context), [context]);
}
