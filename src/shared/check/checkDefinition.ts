import { z } from 'zod';
import { startTlsProtocols } from './startTls.ts';
import { identifierSchema } from '../lab/identifiers.ts';

const text = z.string().min(1);
const percent = z.number().min(0).max(100);
const amount = z.number().positive();
const port = z.int().min(1).max(65_535);
const from = z
  .enum(['host', 'observer'])
  .describe('Who asks: the host itself (the usual), or the computer that Sitrep runs on.');
const variable = String.raw`\{\{[^}]*\}\}`;
const webAddress = z
  .string()
  .regex(
    new RegExp(`^([Hh][Tt][Tt][Pp][Ss]?://|${variable})`),
    'must be an address such as http://nas.lan:8080/health',
  );
const statusList = new RegExp(
  String.raw`^\s*([1-5]\d\d(\s*-\s*[1-5]\d\d)?|[1-5][xX]{2}|${variable})(\s*,\s*([1-5]\d\d(\s*-\s*[1-5]\d\d)?|[1-5][xX]{2}|${variable}))*\s*$`,
);
const status = z.union([
  z.string().regex(statusList, 'must be status codes such as 200, 2xx or 200-299, separated by commas'),
  z.int().min(100).max(599).transform(String),
]);

/** What every check may say about its rhythm and its consequences; absent fields take the lab's settings. */
const common = {
  id: identifierSchema.describe('Written once, unique in the file; stays when the name changes.'),
  name: z.string().describe('How the check is called in the window and in notifications.').optional(),
  interval: z.number().min(1).max(86_400).describe('Seconds between two results while all is well.').optional(),
  timeout: z.number().min(1).max(600).describe('Seconds one execution may take.').optional(),
  confirm: z
    .int()
    .min(1)
    .max(20)
    .describe('Problem results in a row, the first included, that make a problem hard; 3 unless said otherwise.')
    .optional(),
  recover: z
    .int()
    .min(1)
    .max(20)
    .describe('Ok results in a row that end a hard problem; 2 unless said otherwise.')
    .optional(),
  opensIncident: z
    .enum(['never', 'critical', 'warning'])
    .describe('Which results open an incident; `critical` unless said otherwise.')
    .optional(),
  dependsOn: z
    .array(identifierSchema)
    .describe('Ids of hosts or checks without which this one cannot be ok.')
    .optional(),
};

const kind = <const Name extends string>(name: Name, asks: string) => ({
  ...common,
  kind: z.literal(name).describe(asks),
});

const kinds = [
  z.strictObject(kind('reachable', 'Whether the host answers over SSH.')),
  z.strictObject({
    ...kind(
      'systemd-unit',
      'A service, timer, mount or one-shot of systemd; timers and one-shots by their last result.',
    ),
    unit: text.describe('Such as nginx.service or backup.timer.'),
  }),
  z.strictObject({
    ...kind('http', 'Whether a web address answers as it should.'),
    url: webAddress,
    from: from.optional(),
    status: status
      .describe('Accepted status codes: 200, 2xx or 200-299, comma separated; 2xx,3xx if absent.')
      .optional(),
    contains: text.describe('Text that the body must contain.').optional(),
    warnAfter: amount.describe('Seconds from which an answer is a warning.').optional(),
    verifyTls: z
      .boolean()
      .describe('False accepts any certificate, such as one that a device signed itself.')
      .optional(),
  }),
  z.strictObject({
    ...kind('tcp', 'Whether a port takes connections.'),
    address: text.describe('The host itself where absent.').optional(),
    port,
    from: from.optional(),
  }),
  z.strictObject({
    ...kind('disk', 'Space and inodes of the file system that holds a path, and whether it can be written.'),
    path: text,
    mounted: z
      .boolean()
      .describe('True: the path itself must be a mount point, so that a disk that is not mounted is noticed.')
      .optional(),
    warning: percent.describe('Percent used; 85 if absent.').optional(),
    critical: percent.describe('Percent used; 95 if absent.').optional(),
  }),
  z.strictObject({
    ...kind('memory', 'Memory that programs could not get any more.'),
    warning: percent.describe('Percent used; 90 if absent.').optional(),
    critical: percent.describe('Percent used; 95 if absent.').optional(),
  }),
  z.strictObject({
    ...kind('load', 'The load average of 5 minutes for each core.'),
    warning: amount.describe('Load per core; 2 if absent.').optional(),
    critical: amount.describe('Load per core; 4 if absent.').optional(),
  }),
  z.strictObject({
    ...kind('process', 'How many processes have a command line that matches.'),
    pattern: text.describe('An extended regular expression.'),
    min: z.int().min(0).describe('1 if `max` is absent too.').optional(),
    max: z.int().min(0).optional(),
  }),
  z.strictObject({
    ...kind('journal', 'Whether lines of the journal matched lately; a match is a warning.'),
    pattern: text.describe('An extended regular expression.'),
    unit: text.optional(),
    within: amount.describe('Seconds back that are searched; 300 if absent.').optional(),
  }),
  z.strictObject({
    ...kind('file-age', 'How old a file is, such as the newest backup.'),
    path: text.describe('With * and ? the newest of those that match counts.'),
    warning: amount.describe('Hours; 26 if absent.').optional(),
    critical: amount.describe('Hours; 50 if absent.').optional(),
  }),
  z.strictObject({
    ...kind('container', 'State and health of a container.'),
    container: text.describe('Name or id.'),
    engine: z.enum(['docker', 'podman']).describe('The one that knows the container where absent.').optional(),
  }),
  z.strictObject({
    ...kind('tls', 'How long a certificate is still valid.'),
    address: text,
    port: port.describe('If absent 443, or the usual port of `starttls`.').optional(),
    starttls: z
      .enum(startTlsProtocols)
      .describe('The protocol that the server begins with in the clear, where TLS comes later.')
      .optional(),
    warning: amount.describe('Days left; 21 if absent.').optional(),
    critical: amount.describe('Days left; 7 if absent.').optional(),
    from: from.optional(),
  }),
  z.strictObject({
    ...kind('git-drift', 'Whether a checkout is at the newest commit of its branch on the remote.'),
    path: text,
    remote: text.describe('origin if absent.').optional(),
    branch: text.describe('The branch that is checked out where absent.').optional(),
  }),
  z.strictObject({ ...kind('json', 'Whether a file is valid JSON.'), path: text }),
  z.strictObject({
    ...kind('storage-health', 'What ZFS, btrfs or the drive itself says of its health.'),
    target: z.enum(['zfs', 'btrfs', 'smart']),
    device: text.describe('A pool, a mount point, or a drive such as /dev/sda.').optional(),
  }),
  z.strictObject({
    ...kind('plugin', 'Any Nagios-compatible plugin.'),
    command: text.describe('Shell text, such as check_disk -w 10% -c 5% /.'),
    from: from.optional(),
  }),
] as const;

/** One question asked of a host or service again and again, as written in `lab.yaml`. Strings may hold `{{variables}}`. */
export const checkDefinitionSchema = z.discriminatedUnion('kind', kinds).meta({ id: 'check' });

export type CheckDefinition = z.infer<typeof checkDefinitionSchema>;
export type CheckKind = CheckDefinition['kind'];
