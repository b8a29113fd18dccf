import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';

/** A refused host key beside what is known of the host, each as type and fingerprint. */
const refusedHostKeySchema = z.strictObject({
  shown: z.string(),
  known: z.array(z.strictObject({ key: z.string(), file: z.string(), line: z.int() })),
  /** Forgets what is known, for when the new key is right; null where no single command does. */
  forget: z.string().nullable(),
});
export type RefusedHostKey = z.infer<typeof refusedHostKeySchema>;

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
  /** The keys that `text` names, for showing them one below the other. */
  hostKey: refusedHostKeySchema.optional(),
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
