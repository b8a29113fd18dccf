import { z } from 'zod';
import type { IngestedAlert } from './ingestedAlert.ts';

/** Version 4 of Alertmanager's webhook (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). */
const payloadSchema = z.looseObject({
  version: z.literal('4'),
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
  return payloadSchema.parse(payload).alerts.map((alert) => {
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
  });
}
