import type { z } from 'zod';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import type { labFileSchema } from '#shared/lab/labFile.ts';
import type { LabHost } from '#tests/lab/lab.ts';

/** `lab.yaml` before it is written. */
export type LabDraft = z.input<typeof labFileSchema>;

/** Compressed time: everything is asked every 5 s, also what is asked once a minute or an hour by default. */
const interval = 5;

type Service = { readonly id: string; readonly host: number; readonly checks: readonly CheckDefinition[] };
type Asked<Kind extends CheckDefinition['kind']> = Omit<Extract<CheckDefinition, { kind: Kind }>, 'id' | 'kind'>;

function ask<Kind extends CheckDefinition['kind']>(id: string, kind: Kind, what: Asked<Kind>): CheckDefinition {
  return { id: `${id}-${kind}`, kind, interval, ...what } as CheckDefinition;
}

const unit = (id: string, host: number, name = id): Service => ({
  id,
  host,
  checks: [ask(id, 'systemd-unit', { unit: name })],
});
const web = (id: string, host: number, port: number, more: Partial<Asked<'http'>> = {}): Service => ({
  id,
  host,
  checks: [ask(id, 'http', { url: `http://localhost:${port}/`, timeout: 4, ...more })],
});

/** What runs in this home, and where. `addressOf` gives the address of a host. */
function services(addressOf: (host: number) => string): readonly Service[] {
  return [
    ...['stopped', 'killed', 'phoenix', 'masked', 'vanished', 'silenced', 'late', 'planned'].map((id) => unit(id, 1)),
    ...['crashing', 'looping', 'restarted', 'flapping', 'asleep', 'slow-start'].map((id) => unit(id, 2)),
    {
      id: 'auditor',
      host: 2,
      checks: [
        ask('auditor', 'systemd-unit', { unit: 'gitops-auditor' }),
        ask('auditor', 'http', { url: 'http://localhost:3000/health' }),
      ],
    },
    web('broken-web', 3, 9001),
    web('slow-web', 3, 9002, { warnAfter: 1 }),
    web('refused-web', 3, 9003),
    web('hanging-web', 3, 9004),
    web('wordless-web', 3, 9005, { contains: 'all is well' }),
    web('hiccup-web', 3, 9006),
    web('cut-web', 3, 9008),
    web('moved-web', 3, 9009, { status: '200' }),
    {
      id: 'far-web',
      host: 3,
      checks: [ask('far-web', 'http', { url: `http://${addressOf(3)}:9007/`, from: 'observer' })],
    },
    { id: 'inodes', host: 4, checks: [ask('inodes', 'disk', { path: '/srv/inodes' })] },
    { id: 'filling', host: 4, checks: [ask('filling', 'disk', { path: '/srv/filling' })] },
    { id: 'growing', host: 4, checks: [ask('growing', 'disk', { path: '/srv/growing' })] },
    { id: 'easing', host: 4, checks: [ask('easing', 'disk', { path: '/srv/easing' })] },
    { id: 'archive', host: 4, checks: [ask('archive', 'disk', { path: '/srv/archive', mounted: true })] },
    { id: 'single', host: 4, checks: [ask('single', 'process', { pattern: 'sleep 87654', min: 1, max: 1 })] },
    { id: 'secret', host: 4, checks: [ask('secret', 'json', { path: '/srv/secret.json' })] },
    { id: 'lost', host: 4, checks: [ask('lost', 'file-age', { path: '/srv/lost.tar' })] },
    { id: 'tomorrow', host: 4, checks: [ask('tomorrow', 'file-age', { path: '/srv/tomorrow.tar' })] },
    { id: 'mirror', host: 4, checks: [ask('mirror', 'git-drift', { path: '/srv/mirror' })] },
    { id: 'memory', host: 4, checks: [ask('memory', 'memory', {})] },
    { id: 'load', host: 4, checks: [ask('load', 'load', {})] },
    { id: 'worker', host: 4, checks: [ask('worker', 'process', { pattern: 'sleep 98765' })] },
    { id: 'errors', host: 4, checks: [ask('errors', 'journal', { pattern: 'database is gone', within: 20 })] },
    { id: 'dump', host: 4, checks: [ask('dump', 'file-age', { path: '/srv/dump-*.sql' })] },
    { id: 'settings', host: 4, checks: [ask('settings', 'json', { path: '/srv/settings.json' })] },
    { id: 'site', host: 4, checks: [ask('site', 'git-drift', { path: '/srv/site' })] },
    { id: 'port', host: 5, checks: [ask('port', 'tcp', { address: addressOf(5), port: 9010, from: 'observer' })] },
    {
      id: 'expired',
      host: 5,
      checks: [ask('expired', 'tls', { address: addressOf(5), port: 9011, from: 'observer' })],
    },
    { id: 'renewal', host: 5, checks: [ask('renewal', 'tls', { address: 'localhost', port: 9012 })] },
    { id: 'early', host: 5, checks: [ask('early', 'tls', { address: 'localhost', port: 9013 })] },
    unit('backup', 5),
    unit('nightly', 5, 'nightly.timer'),
    unit('weekly', 5, 'weekly.timer'),
    { id: 'plugin', host: 5, checks: [ask('plugin', 'plugin', { command: 'sh /opt/check_thing plugin' })] },
    { id: 'odd-plugin', host: 5, checks: [ask('odd-plugin', 'plugin', { command: 'sh /opt/check_thing odd-plugin' })] },
    { id: 'no-plugin', host: 5, checks: [ask('no-plugin', 'plugin', { command: '/opt/check_gone no-plugin' })] },
    {
      id: 'stuck-plugin',
      host: 5,
      checks: [ask('stuck-plugin', 'plugin', { command: 'sh /opt/check_thing stuck-plugin', timeout: 3 })],
    },
    {
      id: 'dying-plugin',
      host: 5,
      checks: [ask('dying-plugin', 'plugin', { command: 'sh /opt/check_thing dying-plugin' })],
    },
    unit('on-power', 6, 'gitops-dashboard'),
    unit('on-cable', 7, 'gitops-dashboard'),
    unit('on-ice', 8, 'gitops-dashboard'),
    unit('on-switch', 9, 'gitops-dashboard'),
    unit('database', 10),
    {
      id: 'shop',
      host: 3,
      checks: [ask('shop', 'http', { url: `http://${addressOf(10)}:9020/`, dependsOn: ['database-systemd-unit'] })],
    },
    ...['removed', 'changed', 'spare'].map((id) => unit(id, 10)),
  ];
}

/** Ten hosts, each asked whether it is there and about its disk, and the services on them. */
export function afternoonLab(hosts: readonly LabHost[]): LabDraft {
  const addressOf = (number: number): string => hosts[number - 1]?.address ?? '';
  return {
    version: 1,
    settings: { interval },
    hosts: hosts.map(({ index }) => ({
      id: `lab${index}`,
      access: { transport: 'ssh2', alias: `lab${index}` },
      checks: [ask(`lab${index}`, 'reachable', {}), ask(`lab${index}`, 'disk', { path: '/' })],
    })),
    services: services(addressOf).map(({ id, host, checks }) => ({ id, host: `lab${host}`, checks: [...checks] })),
  };
}
