import { z } from 'zod';
import type { IngestedAlert } from './ingestedAlert.ts';

/** Version 4 of Alertmanager's webhook (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). */
const payloadSchema = z.looseObject({
  version: z.literal('4'),
  groupKey: z.string().default(''),
  /** How many alerts of the group `max_alerts` has left out. */
  truncatedAlerts: z.int().min(0).default(0),
  alerts: z
    .array(
      z.looseObject({
        status: z.enum(['firing', 'resolved']),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()).default({}),
        startsAt: z.iso.datetime({ offset: true }),
        fingerprint: z.string().min(1),
      }),
    )
    .max(10_000),
});

const criticalWords = new Set(['critical', 'page', 'emergency', 'fatal', 'error', 'disaster', 'p1', 'p2']);

/** Reads Alertmanager's webhook; throws a `ZodError` where it is something else. */
export function readAlertmanager(payload: unknown): readonly IngestedAlert[] {
  const { alerts, groupKey, truncatedAlerts } = payloadSchema.parse(payload);
  return [...alerts.map(readAlert), leftOut(groupKey, truncatedAlerts)];
}

/** What is not in the message cannot be known here, and that must not look like all being well. */
function leftOut(groupKey: string, count: number): IngestedAlert {
  return {
    fingerprint: `left-out:${groupKey}`,
    state: count > 0 ? 'firing' : 'resolved',
    outcome: 'warning',
    text: `Alertmanager left ${count} alerts out of its message, so they are not known here; raise max_alerts`,
    startedAt: null,
    hostNames: [],
  };
}

type Alert = z.infer<typeof payloadSchema>['alerts'][number];

function readAlert(alert: Alert): IngestedAlert {
  const instance = alert.labels['instance'];
  const names = [
    alert.labels['host'],
    alert.labels['hostname'],
    alert.labels['node'],
    instance,
    instance?.replace(/:\d+$/, ''),
  ];
  return {
    fingerprint: alert.fingerprint,
    state: alert.status,
    outcome: criticalWords.has((alert.labels['severity'] ?? '').toLowerCase()) ? 'critical' : 'warning',
    text:
      alert.annotations['summary'] ??
      alert.annotations['description'] ??
      alert.labels['alertname'] ??
      'alert without a name',
    startedAt: Date.parse(alert.startsAt),
    hostNames: names.filter((name) => name !== undefined),
  };
}
