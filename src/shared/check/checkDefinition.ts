import { z } from 'zod';
import { identifierSchema } from '../lab/identifiers.ts';

const percent = z.number().min(0).max(100);
const port = z.int().min(1).max(65_535);

/** What every check may say about its rhythm and its consequences; absent fields take the lab's settings. */
const common = {
  id: identifierSchema,
  name: z.string().optional(),
  /** Seconds between two results while all is well. */
  interval: z.number().min(1).max(86_400).optional(),
  /** Seconds one execution may take. */
  timeout: z.number().min(1).max(600).optional(),
  /** Problem results in a row, the first included, that make a problem hard. */
  confirm: z.int().min(1).max(20).optional(),
  /** Ok results in a row that end a hard problem. */
  recover: z.int().min(1).max(20).optional(),
  /** Which observations open an incident; `critical` unless said otherwise. */
  opensIncident: z.enum(['never', 'critical', 'warning']).optional(),
  /** Ids of hosts or checks without which this one cannot be ok. */
  dependsOn: z.array(identifierSchema).optional(),
};

const kinds = [
  z.strictObject({ ...common, kind: z.literal('reachable') }),
  z.strictObject({ ...common, kind: z.literal('systemd-unit'), unit: z.string() }),
  z.strictObject({
    ...common,
    kind: z.literal('http'),
    url: z.string(),
    from: z.enum(['host', 'observer']).optional(),
    /** Accepted status codes: `200`, `2xx` or `200-299`, comma separated. */
    status: z.string().optional(),
    /** Text that the body must contain. */
    contains: z.string().optional(),
    /** Seconds from which an answer is a warning. */
    warnAfter: z.number().positive().optional(),
    /** False accepts any certificate, such as one that a device signed itself. */
    verifyTls: z.boolean().optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('tcp'),
    address: z.string().optional(),
    port,
    from: z.enum(['host', 'observer']).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('disk'),
    path: z.string(),
    warning: percent.optional(),
    critical: percent.optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('memory'), warning: percent.optional(), critical: percent.optional() }),
  z.strictObject({
    ...common,
    kind: z.literal('load'),
    /** Load average of 5 minutes per core. */
    warning: z.number().positive().optional(),
    critical: z.number().positive().optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('process'),
    pattern: z.string(),
    min: z.int().min(0).optional(),
    max: z.int().min(0).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('journal'),
    pattern: z.string(),
    unit: z.string().optional(),
    /** Seconds back that are searched. */
    within: z.number().positive().optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('file-age'),
    path: z.string(),
    /** Hours. */
    warning: z.number().positive().optional(),
    critical: z.number().positive().optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('container'),
    container: z.string(),
    engine: z.enum(['docker', 'podman']).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('tls'),
    address: z.string(),
    port: port.optional(),
    /** Days left. */
    warning: z.number().positive().optional(),
    critical: z.number().positive().optional(),
    from: z.enum(['host', 'observer']).optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('git-drift'),
    path: z.string(),
    remote: z.string().optional(),
    branch: z.string().optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('json'), path: z.string() }),
  z.strictObject({
    ...common,
    kind: z.literal('storage-health'),
    target: z.enum(['zfs', 'btrfs', 'smart']),
    device: z.string().optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('plugin'),
    command: z.string(),
    from: z.enum(['host', 'observer']).optional(),
  }),
] as const;

/** One question asked of a host or service again and again, as written in `lab.yaml`. Strings may hold `{{variables}}`. */
export const checkDefinitionSchema = z.discriminatedUnion('kind', kinds);

export type CheckDefinition = z.infer<typeof checkDefinitionSchema>;
export type CheckKind = CheckDefinition['kind'];
