import type { Alert } from '../alert/alert.ts';
import type { AlertChange } from '../alert/alertChange.ts';
import type { IngestedAlert } from './ingestedAlert.ts';

export type IngestContext = {
  readonly sourceId: string;
  readonly now: number;
  /** Open alerts of every source. */
  readonly openAlerts: readonly Alert[];
  /** The id of the host that one of these names means; null where none is known. */
  readonly hostOf: (names: readonly string[]) => string | null;
  readonly newId: (fingerprint: string) => string;
};

/**
 * What a delivery changes: a new fingerprint raises, a repeat of an open one says nothing, a worse one worsens, and
 * only the source's own word that it is over recovers it. What is only told is retired at once.
 */
export function nextIngestChanges(alerts: readonly IngestedAlert[], context: IngestContext): readonly AlertChange[] {
  const open = new Map<string, { readonly id: string; readonly outcome: string }>();
  for (const alert of context.openAlerts) {
    if (alert.source.kind === 'ingest' && alert.source.sourceId === context.sourceId && alert.ended === null)
      open.set(alert.source.fingerprint, alert);
  }
  const changes: AlertChange[] = [];
  for (const alert of alerts) {
    const known = open.get(alert.fingerprint);
    if (alert.state === 'resolved') {
      if (known !== undefined)
        changes.push({
          kind: 'recovered',
          alertId: known.id,
          text: `${context.sourceId} says that it is over: ${alert.text}`,
        });
      open.delete(alert.fingerprint);
    } else if (known === undefined) {
      const hostId = context.hostOf(alert.hostNames);
      const id = context.newId(alert.fingerprint);
      if (alert.state === 'firing') open.set(alert.fingerprint, { id, outcome: alert.outcome });
      changes.push({
        kind: 'raised',
        opensIncident: alert.outcome === 'critical',
        alert: {
          id,
          source: { kind: 'ingest', sourceId: context.sourceId, fingerprint: alert.fingerprint },
          hostId,
          serviceId: null,
          outcome: alert.outcome,
          text: alert.text,
          problemSinceAt: Math.min(alert.startedAt ?? context.now, context.now),
          causeKey: hostId === null ? `ingest:${context.sourceId}:${alert.fingerprint}` : `host:${hostId}`,
        },
      });
      const why = `${context.sourceId} does not say when this is over.`;
      if (alert.state === 'told') changes.push({ kind: 'retired', alertId: id, why });
    } else if (known.outcome === 'warning' && alert.outcome === 'critical') {
      open.set(alert.fingerprint, { id: known.id, outcome: 'critical' });
      changes.push({ kind: 'worsened', alertId: known.id, outcome: 'critical', text: alert.text, opensIncident: true });
    }
  }
  return changes;
}
