import { z } from 'zod';
import { channelSchema, heartbeatSchema } from '../channel/channelDefinition.ts';
import { checkDefinitionSchema } from '../check/checkDefinition.ts';
import { ingestSchema } from '../ingest/ingestSettings.ts';
import { maintenanceWindowSchema } from '../maintenance/maintenanceWindow.ts';
import { messageTemplateSchema } from '../runbook/runbook.ts';
import { identifierSchema } from './identifiers.ts';

const linkSchema = z.strictObject({ title: z.string(), url: z.url({ protocol: /^https?$/ }) });
const links = z.array(linkSchema).describe('Dashboards and pages that people already have.');
const id = identifierSchema.describe('Written once, unique in the file; stays when the name changes.');

/**
 * How commands reach a machine. `alias` is a name of `~/.ssh/config`, whose options then hold; a host added by hand
 * has an address instead, and still passes through `ssh -G`, so that `Host *` sections mean what they mean to ssh.
 */
export const hostAccessSchema = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.enum(['ssh2', 'ssh']).describe("ssh2 is built in; ssh is the system's own program."),
    alias: z.string().min(1).describe('A Host of ~/.ssh/config.').optional(),
    address: z.string().min(1).describe('Name or IP address, where there is no alias.').optional(),
    port: z.int().min(1).max(65_535).optional(),
    user: z.string().min(1).optional(),
    identityFile: z.string().min(1).describe('Path of a private key.').optional(),
  }),
  z.strictObject({ transport: z.literal('local').describe('This computer.') }),
]);

export const hostSchema = z.strictObject({
  id,
  name: z.string().optional(),
  access: hostAccessSchema,
  tags: z.array(z.string()).describe('Hosts can be grouped and filtered by them.').optional(),
  links: links.optional(),
  dependsOn: z
    .array(identifierSchema)
    .describe('Ids of hosts or checks without which nothing on this host can be ok, such as a router.')
    .optional(),
  checks: z.array(checkDefinitionSchema).default([]),
});
export type Host = z.infer<typeof hostSchema>;

export const serviceSchema = z.strictObject({
  id,
  name: z.string().optional(),
  host: identifierSchema.describe('The id of the host that it runs on.'),
  runbook: z.string().describe('Name of a file in runbooks/, or of a built-in runbook, without .md.').optional(),
  variables: z
    .record(z.string(), z.union([z.string(), z.number()]).transform(String))
    .describe('Values for the {{variables}} of the runbook and of the checks.')
    .default({}),
  links: links.optional(),
  checks: z.array(checkDefinitionSchema).default([]),
});
export type Service = z.infer<typeof serviceSchema>;

export const contactSchema = z.strictObject({
  id,
  name: z.string(),
  email: z.email().optional(),
  phone: z.string().optional(),
  escalation: z
    .array(z.string())
    .describe('The escalation targets of runbooks that this contact answers for, by their names there.')
    .optional(),
  stakeholder: z.boolean().describe('Receives the incident messages.').optional(),
});

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00');

export const labSettingsSchema = z.strictObject({
  timeZone: z.string().describe('IANA zone of deadlines and quiet hours; of this computer where absent.').optional(),
  businessDay: z
    .strictObject({ starts: timeOfDay.optional(), days: z.array(z.int().min(1).max(7)).min(1).optional() })
    .describe('When the next business day begins for P4, and which days those are (1 is Monday).')
    .optional(),
  interval: z
    .number()
    .min(1)
    .max(86_400)
    .describe('Seconds between checks, for checks that do not say it; 15 if absent.')
    .optional(),
  confirm: z.int().min(1).max(20).describe('For checks that do not say it.').optional(),
  recover: z.int().min(1).max(20).describe('For checks that do not say it.').optional(),
  from: z.email().describe('Sender of the messages that are written here.').optional(),
});
export type LabSettings = z.infer<typeof labSettingsSchema>;

/** `lab.yaml`: the user's configuration, made to live in git. */
export const labFileSchema = z.strictObject({
  version: z.literal(1),
  hosts: z.array(hostSchema).default([]),
  services: z.array(serviceSchema).default([]),
  contacts: z.array(contactSchema).default([]),
  settings: labSettingsSchema.default({}),
  channels: z.array(channelSchema).describe('Ways to tell people beside the desktop.').optional(),
  heartbeat: heartbeatSchema.describe('Signs of life to an outside watchdog.').optional(),
  ingest: ingestSchema.describe('Where other monitors may send what they see.').optional(),
  maintenance: z.array(maintenanceWindowSchema).describe('Planned work: seen, but not told.').optional(),
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

/** Message templates beside those of runbooks: the person's own of the lab folder, and those that come with Sitrep. */
const labTemplatesSchema = z.strictObject({
  own: z.array(messageTemplateSchema),
  builtIn: z.array(messageTemplateSchema),
});
export type LabTemplates = z.infer<typeof labTemplatesSchema>;

/** What is in force, and what is wrong with the newer text on disk, if anything. */
export const labViewSchema = z.strictObject({
  folder: z.string(),
  lab: labFileSchema,
  /** SHA-256 of the `lab.yaml` in force. */
  hash: z.string(),
  problems: z.array(labProblemSchema),
  templates: labTemplatesSchema,
});
export type LabView = z.infer<typeof labViewSchema>;
