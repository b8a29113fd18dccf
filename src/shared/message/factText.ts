import { severityChoice, statusChoice } from './choices.ts';
import type { Slot } from './findSlots.ts';
import type { Meaning } from './meaningOf.ts';
import type { MessageFacts } from './messageFacts.ts';
import { localDeadline, localMoment, wholeMinutes } from './localMoment.ts';

/** The text for a slot and where it came from; null where the incident does not know it yet. */
export type FactText = { readonly value: string; readonly origin: string } | null;

const fact = (value: string | null, origin: string): FactText =>
  value === null || value === '' ? null : { value, origin };
const bullets = (items: readonly string[]) =>
  items.length > 1 ? items.map((item) => `- ${item}`).join('\n') : (items[0] ?? null);

function severityText({ incident, levelName }: MessageFacts, slot: Slot): string {
  const rank = String(incident.severity);
  const chosen = severityChoice(slot.placeholder, incident.severity, levelName);
  if (chosen !== null) return chosen;
  if (/(^|[^A-Za-z])(p|s|sev|severity|priority)[- ]?$/i.test(slot.prefix)) return rank;
  return levelName === '' ? `P${rank}` : `P${rank} (${levelName})`;
}

const statusText = ({ incident: { status } }: MessageFacts, slot: Slot): string =>
  statusChoice(slot.placeholder, status) ?? `${status[0]?.toUpperCase() ?? ''}${status.slice(1)}`;

/** `{if identified}` asks for a plain word where there is nothing to say yet. */
const isConditional = (slot: Slot) =>
  /\b(if|when|where) (identified|known|applicable|needed|available)\b/i.test(slot.placeholder);

function causeText({ incident }: MessageFacts, slot: Slot): string | null {
  return incident.cause ?? (isConditional(slot) ? 'Not yet identified' : null);
}

function summaryText(facts: MessageFacts): string {
  const { incident, zone, now } = facts;
  const { startedAt, resolvedAt } = incident.timestamps;
  const first = `${incident.title}, from ${localMoment(startedAt, zone)}`;
  const end = resolvedAt === null ? ' and still going on' : ` to ${localMoment(resolvedAt, zone)}`;
  const lasted = wholeMinutes((resolvedAt ?? now) - startedAt);
  const how = facts.resolutions.length > 0 ? `. ${facts.resolutions.join(', ')}.` : '.';
  return `${first}${end} (${lasted})${how}`;
}

/** While it is not over, `{steps taken or planned}` is answered with what was done so far. */
function resolutionText({ incident, resolutions, actions }: MessageFacts, slot: Slot): FactText {
  const isOpen = incident.timestamps.resolvedAt === null;
  const asksForSteps = /\b(taken|planned|so far|in progress)\b/i.test(slot.placeholder);
  if (resolutions.length === 0 && isOpen && asksForSteps) return fact(bullets(actions), 'journal of the incident');
  return fact(bullets(resolutions), 'remedies that worked');
}

const instantText = (at: number | null, zone: string) => (at === null ? null : localMoment(at, zone));

type Wording = (facts: MessageFacts, slot: Slot) => FactText;

const wordings: Readonly<Record<Meaning, Wording>> = {
  incidentStamp: ({ incident }, slot) => fact(incident.id.slice(slot.prefix.length), 'id of the incident'),
  incidentId: ({ incident }) => fact(incident.id, 'id of the incident'),
  severity: (facts, slot) => fact(severityText(facts, slot), 'severity of the incident'),
  status: (facts, slot) => fact(statusText(facts, slot), 'status of the incident'),
  title: ({ incident }) => fact(incident.title, 'title of the incident'),
  description: ({ descriptions, incident }) => fact(bullets(descriptions) ?? incident.title, 'alerts of the incident'),
  startedAt: ({ incident, zone }) => fact(instantText(incident.timestamps.startedAt, zone), 'start of the incident'),
  detectedAt: ({ incident, zone }) =>
    fact(instantText(incident.timestamps.detectedAt, zone), 'detection of the incident'),
  acknowledgedAt: ({ incident, zone }) =>
    fact(instantText(incident.timestamps.acknowledgedAt, zone), 'acknowledgement'),
  resolvedAt: ({ incident, zone }) =>
    fact(instantText(incident.timestamps.resolvedAt, zone), 'resolution of the incident'),
  now: ({ now, zone }) => fact(localMoment(now, zone), 'time of this draft'),
  duration: ({ incident: { timestamps }, now }) =>
    fact(
      wholeMinutes((timestamps.resolvedAt ?? now) - timestamps.startedAt),
      'start of the incident to its end, or now',
    ),
  nextUpdate: ({ nextUpdateAt, zone, now, incident }) =>
    fact(localDeadline(nextUpdateAt, zone, now), `usual for P${String(incident.severity)}`),
  impact: ({ affected }) => fact(bullets(affected), 'what the alerts concern'),
  actions: ({ actions }) => fact(bullets(actions), 'journal of the incident'),
  progress: ({ progress }) => fact(bullets(progress), 'journal since the last message'),
  cause: (facts, slot) =>
    fact(causeText(facts, slot), facts.incident.cause === null ? 'no cause is set yet' : 'cause of the incident'),
  resolution: (facts, slot) => resolutionText(facts, slot),
  summary: (facts) => fact(summaryText(facts), 'incident'),
  prevention: () => null,
  postMortem: (_facts, slot) => fact(isConditional(slot) ? 'Not scheduled' : null, 'nothing is scheduled'),
  service: ({ serviceName }) => fact(serviceName, 'service of the incident'),
  host: ({ hostName }) => fact(hostName, 'host of the incident'),
};

/** What the facts say to a meaning, worded for this slot. */
export const factText = (meaning: Meaning, slot: Slot, facts: MessageFacts): FactText => wordings[meaning](facts, slot);
