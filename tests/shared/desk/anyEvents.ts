import { fc } from '#tests/support/fastCheck.ts';
import {
  type JournalEntry,
  type JournalEvent,
  type JournalEventType,
  journalEventSchema,
} from '#shared/desk/journalEvent.ts';

/** Few ids, so that events meet; and names that every object inherits, which must be ids like any other. */
const id = fc.constantFrom('a', 'b', 'c', '7', '__proto__', 'constructor');
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const text = fc.constantFrom('', 'some words', 'line one\nline two');
const at = fc.integer({ min: 0, max: 10_000_000 });
const severity = fc.constantFrom<(1 | 2 | 3 | 4)[]>(1, 2, 3, 4);
const outcome = fc.constantFrom<('warning' | 'critical' | 'unknown')[]>('warning', 'critical', 'unknown');
const none = fc.constant<never[]>([]);
const action = fc.constantFrom<('acknowledge' | 'open' | 'review')[]>('acknowledge', 'open', 'review');
const ended = fc
  .constantFrom<('succeeded' | 'failed' | 'unknown')[]>('succeeded', 'failed', 'unknown')
  .map((kind) => ({ kind, text: kind }));
const wayBack = fc.record({ kind: fc.constant('none' as const), why: text });
const ofIncident = { incidentId: id };
const ofRun = { runId: id };
const plan = fc.record({
  title: text,
  effect: fc.constantFrom<('reads' | 'changes')[]>('reads', 'changes'),
  consent: fc.constant('click' as const),
  steps: fc.array(fc.record({ title: text, command: text, cwd: orNull(text), timeoutMs: fc.integer({ min: 1 }) }), {
    minLength: 1,
    maxLength: 2,
  }),
  verification: fc.constant(null),
  resource: id,
  wayBack,
});

type DataOf<T extends JournalEventType> = Extract<JournalEntry, { type: T }>['data'];

/** For every type of event, any data that the journal would take. */
const anyData: { readonly [T in JournalEventType]: fc.Arbitrary<DataOf<T>> } = {
  'core.started': fc.record({ version: text }),
  'lab.changed': fc.record({ hash: id, summary: text }),
  'alert.raised': fc.record({
    alert: fc.record({
      id,
      source: fc.record({ kind: fc.constant('check' as const), checkId: id, checkRevision: id }),
      hostId: orNull(id),
      serviceId: orNull(id),
      outcome,
      text,
      problemSinceAt: at,
      causeKey: id,
    }),
  }),
  'alert.worsened': fc.record({ alertId: id, outcome, text }),
  'alert.unmuted': fc.record({ alertId: id, why: text }),
  'alert.recovered': fc.record({ alertId: id, text }),
  'alert.retired': fc.record({ alertId: id, why: text }),
  'incident.opened': fc.record({
    ...ofIncident,
    title: text,
    severity,
    severityReason: text,
    causeKey: id,
    hostId: orNull(id),
    serviceId: orNull(id),
    alertIds: fc.array(id, { maxLength: 3 }),
    runbookId: id,
    runbookHash: id,
    variables: fc.constant({}),
    startedAt: at,
    detectedAt: at,
    followsIncidentId: orNull(id),
  }),
  'incident.alertJoined': fc.record({ ...ofIncident, alertId: id }),
  'incident.acknowledged': fc.record(ofIncident),
  'incident.severitySet': fc.record({ ...ofIncident, severity, reason: text }),
  'incident.statusSet': fc.record({
    ...ofIncident,
    status: fc.constantFrom<('investigating' | 'identified' | 'resolving' | 'resolved' | 'closed')[]>(
      'investigating',
      'identified',
      'resolving',
      'resolved',
      'closed',
    ),
    reason: text,
  }),
  'incident.recovered': fc.record({ ...ofIncident, text }),
  'incident.reopened': fc.record({ ...ofIncident, alertId: orNull(id), reason: text }),
  'incident.noteAdded': fc.record({ ...ofIncident, text }),
  'incident.causeSet': fc.record({ ...ofIncident, text }),
  'incident.timestampCorrected': fc.record({
    ...ofIncident,
    timestamp: fc.constantFrom<('startedAt' | 'resolvedAt')[]>('startedAt', 'resolvedAt'),
    at,
    reason: text,
  }),
  'incident.stepMarked': fc.record({
    ...ofIncident,
    stepId: id,
    state: fc.constantFrom<('done' | 'skipped' | 'open')[]>('done', 'skipped', 'open'),
    by: fc.constantFrom<('person' | 'fact')[]>('person', 'fact'),
    why: text,
  }),
  'incident.clockBreached': fc.record({
    ...ofIncident,
    clock: fc.constantFrom('response', 'update', 'followUp:0'),
    text,
  }),
  'incident.escalated': fc.record({ ...ofIncident, target: text, reason: text }),
  'message.drafted': fc.record({
    ...ofIncident,
    draft: fc.record({
      id,
      incidentId: id,
      templateId: id,
      title: text,
      to: none,
      subject: text,
      body: text,
      fields: none,
    }),
  }),
  'message.discarded': fc.record({ ...ofIncident, draftId: id }),
  'message.sent': fc.record({
    ...ofIncident,
    draftId: id,
    templateId: id,
    subject: text,
    body: text,
    to: none,
    via: fc.constant('eml' as const),
    nextUpdateBy: orNull(at),
  }),
  'run.planned': fc.record({
    ...ofRun,
    incidentId: orNull(id),
    hostId: id,
    serviceId: orNull(id),
    subject: fc.record({ kind: fc.constant('evidence' as const) }),
    plan,
  }),
  'run.folderNamed': fc.record({ ...ofRun, plan }),
  'run.preflighted': fc.record({
    ...ofRun,
    items: fc.array(fc.record({ verdict: fc.constant('fine' as const), text }), { maxLength: 2 }),
  }),
  'run.consented': fc.record({ ...ofRun, how: fc.constant('click' as const) }),
  'run.stageEntered': fc.record({
    ...ofRun,
    stage: fc.constantFrom<('executing' | 'verifying')[]>('executing', 'verifying'),
    text,
  }),
  'run.captured': fc.record({ ...ofRun, wayBack }),
  'run.stepStarted': fc.record({ ...ofRun, index: fc.nat(3), command: text }),
  'run.stepEnded': fc.record({
    ...ofRun,
    step: fc.record({
      index: fc.nat(3),
      end: fc.record({ kind: fc.constant('exited' as const), code: fc.nat(255) }),
      tookMs: fc.nat(1_000),
    }),
  }),
  'run.found': fc.record({
    ...ofRun,
    findings: fc.array(
      fc.record({ id, severity: fc.constant('warning' as const), text, proof: text, suggests: none }),
      { maxLength: 2 },
    ),
    standing: fc.option(fc.array(id, { maxLength: 2 })),
  }),
  'run.cancelRequested': fc.record(ofRun),
  'run.ended': fc.record({ ...ofRun, outcome: ended }),
  'run.undone': fc.record({ ...ofRun, outcome: ended }),
  'prompt.raised': fc.record({
    prompt: fc.record({
      id,
      question: fc.record({ kind: fc.constant('switchTransport' as const), hostId: id, reason: text }),
      raisedAt: at,
    }),
  }),
  'prompt.answered': fc.record({ promptId: id, answer: fc.constant('accept' as const) }),
  'prompt.withdrawn': fc.record({ promptId: id, why: text }),
  'notification.raised': fc.record({
    notification: fc.record({
      id,
      level: fc.constant('P1' as const),
      title: text,
      body: text,
      incidentId: orNull(id),
      hostId: orNull(id),
      actions: fc.array(action, { maxLength: 2 }),
    }),
  }),
  'notification.delivered': fc.record({
    notificationId: id,
    delivery: fc.record({ channel: text, at, error: orNull(text) }),
  }),
  'notification.remedyOffered': fc.record({
    notificationId: id,
    remedy: fc.record({ actionId: id, title: text, reason: text, asks: fc.boolean() }),
  }),
  'notification.answered': fc.record({ notificationId: id, action }),
  'silence.added': fc.record({
    silence: fc.record({
      id,
      target: fc.record({ kind: fc.constantFrom<('host' | 'check')[]>('host', 'check'), id: fc.constant('nas') }),
      reason: text,
      untilAt: at,
    }),
  }),
  'silence.removed': fc.record({ silenceId: id }),
  'notifications.paused': fc.record({ untilAt: orNull(at) }),
};

const types = Object.keys(anyData) as JournalEventType[];

/** Any valid events in any order, with rising sequences that may have gaps, as a client could see them. */
export const anyEvents: fc.Arbitrary<readonly JournalEvent[]> = fc
  .array(
    fc.record({
      entry: fc
        .constantFrom(...types)
        .chain((type) => (anyData[type] as fc.Arbitrary<unknown>).map((data) => ({ type, data }))),
      occurredAt: at,
      step: fc.integer({ min: 1, max: 3 }),
      actor: fc.constantFrom('person', 'sitrep'),
    }),
    { maxLength: 60 },
  )
  .map((drawn) => {
    let sequence = 0;
    return drawn.map(({ entry, occurredAt, step, actor }) => {
      sequence += step;
      const envelope = { sequence, version: 1, occurredAt, recordedAt: occurredAt, actor, requestId: null };
      return journalEventSchema.parse({ ...envelope, ...entry });
    });
  });
