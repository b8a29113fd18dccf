import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEarlyWarnings } from '#core/monitor/early/earlyWarnings.ts';
import type { Reading } from '#core/monitor/kinds/reading.ts';
import { resolveChecks } from '#core/monitor/resolveChecks.ts';
import { discoveryScript } from '#core/discovery/discoveryScript.ts';
import { proposeChecks } from '#shared/discovery/proposeChecks.ts';
import { readFindings } from '#shared/discovery/readFindings.ts';
import { openEngine, type Engine } from '#tests/core/engines/realEngine.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';
import { eventually } from '#tests/support/eventually.ts';
import { host, lab } from '../monitorBench.ts';
import { shellHost, type StandIns } from './shells.ts';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

async function ask(
  standIns: StandIns,
  container: string,
  wasKnown = true,
  engine?: 'docker' | 'podman',
): Promise<Reading> {
  const here = await shellHost('dash', standIns, wasKnown);
  const check = { id: 'c', kind: 'container', container, ...(engine === undefined ? {} : { engine }) } as const;
  const readings = await here.ask([check]);
  here.close();
  const reading = readings['c'];
  if (reading === undefined) throw new Error('no reading');
  return reading;
}

/** A sick container ends the command with status 1. */
function examine(engine: Engine, container: string): void {
  try {
    engine.run('healthcheck', 'run', container);
  } catch (error) {
    if (!(error instanceof Error && 'status' in error && error.status === 1)) throw error;
  }
}

const nobody: StandIns = { docker: '#!/bin/sh\nexit 127\n', podman: '#!/bin/sh\nexit 127\n' };

describe.each(['docker', 'podman'] as const)('a real %s', async (name) => {
  const opened = await openEngine(name);
  if ('missing' in opened) process.stderr.write(`skipped: a real ${name} (${opened.missing})\n`);
  const isMissing = 'missing' in opened;
  const engine = opened as Engine;
  const read = (container: string, wasKnown = true) => ask({ [name]: engine.standIn }, container, wasKnown, name);

  beforeAll(() => {
    if (isMissing) return;
    engine.start('plain', [], ['sleep', '1000']);
    engine.start('well', ['--health-cmd', 'true', '--health-interval', '1s'], ['sleep', '1000']);
    engine.start(
      'sick',
      ['--health-cmd', 'false', '--health-retries', '1', '--health-interval', '1s'],
      ['sleep', '1000'],
    );
    engine.start('young', ['--health-cmd', 'true', '--health-interval', '1h'], ['sleep', '1000']);
    engine.start('ended', [], ['sh', '-c', 'exit 3']);
    engine.start('held', [], ['sleep', '1000']);
    engine.run('pause', 'held');
    engine.run('create', '--name', 'made', '--network', 'none', 'bb', 'sleep', '1');
  });
  afterAll(() => (isMissing ? undefined : engine.close()));

  it.skipIf(isMissing)('tells running from healthy, unhealthy, starting, paused, ended and never started', async () => {
    // Podman leaves the rhythm of health checks to systemd, which does not run here.
    if (name === 'podman') for (const container of ['well', 'sick']) examine(engine, container);
    expect(await read('plain')).toMatchObject({ outcome: 'ok', text: 'container plain runs' });
    await eventually(async () => {
      expect(await read('well')).toMatchObject({ outcome: 'ok', text: 'container well runs and is healthy' });
      expect(await read('sick')).toMatchObject({ outcome: 'critical', text: 'container sick runs but is unhealthy' });
    });
    expect(await read('young')).toMatchObject({ outcome: 'warning', settlesWithinMs: 120_000 });
    expect(await read('ended')).toMatchObject({
      outcome: 'critical',
      text: 'container ended is exited (exit status 3)',
    });
    expect(await read('held')).toMatchObject({ outcome: 'warning', text: 'container held is paused' });
    expect(await read('made')).toMatchObject({
      outcome: 'critical',
      text: 'container made was created but never started',
    });
  });

  it.skipIf(isMissing)('calls a container gone only where it was there before', async () => {
    expect(await read('nowhere')).toMatchObject({
      outcome: 'critical',
      text: expect.stringMatching(/is gone/) as unknown,
    });
    expect(await read('nowhere', false)).toMatchObject({ outcome: 'unknown' });
  });

  it.skipIf(isMissing)('is not fooled by a container that starts again and again', async () => {
    engine.start('loop', ['--restart', 'always'], ['sh', '-c', 'exit 4']);
    const early = createEarlyWarnings(createFakeClock());
    const [check] = resolveChecks(lab([host('here', [{ id: 'c', kind: 'container', container: 'loop' }])]), () => ({}));
    if (check === undefined) throw new Error('no check');
    await eventually(async () => {
      const reading = early.enrich(check, await read('loop'));
      expect(reading.outcome).not.toBe('ok');
      expect(reading.text).toMatch(/restarted \d+ times|died \(exit status 4\) and is restarting/);
    });
  });

  it.skipIf(isMissing)('finds the container by itself where only this engine knows it', async () => {
    const other = name === 'docker' ? 'podman' : 'docker';
    const standIns = { [name]: engine.standIn, [other]: '#!/bin/sh\necho "Error: no such container $6" >&2; exit 1\n' };
    expect((await ask(standIns, 'plain')).outcome).toBe('ok');
  });

  it.skipIf(isMissing)('proposes its containers and Compose stacks', () => {
    const labels = ['--label', 'com.docker.compose.project=blog', '--label', 'com.docker.compose.service=web'];
    engine.start('blog-web-1', labels, ['sleep', '1000']);
    const folder = mkdtempSync(path.join(tmpdir(), 'sitrep-engine-'));
    for (const [command, script] of Object.entries({ ...nobody, [name]: engine.standIn }))
      writeFileSync(path.join(folder, command), script, { mode: 0o755 });
    const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
    const found = execFileSync('sh', [], { input: discoveryScript, encoding: 'utf8', env: { ...process.env, PATH } });
    rmSync(folder, { recursive: true });
    const proposals = proposeChecks('nas', readFindings(found), []).proposals.filter(
      ({ group }) => group === 'container',
    );
    const of = (container: string) =>
      proposals.find(({ check }) => check.kind === 'container' && check.container === container);
    expect(of('blog-web-1')).toMatchObject({
      isRecommended: true,
      isFailing: false,
      check: { kind: 'container', engine: name, container: 'blog-web-1' },
      reason: expect.stringMatching(/of the Compose stack blog: Up/) as unknown,
    });
    expect(of('ended')).toMatchObject({ isRecommended: false, isFailing: true });
    expect(of('made')).toBeUndefined();
  });

  it.skipIf(isMissing || name === 'podman')(
    'says so when the right to ask or the daemon itself is missing',
    async () => {
      const asNobody = engine.standIn.replace('exec ', 'exec setpriv --reuid nobody --clear-groups ');
      expect(await ask({ docker: asNobody }, 'plain')).toMatchObject({
        outcome: 'unknown',
        text: expect.stringMatching(/^no right to ask/) as unknown,
      });
      await engine.stop();
      expect(await read('plain')).toMatchObject({
        outcome: 'critical',
        text: 'docker does not run on this host, so nobody looks after container plain; try: systemctl status docker',
      });
      expect(await read('plain', false)).toMatchObject({ outcome: 'unknown' });
    },
  );
});
