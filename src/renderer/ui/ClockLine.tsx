import type { Incident } from '#shared/incident/incident.ts';
import { useNow } from '../state/useNow.ts';
import { useShownClocks } from '../state/useShownClocks.ts';
import { formatDuration } from './formatTime.ts';
import { Left } from './times.tsx';

/** The one clock of an incident that matters now, in a line; how long it is open where none runs. */
export function ClockLine({ incident }: { readonly incident: Incident }) {
  const now = useNow();
  const next = useShownClocks(incident)[0];
  if (next === undefined) return <>open {formatDuration(now - incident.timestamps.startedAt)}</>;
  return (
    <>
      {next.label.toLowerCase()} {now > next.dueBy ? '' : 'due in '}
      <Left by={next.dueBy} />
    </>
  );
}
