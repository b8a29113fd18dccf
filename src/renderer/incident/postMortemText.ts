import type { Incident } from '#shared/incident/incident.ts';
import { incidentMetrics } from '#shared/incident/incidentMetrics.ts';
import { formatDuration, formatExactly } from '../ui/formatTime.ts';
import type { TimelineEntry } from './timelineEntry.ts';

/** The figures of an incident by their usual names; null while not known. */
export function metricRows(incident: Pick<Incident, 'timestamps'>): readonly (readonly [string, number | null])[] {
  const metrics = incidentMetrics(incident);
  return [
    ['Time to detect', metrics.timeToDetectMs],
    ['Time to acknowledge', metrics.timeToAcknowledgeMs],
    ['Time to mitigate', metrics.timeToMitigateMs],
    ['Time to resolve', metrics.timeToResolveMs],
  ];
}

type Given = {
  readonly incident: Incident;
  readonly entries: readonly TimelineEntry[];
  readonly openFollowUps: readonly string[];
  readonly timeZone: string;
};

/** The post-mortem as Markdown: what happened, how fast, why, and what is left to do. Nothing unknown is made up. */
export function postMortemText({ incident, entries, openFollowUps, timeZone }: Given): string {
  const { startedAt, resolvedAt } = incident.timestamps;
  const time = (at: number) => formatExactly(at, timeZone);
  const rows = metricRows(incident).map(
    ([name, ms]) => `| ${name} | ${ms === null ? 'not known' : formatDuration(ms)} |`,
  );
  const timeline = entries.map(
    (entry) => `- ${time(entry.at)}: ${oneLine(entry.text)}${entry.isPerson ? ' (by hand)' : ''}`,
  );
  const left = openFollowUps.length === 0 ? ['None.'] : openFollowUps.map((text) => `- [ ] ${oneLine(text)}`);
  return [
    `# ${incident.id}: ${oneLine(incident.title)}`,
    `Severity P${incident.severity}. Started ${time(startedAt)}, ${resolvedAt === null ? 'not resolved yet' : `resolved ${time(resolvedAt)}`}.`,
    ['## Figures', '', '| figure | value |', '| --- | --- |', ...rows].join('\n'),
    ['## Cause', '', incident.cause ?? 'Not known yet.'].join('\n'),
    ['## Timeline', '', ...timeline].join('\n'),
    ['## Open follow-ups', '', ...left].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();
