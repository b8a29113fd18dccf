import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { askOf } from '#core/monitor/kinds/askOf.ts';
import type { Reading } from '#core/monitor/kinds/reading.ts';
import { resolveChecks } from '#core/monitor/resolveChecks.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { eventually } from '#tests/support/eventually.ts';
import { host, lab } from '../monitorBench.ts';
import { shellHost } from './shells.ts';

const web: Server = createServer((request, response) => {
  if (request.url === '/never') return;
  response.statusCode = request.url === '/gone' ? 410 : 200;
  response.end('all is well');
});
let port = 0;
beforeAll(async () => {
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  port = (web.address() as AddressInfo).port;
});
afterAll(() => {
  web.closeAllConnections();
  web.close();
});

function isRunning(pid: number): boolean {
  const status = `/proc/${pid}/status`;
  return existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}

async function askHere(check: CheckDefinition, signal = AbortSignal.timeout(10_000)): Promise<Reading> {
  const here = host('here', [check]);
  const [resolved] = resolveChecks(lab([here]), () => ({}));
  if (resolved === undefined) throw new Error('no check');
  const ask = askOf(resolved, here, systemClock());
  if (ask.where !== 'observer') throw new Error('not asked from here');
  return await ask.ask(signal, { last: null, wasKnown: true, now: Date.UTC(2026, 10, 23) });
}

describe('from this computer', () => {
  it.each([
    ['/', undefined, 'ok', /answers 200/],
    ['/', 'well', 'ok', /answers 200/],
    ['/', 'ill', 'critical', /without "ill"/],
    ['/gone', undefined, 'critical', /answers 410/],
  ] as const)('asks %s for %s', async (path, contains, outcome, text) => {
    const check = {
      id: 'c',
      kind: 'http',
      from: 'observer',
      url: `http://127.0.0.1:${port}${path}`,
      ...(contains === undefined ? {} : { contains }),
    } as const;
    expect(await askHere(check)).toMatchObject({ outcome, text: expect.stringMatching(text) as unknown });
  });

  it('gives an answer that does not come up in time', async () => {
    const check = { id: 'c', kind: 'http', from: 'observer', url: `http://127.0.0.1:${port}/never` } as const;
    expect(await askHere(check, AbortSignal.timeout(50))).toMatchObject({
      outcome: 'critical',
      text: expect.stringContaining('no answer in time') as unknown,
    });
  });

  it('connects to ports', async () => {
    expect(await askHere({ id: 'c', kind: 'tcp', from: 'observer', address: '127.0.0.1', port })).toMatchObject({
      outcome: 'ok',
    });
    expect(await askHere({ id: 'c', kind: 'tcp', from: 'observer', address: '127.0.0.1', port: 9 })).toMatchObject({
      outcome: 'critical',
      text: 'port 9 of 127.0.0.1 does not accept connections: the connection was refused',
    });
    expect(await askHere({ id: 'c', kind: 'tcp', from: 'observer', port: 9 })).toMatchObject({ outcome: 'unknown' });
  });

  it('says of what is no TLS that it shows no certificate', async () => {
    expect(await askHere({ id: 'c', kind: 'tls', from: 'observer', address: '127.0.0.1', port: 9 })).toMatchObject({
      outcome: 'critical',
    });
  });

  it('runs plugins, and gives up on those that hang', async () => {
    expect(
      await askHere({ id: 'c', kind: 'plugin', from: 'observer', command: 'echo "WARN - so so | x=1;2;3"; exit 1' }),
    ).toMatchObject({
      outcome: 'warning',
      text: 'WARN - so so',
      values: [{ name: 'x', value: 1 }],
    });
    expect(
      await askHere({ id: 'c', kind: 'plugin', from: 'observer', command: 'sleep 60' }, AbortSignal.timeout(50)),
    ).toMatchObject({
      outcome: 'unknown',
      text: 'sleep did not finish in time',
    });
  });

  it('kills what a plugin started when its time is over, and takes the word of one that had ended', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sitrep-plugin-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const pidFile = path.join(folder, 'pid');
    const command = `sleep 60 & echo $! >${pidFile}; echo "OK - started"`;
    const limit = new AbortController();
    const asked = askHere({ id: 'c', kind: 'plugin', from: 'observer', command }, limit.signal);
    const pid = await eventually(() => {
      const text = readFileSync(pidFile, 'utf8').trim();
      expect(text).not.toBe('');
      return Number(text);
    });
    expect(isRunning(pid)).toBe(true);
    limit.abort();
    expect(await asked).toMatchObject({ text: expect.stringMatching(/OK - started|did not finish/) as unknown });
    await eventually(() => expect(isRunning(pid)).toBe(false));
  });

  it('says of a plugin that died of which signal, and shortens one that says too much', async () => {
    expect(await askHere({ id: 'c', kind: 'plugin', from: 'observer', command: 'kill -s SEGV $$' })).toMatchObject({
      outcome: 'unknown',
      text: 'kill was killed by signal 11',
    });
    const chatty = await askHere({ id: 'c', kind: 'plugin', from: 'observer', command: 'head -c 2000000 /dev/zero' });
    expect(chatty.text.length).toBeLessThanOrEqual(400);
  });
});

/** Debian's monitoring-plugins; where they are not installed there is nothing to prove. */
const hasPlugins = existsSync('/usr/lib/nagios/plugins/check_disk');

describe.skipIf(!hasPlugins)("Debian's monitoring-plugins", () => {
  it('run on a host and are read with their performance data', async () => {
    const here = await shellHost('dash');
    const plugins = {
      http: `check_http -H 127.0.0.1 -p ${port}`,
      disk: 'check_disk -w 0% -c 0% -p /',
      load: 'check_load -w 900,900,900 -c 950,950,950',
      procs: 'check_procs -w 1:90000',
      swap: 'check_swap -w 1 -c 1',
      tcp: `check_tcp -H 127.0.0.1 -p ${port}`,
      age: 'check_file_age -w 999999999 -c 999999999 -f /etc/passwd',
      ssh: 'check_ssh -p 9 127.0.0.1',
    };
    const readings = await here.ask(Object.entries(plugins).map(([id, command]) => ({ id, kind: 'plugin', command })));
    here.close();
    for (const id of ['http', 'disk', 'load', 'procs', 'tcp', 'age']) {
      expect({ id, ...readings[id] }).toMatchObject({ id, outcome: 'ok' });
      expect(readings[id]?.values.length).toBeGreaterThan(0);
    }
    expect(readings['swap']?.text).toMatch(/^SWAP/);
    expect(readings['ssh']).toMatchObject({ outcome: 'critical' });
    const time = readings['http']?.values.find(({ name }) => name === 'time');
    expect(time).toMatchObject({ unit: 's' });
  });
});
