import { z } from 'zod';
import type { Draft, MessageVia } from '../message/message.ts';

export const severitySchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
/** 1 is the most severe; shown as P1 to P4. */
export type Severity = z.infer<typeof severitySchema>;

/**
 *   investigating -> identified -> resolving -> resolved -> closed
 *        |  ^ \___________________^    ^            |
 *        |  |______________(same cause, 2 h)________|
 *        \_____________________________________^ (person, or all alerts recovered)
 */
export const incidentStatusSchema = z.enum(['investigating', 'identified', 'resolving', 'resolved', 'closed']);
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

/** The instants that metrics are computed from; people may correct each by a further event. */
export const incidentTimestampSchema = z.enum([
  'startedAt',
  'detectedAt',
  'acknowledgedAt',
  'mitigatedAt',
  'resolvedAt',
]);
export type IncidentTimestamp = z.infer<typeof incidentTimestampSchema>;

export type StepMark = {
  readonly state: 'done' | 'skipped' | 'open';
  readonly by: 'person' | 'fact';
  /** Why it counts as done: `severity P1 set by you`. */
  readonly why: string;
  readonly at: number;
};

export type SentMessage = {
  readonly draftId: string;
  readonly templateId: string;
  readonly subject: string;
  readonly to: readonly string[];
  readonly via: MessageVia;
  readonly at: number;
};

export type Incident = {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly severityBy: 'suggested' | 'person';
  readonly status: IncidentStatus;
  readonly causeKey: string;
  readonly hostId: string | null;
  readonly serviceId: string | null;
  readonly alertIds: readonly string[];
  readonly runbookId: string;
  readonly runbookHash: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timestamps: {
    readonly startedAt: number;
    readonly detectedAt: number;
    readonly acknowledgedAt: number | null;
    readonly mitigatedAt: number | null;
    readonly resolvedAt: number | null;
    readonly closedAt: number | null;
  };
  /** Marks by step id of the runbook: phases and follow-ups alike. */
  readonly marks: Readonly<Record<string, StepMark>>;
  readonly runIds: readonly string[];
  readonly messages: readonly SentMessage[];
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly cause: string | null;
  /** The next update promised in the last message. */
  readonly nextUpdateBy: number | null;
  /** Clocks whose passing was announced, so that each is announced once: `response`, `update`, `followUp:0`. */
  readonly breached: readonly string[];
  /** Resolved because all its alerts recovered; the cause is still to be asked for. */
  readonly recoveredByItself: boolean;
  readonly followsIncidentId: string | null;
};
