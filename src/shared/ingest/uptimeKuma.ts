import { z } from 'zod';
import type { IngestedAlert } from './ingestedAlert.ts';

/** What Uptime Kuma posts as `application/json`; its test message has neither heartbeat nor monitor. */
const payloadSchema = z.looseObject({
  msg: z.string(),
  heartbeat: z
    .looseObject({ status: z.int().min(0).max(3), msg: z.string().nullish(), time: z.string().nullish() })
    .nullable(),
  monitor: z
    .looseObject({
      id: z.union([z.int(), z.string()]),
      name: z.string(),
      hostname: z.string().nullish(),
      url: z.string().nullish(),
    })
    .nullable(),
});

const down = 0;
const up = 1;

/** `[Photos][https://photos.lan] server certificate photos.lan will expire in 6 days`, of certificates and domains. */
const expiryNotice = /^\[([^\]]*)\].*\b(?:certificate|domain)\b.*\bexpired? in -?\d+ days?/i;

/**
 * Reads Uptime Kuma's webhook: down fires, up resolves; pending, maintenance and the test message say nothing. A notice
 * that a certificate runs out comes without a heartbeat, and nothing follows it when it was renewed.
 */
export function readUptimeKuma(payload: unknown): readonly IngestedAlert[] {
  const { heartbeat, monitor, msg } = payloadSchema.parse(payload);
  const notice = expiryNotice.exec(msg);
  if (heartbeat === null && notice !== null) return [noticed(msg, notice[1] ?? '')];
  if (heartbeat === null || monitor === null) return [];
  if (heartbeat.status !== down && heartbeat.status !== up) return [];
  const hostOfUrl = monitor.url?.match(/^[a-z]+:\/\/([^/:]+)/)?.[1];
  const startedAt =
    heartbeat.time === null || heartbeat.time === undefined
      ? Number.NaN
      : Date.parse(`${heartbeat.time.replace(' ', 'T')}Z`);
  return [
    {
      fingerprint: `monitor-${monitor.id}`,
      state: heartbeat.status === up ? 'resolved' : 'firing',
      outcome: 'critical',
      text: `${monitor.name}: ${heartbeat.msg ?? (heartbeat.status === up ? 'up' : 'down')}`,
      startedAt: Number.isNaN(startedAt) ? null : startedAt,
      hostNames: [monitor.name, monitor.hostname ?? '', hostOfUrl ?? ''].filter((name) => name !== ''),
    },
  ];
}

function noticed(text: string, monitorName: string): IngestedAlert {
  return {
    fingerprint: `notice-${text}`,
    state: 'told',
    outcome: 'warning',
    text,
    startedAt: null,
    hostNames: monitorName === '' ? [] : [monitorName],
  };
}
