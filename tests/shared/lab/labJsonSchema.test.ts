import { Ajv } from 'ajv';
import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { labTemplate } from '#core/labFolder/labTemplate.ts';
import { withoutEmpty } from '#shared/lab/emptyLists.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import { labJsonSchema } from '#shared/lab/labJsonSchema.ts';
import { parseLabText } from '#shared/lab/parseLabText.ts';

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(labJsonSchema());
const complaints = (data: unknown): readonly unknown[] => (validate(data) ? [] : (validate.errors ?? []));
const dataOf = (text: string): unknown => parseDocument(text, { merge: true }).toJS();
const isRead = (text: string): boolean => parseLabText(text, 'lab.yaml').lab !== null;

/** The examples of the template, as they stand when somebody takes the hashes away. */
const uncommented = labTemplate
  .split('\n')
  .filter((line) => /^# ( |-|hosts|services|contacts|channels|maintenance|settings)/.test(line))
  .map((line) => line.slice(2))
  .filter((line) => !/^(The lab|Edit it)/.test(line))
  .join('\n');

const everything = `version: 1
hosts:
  - id: router
    access: { transport: ssh, alias: router }
    links: [{ title: Grafana, url: 'https://grafana.lan/d/1?var=ü' }]
    checks:
      - { id: r, kind: reachable }
      - { id: t, kind: tcp, port: 53, address: 10.0.0.1, from: observer, dependsOn: [r] }
      - { id: c, kind: tls, address: example.org, warning: 30, critical: 10 }
  - id: nas
    name: Storage
    access: { transport: ssh2, address: 10.0.0.2, port: 2222, user: me, identityFile: ~/.ssh/id }
    tags: [storage]
    dependsOn: [router]
    checks:
      - { id: d, kind: disk, path: /tank, mounted: true, warning: 80.5, critical: 90, interval: 60, timeout: 20 }
      - { id: m, kind: memory, confirm: 5, recover: 1 }
      - { id: l, kind: load, warning: 1.5, opensIncident: never }
      - { id: p, kind: process, pattern: '^nginx: worker', min: 2, max: 8 }
      - { id: j, kind: journal, pattern: 'I/O error', unit: smartd.service, within: 600 }
      - { id: f, kind: file-age, path: '/backup/*.tar', warning: 26, critical: 50 }
      - { id: b, kind: container, container: web, engine: podman }
      - { id: g, kind: git-drift, path: /srv/app, remote: origin, branch: main }
      - { id: n, kind: json, path: /srv/app/config.json }
      - { id: z, kind: storage-health, target: smart, device: /dev/sda }
      - { id: x, kind: plugin, command: "check_disk -w 10% -c '5%' /", from: host }
services:
  - id: photos
    host: nas
    runbook: systemd-service
    variables: { unit: photos.service, port: 3000 }
    checks:
      - { id: u, kind: systemd-unit, unit: '{{unit}}', name: Photos }
      - { id: h1, kind: http, url: 'http://localhost:{{port}}/', status: 200, contains: ok, warnAfter: 2 }
      - { id: h2, kind: http, url: '{{address}}', status: '2xx, 301-308', verifyTls: false, from: observer }
contacts:
  - { id: me, name: Me, email: me@example.org, phone: '+49 30 1', escalation: [hosting], stakeholder: true }
channels:
  - { id: mail, kind: email, host: smtp.example.org, port: 587, security: starttls, user: me, from: a@example.org, to: [b@example.org] }
  - { id: phone, kind: ntfy, server: 'https://ntfy.sh', topic: lab, replyTopic: lab-replies-1, levels: [P1, recovery], quiet: { from: '22:00', to: '07:00' } }
  - { id: chat, kind: webhook, shape: matrix, url: 'https://matrix.org', room: '!a:matrix.org' }
heartbeat: { url: 'https://hc.example.org/1', every: 60 }
ingest: { address: '::1', port: 9099 }
maintenance:
  - { id: updates, hosts: [nas], weekly: { days: [7], from: '03:00', to: '05:00' }, timeZone: Europe/Berlin }
  - { id: move, services: [photos], checks: [d], start: '2026-11-23 22:00', end: '2026-11-24T02:00' }
settings: { timeZone: Europe/Berlin, interval: 10, confirm: 3, recover: 2, from: a@example.org, businessDay: { starts: '09:00', days: [1, 2] } }
`;

const accepted: readonly (readonly [string, string])[] = [
  ['the template', labTemplate],
  ['the examples of the template', `version: 1\n${uncommented}\n`],
  ['every kind of check and channel', everything],
  [
    'lists whose last entry went away',
    'version: 1\nhosts:\nservices:\ncontacts:\nchannels:\nmaintenance:\nsettings:\n',
  ],
  [
    'a host without checks',
    'version: 1\nhosts:\n  - id: a\n    access: { transport: local }\n    checks:\n    tags:\n',
  ],
  [
    'settings shared by an anchor and a merge key',
    `version: 1
hosts:
  - id: a
    access: { transport: local }
    checks:
      - &disk { id: one, kind: disk, path: /, warning: 70 }
      - { <<: *disk, id: two, path: /home }
`,
  ],
];

const host = (rest: string) => `version: 1\nhosts:\n  - id: a\n    access: { transport: local }\n${rest}`;
const check = (text: string) => host(`    checks:\n      - ${text}\n`);

const refused: readonly (readonly [string, string])[] = [
  ['no version', 'hosts: []\n'],
  ['another version', 'version: 2\n'],
  ['a list instead of a mapping', '- version: 1\n'],
  ['hosts as a mapping', 'version: 1\nhosts:\n  nas: { access: { transport: local } }\n'],
  ['an id with a space', 'version: 1\nhosts:\n  - id: my nas\n    access: { transport: local }\n'],
  ['a misspelt key', host('    cheks: []\n')],
  ['no access', 'version: 1\nhosts:\n  - id: a\n'],
  ['an unknown transport', 'version: 1\nhosts:\n  - id: a\n    access: { transport: telnet }\n'],
  ['an address for this computer', 'version: 1\nhosts:\n  - id: a\n    access: { transport: local, address: b }\n'],
  ['an unknown kind', check('{ id: x, kind: systemd_unit, unit: a }')],
  ['a key of another kind', check('{ id: x, kind: memory, path: / }')],
  ['a missing parameter', check('{ id: x, kind: disk }')],
  ['an empty parameter', check("{ id: x, kind: disk, path: '' }")],
  ['a percentage as text', check("{ id: x, kind: disk, path: /, warning: '80' }")],
  ['more than 100 %', check('{ id: x, kind: disk, path: /, warning: 120 }')],
  ['a port out of range', check('{ id: x, kind: tcp, port: 70000 }')],
  ['an interval with a unit', check('{ id: x, kind: reachable, interval: 30s }')],
  ['half a confirmation', check('{ id: x, kind: reachable, confirm: 1.5 }')],
  ['an address without http', check('{ id: x, kind: http, url: nas.lan }')],
  ['a status that is none', check('{ id: x, kind: http, url: "http://a", status: okay }')],
  ['a link without a scheme', host('    links: [{ title: a, url: grafana.lan }]\n')],
  ['a broken e-mail address', 'version: 1\ncontacts: [{ id: a, name: A, email: nobody }]\n'],
  ['a time without zero', 'version: 1\nmaintenance: [{ id: a, weekly: { days: [1], from: 3:00, to: "05:00" } }]\n'],
  ['a weekday by name', 'version: 1\nmaintenance: [{ id: a, weekly: { days: [sun], from: "03:00", to: "05:00" } }]\n'],
  [
    'a window whose hosts were left empty',
    'version: 1\nmaintenance: [{ id: a, hosts: , start: "2026-01-01 00:00" }]\n',
  ],
  ['an empty list of days', 'version: 1\nmaintenance: [{ id: a, weekly: { days: [], from: "03:00", to: "05:00" } }]\n'],
  ['a name for the address to listen on', 'version: 1\ningest: { address: localhost, port: 9000 }\n'],
  ['an unknown level', 'version: 1\nchannels: [{ id: a, kind: webhook, shape: plain, levels: [P5] }]\n'],
  ['an unknown shape', 'version: 1\nchannels: [{ id: a, kind: webhook, shape: teams }]\n'],
  ['a yes for a variable', 'version: 1\nservices: [{ id: s, host: a, variables: { debug: true } }]\n'],
];

describe('the JSON Schema of lab.yaml, by a validator of somebody else', () => {
  it.each(accepted)('accepts what the reader takes: %s', (_, text) => {
    expect(parseLabText(text, 'lab.yaml').problems).toEqual([]);
    expect(complaints(dataOf(text))).toEqual([]);
  });

  it.each(refused)('refuses what the reader refuses: %s', (_, text) => {
    expect(isRead(text)).toBe(false);
    expect(complaints(dataOf(text))).not.toEqual([]);
  });

  it('explains every key that is not plain, so that editors show it', () => {
    const text = JSON.stringify(labJsonSchema());
    expect(text.match(/"description":/g)?.length ?? 0).toBeGreaterThan(60);
  });

  it('never refuses what the reader takes, whatever is changed in a file', () => {
    const whole = parseDocument(everything).toJS() as unknown;
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.anything(), (choices, value) => {
        const changed = withOneChange(whole, choices, value);
        fc.pre(labFileSchema.safeParse(withoutEmpty(changed)).success);
        expect(complaints(changed)).toEqual([]);
      }),
      { numRuns: 500, maxSkipsPerRun: 100 },
    );
  });
});

const words = [null, 'http://a', '7', 7, true, [], {}, 'P1', '09:30', ['a'], '2xx', ' https://b ', '1.2.3.4'];

/** The same data with one member somewhere replaced, added or removed. */
function withOneChange(data: unknown, choices: Iterator<number>, value: unknown): unknown {
  const choose = (below: number): number => Number(choices.next().value) % Math.max(1, below);
  const isInner = typeof data === 'object' && data !== null && Object.keys(data).length > 0;
  if (!isInner || choose(6) === 0) return choose(3) === 0 ? value : words[choose(words.length)];
  const entries: readonly (readonly [string, unknown])[] = Object.entries(data);
  const at = choose(entries.length);
  const isRemoved = choose(8) === 0;
  const changed = entries.flatMap(([key, member], index) => {
    if (index !== at) return [[key, member] as const];
    return isRemoved ? [] : [[key, withOneChange(member, choices, value)] as const];
  });
  return Array.isArray(data) ? changed.map(([, member]) => member) : Object.fromEntries(changed);
}
