import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';

const keySchema = z.strictObject({
  /** As OpenSSH names it: `ssh-ed25519`. */
  type: z.string(),
  /** `SHA256:...` */
  fingerprint: z.string(),
  randomart: z.string(),
});

/** A question that the core puts to whoever is at a window. */
export const promptQuestionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hostKey'),
    hostId: z.string(),
    address: z.string(),
    port: z.int(),
    key: keySchema,
  }),
  z.strictObject({ kind: z.literal('passphrase'), hostId: z.string(), keyFile: z.string(), wasWrong: z.boolean() }),
  z.strictObject({
    kind: z.literal('credentials'),
    hostId: z.string(),
    user: z.string(),
    title: z.string(),
    instructions: z.string(),
    fields: z.array(z.strictObject({ label: z.string(), echo: z.boolean() })).min(1),
  }),
  /** ssh2 cannot do what this host needs; the system's ssh can. */
  z.strictObject({ kind: z.literal('switchTransport'), hostId: z.string(), reason: z.string() }),
]);
export type PromptQuestion = z.infer<typeof promptQuestionSchema>;

/** `values` are secrets: they reach the asker and nothing else, no journal, no log. */
export const promptAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept') }),
  z.strictObject({ kind: z.literal('reject') }),
  z.strictObject({ kind: z.literal('values'), values: z.array(z.string()), remember: z.enum(['session', 'vault']) }),
]);
export type PromptAnswer = z.infer<typeof promptAnswerSchema>;

export const promptSchema = z.strictObject({ id: z.string(), question: promptQuestionSchema, raisedAt: instantSchema });
export type Prompt = z.infer<typeof promptSchema>;
