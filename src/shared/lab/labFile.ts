import { z } from 'zod';
import { channelSchema, heartbeatSchema } from '../channel/channelDefinition.ts';
import { checkDefinitionSchema } from '../check/checkDefinition.ts';
import { ingestSchema } from '../ingest/ingestSettings.ts';
import { maintenanceWindowSchema } from '../maintenance/maintenanceWindow.ts';
import { identifierSchema } from './identifiers.ts';

const linkSchema = z.strictObject({ title: z.string(), url: z.url({ protocol: /^https?$/ }) });

/**
 * How commands reach a machine. `alias` is a name of `~/.ssh/config`, whose options then hold; a host added by hand
 * has an address instead, and still passes through `ssh -G`, so that `Host *` sections mean what they mean to ssh.
 */
export const hostAccessSchema = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.enum(['ssh2', 'ssh']),
    alias: z.string().min(1).optional(),
    address: z.string().min(1).optional(),
    port: z.int().min(1).max(65_535).optional(),
    user: z.string().min(1).optional(),
    identityFile: z.string().min(1).optional(),
  }),
  z.strictObject({ transport: z.literal('local') }),
]);

export const hostSchema = z.strictObject({
  id: identifierSchema,
  name: z.string().optional(),
  access: hostAccessSchema,
  tags: z.array(z.string()).optional(),
  links: z.array(linkSchema).optional(),
  dependsOn: z.array(identifierSchema).optional(),
  checks: z.array(checkDefinitionSchema).default([]),
});
export type Host = z.infer<typeof hostSchema>;

export const serviceSchema = z.strictObject({
  id: identifierSchema,
  name: z.string().optional(),
  host: identifierSchema,
  /** Name of a file in `runbooks/`, or of a built-in runbook, without `.md`. */
  runbook: z.string().optional(),
  variables: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).default({}),
  links: z.array(linkSchema).optional(),
  checks: z.array(checkDefinitionSchema).default([]),
});
export type Service = z.infer<typeof serviceSchema>;

export const contactSchema = z.strictObject({
  id: identifierSchema,
  name: z.string(),
  email: z.email().optional(),
  phone: z.string().optional(),
  /** The escalation targets of runbooks that this contact answers for, by their names there. */
  escalation: z.array(z.string()).optional(),
  /** Receives the incident messages. */
  stakeholder: z.boolean().optional(),
});

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00');

export const labSettingsSchema = z.strictObject({
  /** IANA zone for deadlines that people set; the observer's own where absent. */
  timeZone: z.string().optional(),
  /** When the next business day begins for P4, and which days those are (1 is Monday). */
  businessDay: z
    .strictObject({ starts: timeOfDay.optional(), days: z.array(z.int().min(1).max(7)).min(1).optional() })
    .optional(),
  /** Seconds between checks, for checks that do not say it. */
  interval: z.number().min(1).max(86_400).optional(),
  confirm: z.int().min(1).max(20).optional(),
  recover: z.int().min(1).max(20).optional(),
  from: z.email().optional(),
});
export type LabSettings = z.infer<typeof labSettingsSchema>;

/** `lab.yaml`: the user's configuration, made to live in git. */
export const labFileSchema = z.strictObject({
  version: z.literal(1),
  hosts: z.array(hostSchema).default([]),
  services: z.array(serviceSchema).default([]),
  contacts: z.array(contactSchema).default([]),
  settings: labSettingsSchema.default({}),
  /** Ways to tell people beside the desktop. */
  channels: z.array(channelSchema).optional(),
  heartbeat: heartbeatSchema.optional(),
  /** Where other monitors may send what they see. */
  ingest: ingestSchema.optional(),
  maintenance: z.array(maintenanceWindowSchema).optional(),
});
export type LabFile = z.infer<typeof labFileSchema>;

/** A mistake in a file of the lab folder: what, where (1-based), and how to mend it. */
export const labProblemSchema = z.strictObject({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  message: z.string(),
  mend: z.string(),
});
export type LabProblem = z.infer<typeof labProblemSchema>;

/** What is in force, and what is wrong with the newer text on disk, if anything. */
export const labViewSchema = z.strictObject({
  folder: z.string(),
  lab: labFileSchema,
  /** SHA-256 of the `lab.yaml` in force. */
  hash: z.string(),
  problems: z.array(labProblemSchema),
});
export type LabView = z.infer<typeof labViewSchema>;
