import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentAsked } from '#shared/run/consentAsked.ts';
import { diskFindings, memoryFinding, readDisks, unitFinding, uptimeFinding } from '#shared/run/evidenceFindings.ts';
import { expand, findingsFrom } from '#shared/run/findingsFrom.ts';
import { failedSteps, genericFindings } from '#shared/run/genericFindings.ts';
import { readUnit, unitText } from '#shared/run/readUnit.ts';
import { resourcesClash, unitResource } from '#shared/run/resources.ts';
import { findingSchema } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import type { FindingRule } from '#shared/runbook/runbook.ts';
import { actionWith } from '#tests/core/runs/desk.ts';

const said = (stdout: string, stderr = '', code = 0): StepOutput => ({
  command: 'look',
  end: { kind: 'exited', code },
  stdout,
  stderr,
});
const rule = (changes: Partial<FindingRule>): FindingRule => ({
  id: 'r',
  action: 'look',
  pattern: 'x',
  severity: 'warning',
  text: 'found',
  suggests: [],
  ...changes,
});
const restart = actionWith({ id: 'restart-it', commands: ['x'], remedy: { kind: 'restart-unit', options: {} } });
const clear = actionWith({ id: 'clear-it', commands: ['x'], remedy: { kind: 'clear-temporary-data', options: {} } });

describe('findings by the rules of a runbook', () => {
  it('fills in groups by number and by name, and shows the line', () => {
    const rules = [
      rule({ pattern: String.raw`disk (\S+) at (?<percent>\d+)%`, text: '$1 is $<percent> % full, $9$<no>' }),
    ];
    const [finding] = findingsFrom(rules, 'look', [said('one\nwarn: disk /tank at 97% now\nthree')]);
    expect(finding).toMatchObject({ text: '/tank is 97 % full, ', proof: 'warn: disk /tank at 97% now' });
  });

  it('looks only at the action that it is for, at the errors too, and skips patterns that are none', () => {
    const rules = [
      rule({ id: 'other', action: 'else' }),
      rule({ id: 'broken', pattern: '(' }),
      rule({ id: 'error', pattern: 'boom' }),
    ];
    expect(findingsFrom(rules, 'look', [said('x', 'boom')]).map(({ id }) => id)).toEqual(['error']);
  });

  it('are always valid events, whatever was said', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        fc.integer({ min: 0, max: 255 }),
        (stdout, text, code) => {
          const outputs = [said(stdout, '', code)];
          const rules = [rule({ pattern: '(?<a>.)', text })];
          const found = [
            ...findingsFrom(rules, 'look', outputs),
            ...genericFindings(outputs, [restart]),
            ...failedSteps(outputs),
          ];
          for (const finding of found) findingSchema.parse(finding);
        },
      ),
    );
  });

  it('never lets a group bring line breaks into a finding', () => {
    const match = /(?<all>[^]*)/.exec('a\nb\r\n  c');
    expect(match === null ? '' : expand('$<all>|$1', match)).toBe('a b c|a b c');
  });
});

describe('what programs of all kinds say', () => {
  it.each([
    [
      'nginx: [emerg] invalid number of arguments in "root" directive in /etc/nginx/sites-enabled/x.conf:14',
      'Configuration error in /etc/nginx/sites-enabled/x.conf, line 14',
    ],
    [
      'SyntaxError: Unexpected token } in JSON at position 42',
      'A file does not parse: SyntaxError: Unexpected token } in JSON at position 42',
    ],
    ['Error: listen EADDRINUSE: address already in use :::3000', 'The port 3000 is taken by another program'],
    [
      'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
      'The port 80 is taken by another program',
    ],
    ["Error: EACCES: permission denied, open '/etc/app/secret.json'", 'Permission denied: /etc/app/secret.json'],
    ['cat: /etc/shadow: Permission denied', 'Permission denied: /etc/shadow'],
    ['write /var/lib/x: No space left on device', 'No space (or no inodes) left on a file system'],
    ["touch: cannot touch '/x': Read-only file system", 'A file system is mounted read-only'],
    ['curl: (6) Could not resolve host: api.example.org', 'A name is not resolved: api.example.org'],
    ['getaddrinfo ENOTFOUND db.lan', 'A name is not resolved: db.lan'],
    [
      'curl: (7) Failed to connect to localhost port 3000 after 0 ms',
      'Connection refused: nothing listens at localhost port 3000',
    ],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'Connection refused: nothing listens at 127.0.0.1:5432'],
    ['curl: (60) SSL certificate problem: certificate has expired', 'A certificate has expired'],
    ['curl: (22) The requested URL returned error: 401', 'A server refuses the credentials (401)'],
    ['HTTP/1.1 429 Too Many Requests', 'A server limits the rate of requests (429)'],
    ["Error: Cannot find module 'left-pad'", 'Missing: left-pad'],
    ["ENOENT: no such file or directory, open '/opt/x/config.json'", 'Missing: /opt/x/config.json'],
    ['photos.service: Start request repeated too quickly.', 'It failed so often that systemd gave up restarting it'],
    ['Dependency failed for The photo gallery.', 'Something it depends on failed: The photo gallery'],
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'It ran out of memory'],
    ['Error: EMFILE: too many open files', 'Too many open files'],
  ])('%s', (line, text) => {
    const found = genericFindings([said(`before\n${line}\nafter`)], []);
    expect(found.map((finding) => finding.text)).toContain(text);
    expect(found.find((finding) => finding.text === text)?.proof).toBe(line);
  });

  it('finds nothing in what is in order', () => {
    const fine = 'HTTP/1.1 200 OK\n{"status":"ok"}\nactive (running)\n/dev/sda1 41% /\nListening on port 3000\n';
    expect(genericFindings([said(fine)], [restart])).toEqual([]);
  });

  it('suggests the typed remedies that fit, and only those that the runbook has', () => {
    const [finding] = genericFindings([said('No space left on device')], [restart, clear]);
    expect(finding?.suggests).toEqual([{ actionId: 'clear-it', reason: 'frees space' }]);
  });

  it('comes to an end on long and nasty texts', () => {
    const nasty = [
      ' '.repeat(50_000),
      'error'.repeat(20_000),
      `${'a/'.repeat(50_000)}x`,
      'in '.repeat(60_000),
      '/'.repeat(100_000),
      'bind()'.repeat(20_000),
    ];
    for (const text of nasty) expect(genericFindings([said(text)], []).length).toBeLessThan(3);
  });
});

describe('evidence', () => {
  const show = (lines: Readonly<Record<string, string>>) =>
    Object.entries(lines)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n');
  const unit = {
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    Result: 'success',
    ExecMainStatus: '0',
    NRestarts: '0',
  };

  it.each([
    [unit, 'ok', 'unit x active (running)'],
    [
      { ...unit, ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '1' },
      'critical',
      'unit x failed: exit 1',
    ],
    [{ ...unit, ActiveState: 'failed', SubState: 'failed', Result: 'oom-kill' }, 'critical', 'unit x failed: oom-kill'],
    [
      { ...unit, ActiveState: 'activating', SubState: 'auto-restart', ExecMainStatus: '2', NRestarts: '7' },
      'critical',
      'unit x restarting again and again after exit 2, restarted 7 times',
    ],
    [{ LoadState: 'not-found', ActiveState: 'inactive' }, 'critical', 'unit x not found'],
  ])('tells a unit from systemctl show', (lines, severity, text) => {
    const [finding] = unitFinding('x', said(show(lines)), [restart]);
    expect(finding).toMatchObject({ severity, text });
    expect(finding?.suggests.length).toBe(severity === 'ok' ? 0 : 1);
  });

  it('says that nothing was seen, and why', () => {
    expect(unitFinding('x', said('', 'sh: systemctl: not found', 127), [])).toMatchObject([
      { severity: 'unknown', text: 'unit unit x not seen: the host has no such command'.replace('unit unit', 'unit') },
    ]);
    expect(memoryFinding(said('', '', 1))).toMatchObject([
      { severity: 'unknown', text: 'memory not seen: exit status 1' },
    ]);
  });

  it('tells disks from df, the root always and others when they are nearly full', () => {
    const df = `Filesystem     1024-blocks    Used Available Capacity Mounted on
udev                 100     100       0     100% /dev
tmpfs                100      99       1      99% /run
/dev/sda1         100000   41000   59000      41% /
tank/my data      100000   97000    3000      97% /tank/my data
/dev/sdb1         100000   50000   50000      50% /srv
`;
    expect(readDisks(df).map(({ path }) => path)).toEqual(['/tank/my data', '/srv', '/']);
    expect(diskFindings('disk', said(df), [clear]).map(({ severity, text }) => `${severity} ${text}`)).toEqual([
      'critical disk /tank/my data 97 %',
      'ok disk / 41 %',
    ]);
    expect(diskFindings('inodes', said(df), []).map(({ text }) => text)).toEqual(['inodes /tank/my data 97 %']);
  });

  it('tells memory, load and a fresh start', () => {
    expect(memoryFinding(said('MemTotal: 1000 kB\nMemFree: 10 kB\nMemAvailable: 620 kB\n'))[0]?.text).toBe(
      'memory 38 %',
    );
    expect(uptimeFinding(said('90061.55 1000.0\n0.50 0.75 0.60 1/200 77\n'))).toMatchObject([
      { severity: 'info', text: 'load 0.75' },
    ]);
    expect(uptimeFinding(said('120.1 1.0\n0.50 0.75 0.60 1/200 77\n'))).toMatchObject([
      { severity: 'warning', text: 'the host started 2 min ago' },
    ]);
  });

  it('never trips over what a host prints', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const finding of [
          ...unitFinding('x', said(text), []),
          ...diskFindings('disk', said(text), []),
          ...memoryFinding(said(text)),
          ...uptimeFinding(said(text)),
        ])
          findingSchema.parse(finding);
        const state = readUnit('x', text);
        expect(state === null || typeof unitText(state) === 'string').toBe(true);
      }),
    );
  });
});

describe('what runs hold and ask', () => {
  it('clashes on the same unit however it is written, and with what holds the whole host', () => {
    expect(resourcesClash(unitResource('a.service'), unitResource('a'))).toBe(true);
    expect(resourcesClash(unitResource('a'), unitResource('b'))).toBe(false);
    expect(resourcesClash('host', unitResource('b'))).toBe(true);
    expect(resourcesClash('none', 'host')).toBe(false);
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => resourcesClash(a, b) === resourcesClash(b, a)));
  });

  it('asks a confirmation where a click would do but something pays for it, and never less than the plan', () => {
    const cost = [{ verdict: 'cost' as const, text: 'x' }];
    const asked = (consent: 'none' | 'click' | 'confirm' | 'type', items: typeof cost) =>
      consentAsked({ effect: 'changes', consent }, items);
    expect([asked('click', []), asked('click', cost), asked('type', cost), asked('none', [])]).toEqual([
      'click',
      'confirm',
      'type',
      'none',
    ]);
    expect(consentAsked({ effect: 'reads', consent: 'click' }, cost)).toBe('none');
  });
});
