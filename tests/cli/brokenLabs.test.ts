import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCommand } from '../../src/main/cli/runCommand.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitrep-labs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function check(text: string | Buffer): Promise<{ readonly status: number; readonly said: readonly string[] }> {
  const said: string[] = [];
  await writeFile(path.join(folder, 'lab.yaml'), text);
  const say = (line: string): void => void said.push(line.replace(`${folder}/`, ''));
  const status = await runCommand(['lab', 'check', folder], { say, complain: say, environment: {} });
  return { status, said };
}

const host = (rest: string): string => `version: 1\nhosts:\n  - id: nas\n    access: { transport: local }\n${rest}`;
const checked = (text: string): string => host(`    checks:\n      - ${text}\n`);

/** What is wrong, the file, where the mistake is, and what is said of it and of its mend. */
const broken: readonly (readonly [string, string | Buffer, string, RegExp])[] = [
  ['tabs', 'version: 1\nhosts:\n\t- id: nas\n', '3:1', /Tabs .*\(Indent with spaces/],
  ['a key twice', host('hosts: []\n'), '5:1', /unique \(Keep one/],
  ['an unknown key', host('    cheks: []\n'), '5:5', /`cheks` .*\(Did you mean `checks`\?\)/],
  ['a number as text', checked("{ id: d, kind: disk, path: /, warning: '80' }"), '6:48', /without quotes/],
  [
    'a reference to nothing',
    host('services:\n  - { id: web, host: naz }\n'),
    '6:22',
    /no host .*naz \(Did you mean `nas`/,
  ],
  ['a duration with a unit', checked('{ id: d, kind: reachable, interval: 30s }'), '6:45', /must be a number/],
  [
    'an impossible time',
    host("maintenance:\n  - { id: m, weekly: { days: [7], from: '25:00', to: '03:00' } }\n"),
    '6:41',
    /time of day such as 03:00/,
  ],
  [
    'an impossible date',
    host("maintenance:\n  - { id: m, start: '2026-02-30 22:00', end: '2026-03-01 02:00' }\n"),
    '6:21',
    /no such date/,
  ],
  ['an alias without anchor', host('    checks: *usual\n'), '5:13', /no anchor `&usual`.*\(Write `&usual` before/],
  [
    'aliases that grow without end',
    `version: 1\na0: &a0 [x]\n${Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]\n`).join('')}`,
    '3:10',
    /too many values/,
  ],
  ['a byte order mark before a mistake', `\uFEFF${host('    cheks: []\n')}`, '5:5', /`cheks`/],
  ['Windows line ends before a mistake', host('    cheks: []\n').replaceAll('\n', '\r\n'), '5:5', /`cheks`/],
  ['another encoding', Buffer.from(host('    name: K\u00FCche\n'), 'latin1'), '5:12', /not UTF-8 \(Save/],
  ['an empty file', '', '1:1', /empty \(Write `version: 1`/],
  ['nothing but comments', '# later\n', '1:1', /empty/],
  ['a bracket left open', 'version: 1\nhosts: [ { id: nas\nservices: []\n', '3:1', /brackets/],
  ['two documents', `${host('')}---\n${host('')}`, '5:1', /second document .*\(Remove the line/],
  [
    'a backslash in double quotes',
    checked(String.raw`{ id: d, kind: journal, pattern: "\d+" }`),
    '6:43',
    /single quotes/,
  ],
  ['a colon in a name', host('    name: NAS: the big one\n'), '5:11', /quotes if it holds a colon/],
  ['no version', 'hosts: []\n', '1:1', /`version` is missing \(Use `1`/],
  ['a list instead of a mapping', '- id: nas\n', '1:1', /must be a mapping/],
  [
    'dependencies in a circle',
    host(
      '    checks:\n      - { id: a, kind: reachable, dependsOn: [b] }\n      - { id: b, kind: memory, dependsOn: [a] }\n',
    ),
    '7:44',
    /circle: a -> b -> a/,
  ],
  ['an id twice', host('  - id: nas\n    access: { transport: local }\n'), '5:9', /already the id of a host/],
  [
    'thresholds exchanged',
    checked('{ id: d, kind: disk, path: /, warning: 95, critical: 85 }'),
    '6:48',
    /above `critical`/,
  ],
  [
    'days left exchanged',
    checked('{ id: d, kind: tls, address: a, warning: 7, critical: 21 }'),
    '6:50',
    /below `critical`/,
  ],
  ['numbers exchanged', checked('{ id: d, kind: process, pattern: a, min: 5, max: 2 }'), '6:50', /above `max`/],
  [
    'a variable of a host',
    checked("{ id: u, kind: systemd-unit, unit: '{{unit}}' }"),
    '6:44',
    /`\{\{unit\}\}` has no value/,
  ],
  [
    'a variable that nothing gives a value',
    host(
      "services:\n  - id: web\n    host: nas\n    runbook: own\n    checks:\n      - { id: u, kind: systemd-unit, unit: '{{other}}' }\n",
    ),
    '10:44',
    /`\{\{other\}\}` has no value \(Add `other`/,
  ],
  [
    'a runbook that is not there',
    host('services:\n  - { id: web, host: nas, runbook: onw }\n'),
    '6:36',
    /no runbook onw \(Did you mean `own`/,
  ],
  ['brackets without end', `version: 1\nhosts: ${'['.repeat(3_000)}${']'.repeat(3_000)}\n`, '2', /too deeply|hosts/],
  [
    'quiet hours without length',
    "version: 1\nchannels:\n  - { id: a, kind: ntfy, server: 'https://ntfy.sh', topic: a, quiet: { from: '08:00', to: '08:00' } }\n",
    '3:70',
    /never hold \(Write another end/,
  ],
  ['an unknown time zone', host('settings: { timeZone: Berlin }\n'), '5:23', /no time zone Berlin/],
  ['a check that is nothing', checked(''), '6:9', /entry 1 of `checks`/],
];

beforeEach(async () => {
  await mkdir(path.join(folder, 'runbooks'));
  const runbook = '---\nname: Own\nvariables:\n  unit: { default: web }\n---\n# Own\n';
  await writeFile(path.join(folder, 'runbooks', 'own.md'), runbook);
});

it.each(broken)('names the place of %s and how to mend it', async (_, text, place, words) => {
  const { status, said } = await check(text);
  const first = said[0] ?? '';
  expect(status).toBe(1);
  expect(first).toMatch(new RegExp(`^lab\\.yaml:${place}[:\\d]*: error: .+ \\(.+\\)$`, 'u'));
  expect(first).toMatch(words);
});

it('takes variables that the runbook or the service gives a value, and templates of other programs', async () => {
  const text = host(`services:
  - id: web
    host: nas
    runbook: own
    variables: { port: 80 }
    checks:
      - { id: u, kind: systemd-unit, unit: '{{unit}}' }
      - { id: p, kind: http, url: 'http://localhost:{{ port }}/' }
      - { id: c, kind: plugin, command: "docker ps --format '{{.Names}}'" }
`);
  expect(await check(text)).toMatchObject({ status: 0 });
});
