import { createHash } from 'node:crypto';
import type { Discovery } from '#shared/discovery/proposal.ts';
import { availabilityOf, type CheckHistory, type HistoryPoint } from '#shared/history/history.ts';
import type { IngestView } from '#shared/ingest/ingestSettings.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { parseLabText } from '#shared/lab/parseLabText.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { minuteMs } from '#shared/time/instant.ts';

/** What the window's newer screens ask of a core, with answers that exercise every mark of them. */
export const fixtureChannels: NonNullable<LabFile['channels']> = [
  { id: 'phone', name: 'Phone', kind: 'ntfy', server: 'https://ntfy.sh', topic: 'lab' },
  { id: 'chat', kind: 'webhook', shape: 'discord', quiet: { from: '22:00', to: '07:00' } },
];

/** Six hours with a warning, an outage and a time in which nothing was seen. */
export function fixtureHistory(checkId: string, fromAt: number, toAt: number): CheckHistory {
  const points: HistoryPoint[] = [];
  for (let at = Math.ceil(fromAt / (5 * minuteMs)) * 5 * minuteMs; at < toAt; at += 5 * minuteMs) {
    const index = points.length;
    const minutesBack = (toAt - at) / minuteMs;
    if (minutesBack > 120 && minutesBack < 170) continue;
    const isCritical = minutesBack > 30 && minutesBack < 45;
    const isWarning = !isCritical && minutesBack > 20 && minutesBack < 90;
    const mean = isCritical ? 96 : 60 + 20 * Math.sin(index / 9);
    points.push({
      at,
      okMs: isCritical || isWarning ? 0 : 5 * minuteMs,
      warningMs: isWarning ? 5 * minuteMs : 0,
      criticalMs: isCritical ? 5 * minuteMs : 0,
      plannedMs: 0,
      plannedCriticalMs: 0,
      value: { min: mean - 3, mean, max: mean + 3 },
    });
  }
  return { checkId, resolution: 'fiveMinutes', points, availability: availabilityOf(points) };
}

export const fixtureDiscovery = (hostId: string): Discovery => ({
  hostId,
  proposals: [
    {
      group: 'unit',
      check: { id: `${hostId}-nginx`, name: 'nginx', kind: 'systemd-unit', unit: 'nginx.service' },
      reason: 'enabled, from /etc/systemd/system',
      isRecommended: true,
      isFailing: true,
    },
    {
      group: 'unit',
      check: { id: `${hostId}-cron`, name: 'cron', kind: 'systemd-unit', unit: 'cron.service' },
      reason: 'enabled',
      isRecommended: true,
      isFailing: false,
    },
    {
      group: 'port',
      check: { id: `${hostId}-port-9100`, name: 'port 9100', kind: 'tcp', port: 9100 },
      reason: 'listens on port 9100: node_exporter',
      isRecommended: false,
      isFailing: false,
    },
  ],
  notes: ['docker does not answer this user'],
});

export const fixtureIngest: IngestView = {
  kind: 'listening',
  url: 'http://127.0.0.1:9095',
  token: 'fixture-token',
  paths: ['/ingest/alertmanager', '/ingest/uptime-kuma'],
};

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** A `lab.yaml` in memory that refuses what the real one refuses. */
export function fixtureLabText() {
  let text = 'version: 1\n\n# mine\nhosts: []\n';
  return {
    read: () => ({ text, hash: hashOf(text) }),
    /** As an editor outside Sitrep would. */
    changeOutside: (next: string) => {
      text = next;
    },
    write: (next: string, baseHash: string) => {
      if (hashOf(text) !== baseHash)
        throw new RequestError('CONFLICT', 'lab.yaml was changed on disk', 'Load it again.');
      const problem = parseLabText(next, 'lab.yaml').problems[0];
      if (problem !== undefined) throw new RequestError('INVALID', problem.message, problem.mend, problem);
      text = next;
    },
  };
}
