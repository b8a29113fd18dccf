import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';

/** What is silenced; a host stands for its services and checks too. */
export const silenceTargetSchema = z.strictObject({
  kind: z.enum(['host', 'service', 'check']),
  id: z.string().min(1),
});
export type SilenceTarget = z.infer<typeof silenceTargetSchema>;

/** A person wants to hear nothing new of something, until it ends by itself. */
export const silenceSchema = z.strictObject({
  id: z.string(),
  target: silenceTargetSchema,
  reason: z.string(),
  untilAt: instantSchema,
});
export type Silence = z.infer<typeof silenceSchema> & { readonly addedAt: number };
