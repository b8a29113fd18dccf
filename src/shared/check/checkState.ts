import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';
import { outcomeSchema, observationSchema } from './observation.ts';

/** Why nothing was seen. Never shown green, raises nothing, counts no downtime. */
export const unobservedReasonSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('notYet') }),
  z.strictObject({ kind: z.literal('paused') }),
  z.strictObject({ kind: z.literal('locked') }),
  z.strictObject({ kind: z.literal('suspended') }),
  z.strictObject({ kind: z.literal('observerOffline'), text: z.string() }),
  z.strictObject({ kind: z.literal('needsPerson'), text: z.string() }),
]);
export type UnobservedReason = z.infer<typeof unobservedReasonSchema>;

/**
 * What is believed of a check. `soft` is a problem not yet confirmed, `hard` a confirmed one; `unobserved` remembers
 * what was last seen. `problemSinceAt` is the first bad result of the row, to which an outage is dated back.
 */
export const checkPhaseSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unobserved'), reason: unobservedReasonSchema, sinceAt: instantSchema }),
  z.strictObject({ kind: z.literal('ok'), sinceAt: instantSchema }),
  z.strictObject({ kind: z.literal('soft'), outcome: outcomeSchema, problemSinceAt: instantSchema, bad: z.int() }),
  z.strictObject({ kind: z.literal('hard'), outcome: outcomeSchema, problemSinceAt: instantSchema, good: z.int() }),
]);
export type CheckPhase = z.infer<typeof checkPhaseSchema>;

export const checkStateSchema = z.strictObject({
  checkId: z.string(),
  /** Hash of the parameters; another one starts afresh. */
  revision: z.string(),
  phase: checkPhaseSchema,
  /** The newest observation, its age being what a green state is worth; null before the first. */
  last: observationSchema.nullable(),
  /** An open alert survives `unobserved` and flapping; null when there is none. */
  alertId: z.string().nullable(),
  /** Whether the outcome changed between neighbours of the last 21 results, oldest first: at most 20. */
  changes: z.array(z.boolean()),
  flapping: z.boolean(),
  /** Muted because something it depends on is down: that thing's id. The phase is then soft and `unknown`. */
  mutedBy: z.string().nullable(),
});
export type CheckState = z.infer<typeof checkStateSchema>;
