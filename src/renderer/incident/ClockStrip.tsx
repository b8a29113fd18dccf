import type { Incident } from '#shared/incident/incident.ts';
import { isRunning } from '../state/incidentOrder.ts';
import { useNow } from '../state/useNow.ts';
import { useShownClocks } from '../state/useShownClocks.ts';
import { formatDuration } from '../ui/formatTime.ts';
import { Left, TimeOfDay } from '../ui/times.tsx';
import classes from './ClockStrip.module.css';

/** How long it has been open, how the response went, and every clock that runs. */
export function ClockStrip({ incident }: { readonly incident: Incident }) {
  const now = useNow();
  const clocks = useShownClocks(incident);
  const { startedAt, detectedAt, acknowledgedAt, resolvedAt } = incident.timestamps;
  return (
    <dl className={classes['strip']} aria-label="Clocks">
      <div>
        <dt>{isRunning(incident) ? 'Open' : 'Lasted'}</dt>
        <dd>
          <strong>{formatDuration((resolvedAt ?? now) - startedAt)}</strong>{' '}
          <span className={classes['beside']}>
            since <TimeOfDay at={startedAt} />
          </span>
        </dd>
      </div>
      {acknowledgedAt !== null && (
        <div>
          <dt>Acknowledged</dt>
          <dd>
            <strong>in {formatDuration(acknowledgedAt - detectedAt)}</strong>{' '}
            <span className={classes['beside']}>
              at <TimeOfDay at={acknowledgedAt} />
            </span>
          </dd>
        </div>
      )}
      {clocks.map((clock) => (
        <div key={clock.id} data-overdue={now > clock.dueBy || undefined}>
          <dt>{clock.label} due</dt>
          <dd>
            <Left by={clock.dueBy} />
          </dd>
        </div>
      ))}
      {resolvedAt !== null && (
        <div>
          <dt>Resolved</dt>
          <dd>
            <strong>
              <TimeOfDay at={resolvedAt} />
            </strong>{' '}
            <span className={classes['beside']}>{incident.recoveredByItself ? 'recovered by itself' : ''}</span>
          </dd>
        </div>
      )}
      {(incident.cause !== null || incident.recoveredByItself) && (
        <div className={classes['cause']}>
          <dt>Cause</dt>
          <dd>{incident.cause ?? 'not known yet: set it in the status menu'}</dd>
        </div>
      )}
    </dl>
  );
}
