import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';

/** Why a host cannot be reached by us; the kind decides whether it is an outage, and what the person can do. */
export const connectionFailureSchema = z.strictObject({
  kind: z.enum([
    'nameNotFound',
    'unreachable',
    'refused',
    'timedOut',
    'noBanner',
    'lost',
    'hostKeyUnknown',
    'hostKeyChanged',
    'hostKeyRevoked',
    'authenticationRefused',
    'noCommonAlgorithm',
    'needsSystemSsh',
    'shellUnusable',
    'configuration',
    'cancelled',
  ]),
  text: z.string(),
  /** What the person can do about it. */
  mend: z.string(),
});
export type ConnectionFailure = z.infer<typeof connectionFailureSchema>;

export const connectionStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({ kind: z.literal('connecting'), sinceAt: instantSchema }),
  /** A prompt must be answered first: host key, passphrase, password. */
  z.strictObject({ kind: z.literal('waitingForPerson'), promptId: z.string(), sinceAt: instantSchema }),
  z.strictObject({ kind: z.literal('connected'), sinceAt: instantSchema }),
  z.strictObject({
    kind: z.literal('failed'),
    failure: connectionFailureSchema,
    sinceAt: instantSchema,
    retryAt: instantSchema.nullable(),
  }),
]);
export type ConnectionState = z.infer<typeof connectionStateSchema>;
