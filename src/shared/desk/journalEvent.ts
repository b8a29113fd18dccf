import { z } from 'zod';
import { mutedSchema, raisedAlertSchema } from '../alert/alert.ts';
import { incidentStatusSchema, incidentTimestampSchema, severitySchema } from '../incident/incident.ts';
import { draftSchema, messageViaSchema } from '../message/message.ts';
import {
  deliverySchema,
  notificationActionSchema,
  notificationSchema,
  offeredRemedySchema,
} from '../notification/notification.ts';
import { promptSchema } from '../prompt/prompt.ts';
import {
  findingSchema,
  preflightItemSchema,
  runOutcomeSchema,
  runPlanSchema,
  runStageSchema,
  runSubjectSchema,
  stepEndSchema,
  wayBackSchema,
} from '../run/run.ts';
import { silenceSchema } from '../silence/silence.ts';
import { instantSchema } from '../time/instant.ts';

const incidentId = z.string();

/** What each type of event carries, at its newest version. Facts only: what can be computed is not stored. */
export const journalEventData = {
  'core.started': z.strictObject({ version: z.string() }),
  'lab.changed': z.strictObject({ hash: z.string(), summary: z.string() }),
  'alert.raised': z.strictObject({ alert: raisedAlertSchema }),
  'alert.worsened': z.strictObject({
    alertId: z.string(),
    outcome: z.enum(['warning', 'critical', 'unknown']),
    text: z.string(),
    muted: mutedSchema.optional(),
  }),
  'alert.unmuted': z.strictObject({ alertId: z.string(), why: z.string() }),
  'alert.recovered': z.strictObject({ alertId: z.string(), text: z.string() }),
  'alert.retired': z.strictObject({ alertId: z.string(), why: z.string() }),
  'incident.opened': z.strictObject({
    incidentId,
    title: z.string(),
    severity: severitySchema,
    severityReason: z.string(),
    causeKey: z.string(),
    hostId: z.string().nullable(),
    serviceId: z.string().nullable(),
    alertIds: z.array(z.string()),
    runbookId: z.string(),
    runbookHash: z.string(),
    variables: z.record(z.string(), z.string()),
    startedAt: instantSchema,
    detectedAt: instantSchema,
    followsIncidentId: z.string().nullable(),
  }),
  'incident.alertJoined': z.strictObject({ incidentId, alertId: z.string() }),
  'incident.acknowledged': z.strictObject({ incidentId }),
  'incident.severitySet': z.strictObject({ incidentId, severity: severitySchema, reason: z.string() }),
  'incident.statusSet': z.strictObject({ incidentId, status: incidentStatusSchema, reason: z.string() }),
  'incident.recovered': z.strictObject({ incidentId, text: z.string() }),
  'incident.reopened': z.strictObject({ incidentId, alertId: z.string().nullable(), reason: z.string() }),
  'incident.noteAdded': z.strictObject({ incidentId, text: z.string() }),
  'incident.causeSet': z.strictObject({ incidentId, text: z.string() }),
  'incident.timestampCorrected': z.strictObject({
    incidentId,
    timestamp: incidentTimestampSchema,
    at: instantSchema,
    reason: z.string(),
  }),
  'incident.stepMarked': z.strictObject({
    incidentId,
    stepId: z.string(),
    state: z.enum(['done', 'skipped', 'open']),
    by: z.enum(['person', 'fact']),
    why: z.string(),
  }),
  'incident.clockBreached': z.strictObject({ incidentId, clock: z.string(), text: z.string() }),
  'incident.escalated': z.strictObject({ incidentId, target: z.string(), reason: z.string() }),
  'message.drafted': z.strictObject({ incidentId, draft: draftSchema }),
  'message.discarded': z.strictObject({ incidentId, draftId: z.string() }),
  'message.sent': z.strictObject({
    incidentId,
    draftId: z.string(),
    templateId: z.string(),
    subject: z.string(),
    body: z.string(),
    to: z.array(z.string()),
    via: messageViaSchema,
    nextUpdateBy: instantSchema.nullable(),
  }),
  'run.planned': z.strictObject({
    runId: z.string(),
    incidentId: z.string().nullable(),
    hostId: z.string(),
    serviceId: z.string().nullable(),
    subject: runSubjectSchema,
    plan: runPlanSchema,
    /** Started from the tray or a notification: that click is the consent where a click is all it asks. */
    clicked: z.literal(true).optional(),
  }),
  /** A person named the folder that the runbook leaves open: the plan with it in place. */
  'run.folderNamed': z.strictObject({ runId: z.string(), plan: runPlanSchema }),
  'run.preflighted': z.strictObject({ runId: z.string(), items: z.array(preflightItemSchema) }),
  'run.consented': z.strictObject({ runId: z.string(), how: z.enum(['none', 'click', 'confirm', 'type']) }),
  'run.stageEntered': z.strictObject({ runId: z.string(), stage: runStageSchema, text: z.string() }),
  'run.captured': z.strictObject({ runId: z.string(), wayBack: wayBackSchema }),
  'run.stepStarted': z.strictObject({ runId: z.string(), index: z.int(), command: z.string() }),
  'run.stepEnded': z.strictObject({ runId: z.string(), step: stepEndSchema }),
  /**
   * `findings` are those that are new or told anew. `standing` are the ids of all that the run stands by now, in their
   * order, so that what a later output overturned is taken back; null where these only come on top.
   */
  'run.found': z.strictObject({
    runId: z.string(),
    findings: z.array(findingSchema),
    standing: z.array(z.string()).nullable(),
  }),
  'run.cancelRequested': z.strictObject({ runId: z.string() }),
  'run.ended': z.strictObject({ runId: z.string(), outcome: runOutcomeSchema }),
  'run.undone': z.strictObject({ runId: z.string(), outcome: runOutcomeSchema }),
  'prompt.raised': z.strictObject({ prompt: promptSchema }),
  'prompt.answered': z.strictObject({ promptId: z.string(), answer: z.enum(['accept', 'reject', 'values']) }),
  'prompt.withdrawn': z.strictObject({ promptId: z.string(), why: z.string() }),
  'notification.raised': z.strictObject({ notification: notificationSchema }),
  'notification.delivered': z.strictObject({ notificationId: z.string(), delivery: deliverySchema }),
  'notification.remedyOffered': z.strictObject({ notificationId: z.string(), remedy: offeredRemedySchema }),
  'notification.answered': z.strictObject({
    notificationId: z.string(),
    action: z.union([notificationActionSchema, z.literal('dismiss')]),
  }),
  'silence.added': z.strictObject({ silence: silenceSchema }),
  'silence.removed': z.strictObject({ silenceId: z.string() }),
  'notifications.paused': z.strictObject({ untilAt: instantSchema.nullable() }),
} as const;

export type JournalEventType = keyof typeof journalEventData;

/** What somebody wants journalled; the journal adds sequence, version and the recording time. */
export type JournalEntry = {
  readonly [T in JournalEventType]: {
    readonly type: T;
    /** When it happened, where that differs from the moment of recording. */
    readonly occurredAt?: number;
    readonly data: z.infer<(typeof journalEventData)[T]>;
  };
}[JournalEventType];

export const actorSchema = z.enum(['person', 'sitrep']);
export type Actor = z.infer<typeof actorSchema>;

/** A durable fact. Order is the sequence, never the time. */
export type JournalEvent = {
  readonly [T in JournalEventType]: {
    readonly sequence: number;
    readonly type: T;
    readonly version: number;
    readonly occurredAt: number;
    readonly recordedAt: number;
    readonly actor: Actor;
    /** Id made by the client that asked for it; null for what Sitrep did by itself. */
    readonly requestId: string | null;
    readonly data: z.infer<(typeof journalEventData)[T]>;
  };
}[JournalEventType];

const envelope = {
  sequence: z.int().positive(),
  version: z.int().positive(),
  occurredAt: instantSchema,
  recordedAt: instantSchema,
  actor: actorSchema,
  requestId: z.string().nullable(),
};

/** For the wire and for reading back: the envelope, and the data by its type. */
export const journalEventSchema: z.ZodType<JournalEvent> = z
  .looseObject({ type: z.string() })
  .transform((value, context) => {
    const type = value.type;
    if (!Object.hasOwn(journalEventData, type)) {
      context.addIssue({ code: 'custom', message: `unknown journal event type ${type}` });
      return z.NEVER;
    }
    const schema = z.strictObject({
      ...envelope,
      type: z.literal(type),
      data: journalEventData[type as JournalEventType],
    });
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
      return z.NEVER;
    }
    return parsed.data as JournalEvent;
  });
