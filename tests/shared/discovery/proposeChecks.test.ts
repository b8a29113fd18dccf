import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { checkDefinitionSchema, type CheckDefinition } from '#shared/check/checkDefinition.ts';
import { proposeChecks } from '#shared/discovery/proposeChecks.ts';
import { readFindings } from '#shared/discovery/readFindings.ts';

const unit = (facts: Readonly<Record<string, string>>, kind = 'service') =>
  `${Object.entries({ LoadState: 'loaded', ...facts })
    .map(([key, value]) => `${kind}\t${key}=${value}`)
    .join('\n')}\n${kind}\t\n`;

const propose = (text: string, known: readonly CheckDefinition[] = []) =>
  proposeChecks(
    'nas',
    readFindings(`${text}\nend\t\n`),
    known.map((check) => ({ check, hostId: 'nas', serviceId: null })),
  );
const found = (text: string, known: readonly CheckDefinition[] = []) =>
  propose(text, known).proposals.filter(({ group }) => group !== 'host');

const running = { ActiveState: 'active', SubState: 'running', UnitFileState: 'enabled' };

it('proposes for every host that it is reachable, and its disk, memory and load, by plain names', () => {
  expect(propose('').proposals.map(({ check }) => [check.kind, check.name])).toEqual([
    ['reachable', 'Reachable over SSH'],
    ['disk', 'Space of /'],
    ['memory', 'Memory'],
    ['load', 'Processor load'],
  ]);
});

it('proposes what somebody enabled and leaves the plumbing of the system alone, unless that failed', () => {
  const text = [
    unit({ Id: 'photos.service', ...running }),
    unit({ Id: 'systemd-logind.service', ...running }),
    unit({ Id: 'cloud-init.service', ActiveState: 'failed', Result: 'exit-code' }),
    unit({ Id: 'stopped.service', ActiveState: 'inactive', UnitFileState: 'disabled' }),
  ].join('');
  expect(found(text)).toMatchObject([
    { check: { unit: 'cloud-init.service' }, isFailing: true, reason: 'failed: exit-code' },
    { check: { unit: 'photos.service' }, isRecommended: true },
  ]);
});

it('judges a timer by what it starts, ticks backups, and does not propose the started unit beside it', () => {
  const text = [
    unit({ Id: 'restic.service', ActiveState: 'failed', Result: 'exit-code', Type: 'oneshot' }),
    unit({ Id: 'restic.timer', ActiveState: 'active', Triggers: 'restic.service' }, 'timer'),
    unit({ Id: 'apt-daily.timer', ActiveState: 'active', Triggers: 'apt-daily.service' }, 'timer'),
  ].join('');
  expect(found(text)).toMatchObject([
    { group: 'timer', check: { unit: 'apt-daily.timer' }, isRecommended: false },
    { group: 'backup', check: { unit: 'restic.timer' }, isRecommended: true, isFailing: true },
  ]);
});

it('reads listening ports of ss and of /proc, and leaves out SSH, web servers and passing ports', () => {
  const ss = [
    'ss\tLISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3))',
    'ss\tLISTEN 0 128 [::1]:5432 [::]:* users:(("postgres",pid=2,fd=3))',
    'ss\tLISTEN 0 128 192.168.1.5%eth0:53 0.0.0.0:* ',
    'ss\tLISTEN 0 128 *:8080 *:* users:(("java",pid=4,fd=3))',
    'ss\tLISTEN 0 128 127.0.0.1:41000 0.0.0.0:* users:(("node",pid=5,fd=3))',
    'web\t8080\thttp\t401',
  ].join('\n');
  expect(found(ss).map(({ check }) => check)).toEqual([
    { id: 'nas-http-8080', kind: 'http', url: 'http://127.0.0.1:8080/', status: '2xx,3xx,401' },
    { id: 'nas-port-5432', kind: 'tcp', port: 5432, address: '::1' },
    { id: 'nas-port-53', kind: 'tcp', port: 53, address: '192.168.1.5' },
  ]);
  const proc = 'proctcp\t   0: 0100007F:1538 00000000:0000 0A 0 0\nproctcp\t   1: 0100007F:1539 0100007F:0016 01 0 0';
  expect(found(proc).map(({ check }) => check)).toEqual([{ id: 'nas-port-5432', kind: 'tcp', port: 5432 }]);
});

it('proposes each device once, and pools with their state', () => {
  const text = [
    'mount\t/dev/sda1 / ext4 rw 0 0',
    'mount\t/dev/sdb1 /srv/my\\040data xfs rw 0 0',
    'mount\t/dev/sdb1 /srv/my\\040data/bind xfs rw 0 0',
    'mount\ttank/media /tank/media zfs rw 0 0',
    'mount\ttank /tank zfs rw 0 0',
    'mount\toverlay /var/lib/docker/overlay2/x/merged overlay rw 0 0',
    'mount\tother:/export /mnt/other nfs4 rw 0 0',
    'zpool\ttank\tDEGRADED',
    'drive\t/dev/sdb\t0',
    'drive\t/dev/sdc\t1',
  ].join('\n');
  const all = found(text);
  expect(
    all.filter(({ group }) => group === 'mount').map(({ check, isRecommended }) => [check, isRecommended]),
  ).toEqual([
    [
      { id: 'nas-disk-srv-my-data', name: 'Space of /srv/my data', kind: 'disk', path: '/srv/my data', mounted: true },
      true,
    ],
    [{ id: 'nas-disk-tank', name: 'Space of /tank', kind: 'disk', path: '/tank', mounted: true }, true],
    [{ id: 'nas-disk-mnt-other', name: 'Space of /mnt/other', kind: 'disk', path: '/mnt/other', mounted: true }, false],
  ]);
  expect(all.filter(({ group }) => group === 'pool')).toMatchObject([
    { check: { name: 'ZFS pool tank', target: 'zfs', device: 'tank' }, isFailing: true },
    { check: { name: 'Health of the drive /dev/sdb', target: 'smart', device: '/dev/sdb' }, isRecommended: false },
  ]);
});

it("proposes the certificates of Let's Encrypt by name, and what a port shows where there are none", () => {
  expect(found('certificate\t*.lab.example\ncertificate\tREADME').map(({ check }) => check)).toEqual([
    { id: 'nas-tls-lab.example', kind: 'tls', address: 'lab.example' },
  ]);
  expect(found('web\t8443\thttps\t200').map(({ check, isRecommended }) => [check.kind, isRecommended])).toEqual([
    ['http', true],
    ['tls', true],
  ]);
});

it('does not propose what the lab asks already, and makes ids that nothing else has', () => {
  const text = unit({ Id: 'photos.service', ...running }) + unit({ Id: 'Photos@1.service', ...running });
  const known: CheckDefinition[] = [
    { id: 'mine', kind: 'systemd-unit', unit: 'photos' },
    { id: 'nas-photos-1', kind: 'reachable' },
  ];
  expect(found(text, known).map(({ check }) => check.id)).toEqual(['nas-photos-1-2']);
});

it('says when the host was too slow, and when a backup runs where nobody sees it fail', () => {
  const { notes } = proposeChecks(
    'nas',
    readFindings('cron\t/etc/cron.daily/borg-backup\ncron\t/etc/cron.daily/dpkg'),
    [],
  );
  expect(notes).toHaveLength(2);
  expect(notes[1]).toContain('/etc/cron.daily/borg-backup looks like a backup by cron');
});

const word = fc.string({ maxLength: 12 });
const line = fc
  .tuple(
    fc.constantFrom(
      'service',
      'timer',
      'ss',
      'proctcp',
      'mount',
      'zpool',
      'drive',
      'container',
      'compose',
      'web',
      'certificate',
      'git',
      'backup',
      'cron',
      'note',
    ),
    fc.array(
      fc.oneof(
        word,
        fc.constantFrom('docker', 'Id=a.service', 'LoadState=loaded', 'ActiveState=failed', '80', 'http', 'ext4'),
      ),
      { maxLength: 5 },
    ),
    fc.constantFrom('\t', ' '),
  )
  .map(([section, words, separator]) => `${section}\t${words.join(separator)}`);

it('makes only valid checks with ids of their own, whatever a host says', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const { proposals } = proposeChecks('nas', readFindings(lines.join('\n')), []);
      for (const { check } of proposals) expect(checkDefinitionSchema.safeParse(check).success).toBe(true);
      expect(new Set(proposals.map(({ check }) => check.id)).size).toBe(proposals.length);
    }),
  );
});
