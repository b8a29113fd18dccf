import { z } from 'zod';
import { identifierSchema } from '../lab/identifiers.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00');

const levelSchema = z.enum(['P1', 'P2', 'P3', 'P4', 'warning', 'info', 'recovery']);

const common = {
  id: identifierSchema,
  name: z.string().optional(),
  levels: z
    .array(levelSchema)
    .min(1)
    .describe('What this channel is told; P1 to P4 and recoveries where absent.')
    .optional(),
  quiet: z
    .strictObject({ from: timeOfDay, to: timeOfDay })
    .describe('Local hours in which only P1 passes; may span midnight.')
    .optional(),
};

/**
 * A way to tell somebody, as written in `lab.yaml`. Passwords and tokens are not in the file: they are kept in the
 * vault under `channel:<id>`.
 */
export const channelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('email'),
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).optional(),
    security: z
      .enum(['tls', 'starttls', 'none'])
      .describe(
        'tls from the first byte, starttls (the default: refused where the server cannot), or none: a password never goes so.',
      )
      .optional(),
    user: z.string().optional(),
    from: z.email(),
    to: z.array(z.email()).min(1),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('ntfy'),
    server: z.url({ protocol: /^https?$/ }),
    topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, 'must be 1 to 64 letters, digits, - or _'),
    // Phones write to it without the token, so on a server with access rules everybody must be allowed to write to it.
    replyTopic: z
      .string()
      .regex(/^[-_A-Za-z0-9]{8,64}$/, 'must be 8 to 64 letters, digits, - or _')
      .describe(
        'A second topic, hard to guess, through which the acknowledge button answers without any open port here.',
      )
      .optional(),
    openUrl: z
      .url({ protocol: /^https?$/ })
      .describe("The window's address on the phone's network, opened by a tap; left out where there is none.")
      .optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('webhook'),
    shape: z.enum(['plain', 'slack', 'discord', 'matrix', 'gotify']),
    url: z
      .url({ protocol: /^https?$/ })
      .describe(
        'For matrix the homeserver, for gotify the server; for the others the address that is posted to. Where the address itself is the secret (Slack, Discord), leave it out and keep it in the vault instead.',
      )
      .optional(),
    room: z.string().describe('Of Matrix, such as !abc:example.org.').optional(),
  }),
]);
export type Channel = z.infer<typeof channelSchema>;

/** An outside watchdog that expects a sign of life; it notices what a sleeping laptop cannot. */
export const heartbeatSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  every: z.number().min(10).max(86_400).describe('Seconds between two signs of life.').optional(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;
