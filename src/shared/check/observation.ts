import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';

export const outcomeSchema = z.enum(['ok', 'warning', 'critical', 'unknown']);
export type Outcome = z.infer<typeof outcomeSchema>;

/** A number that a check measured; `unit` as in Nagios performance data (`%`, `s`, `B`, `c`, or empty). */
export const measuredValueSchema = z.strictObject({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  warning: z.number().optional(),
  critical: z.number().optional(),
});
export type MeasuredValue = z.infer<typeof measuredValueSchema>;

/**
 * The answer to one execution of a check. `final` means that the source itself has given up: hard at once.
 * `settlesWithinMs` means that the source is at work on it (a unit restarts): soft until the problem is that old.
 */
export const observationSchema = z.strictObject({
  outcome: outcomeSchema,
  text: z.string(),
  values: z.array(measuredValueSchema),
  observedAt: instantSchema,
  tookMs: z.number(),
  final: z.boolean().optional(),
  settlesWithinMs: z.number().optional(),
});
export type Observation = z.infer<typeof observationSchema>;
