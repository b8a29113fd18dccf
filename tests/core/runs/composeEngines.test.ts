import * as fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandEnd } from '#shared/run/run.ts';
import { type Engine, openEngine } from '#tests/core/engines/realEngine.ts';
import { makeFolder } from '#tests/core/ssh/sshd.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';
import { program } from './localHost.ts';

const kinds = [
  { engine: 'docker', compose: 'docker-compose' },
  { engine: 'podman', compose: 'podman-compose' },
] as const;

/** Why a real stack cannot be run here; null where it can. */
const missingOf = (compose: string) =>
  fs.existsSync(`/usr/bin/${compose}`) ? null : `there is no ${compose}; npm test installs it on Debian`;

/** The container that podman-compose would make; here it cannot, since it knows no stack without a network. */
function startLabelled(engine: Engine, folder: string): { readonly end: CommandEnd } {
  const labels = { service: 'web', project: path.basename(folder), 'project.working_dir': folder };
  const words = Object.entries(labels).flatMap(([key, text]) => ['--label', `com.docker.compose.${key}=${text}`]);
  engine.run('rm', '-f', 'first');
  const name = `${path.basename(folder)}_web_1`;
  const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024', '--stop-signal', 'SIGKILL'];
  engine.run('run', '-d', '--name', name, '--network', 'none', ...limits, ...words, 'app:1', 'sleep', '1000');
  return { end: { kind: 'exited', code: 0 } };
}

// What runs of Compose without a network of its own: no names, no ports, only processes that live and die.
describe.each(kinds)('a stack of a real $engine, by $compose', ({ engine: name, compose }) => {
  const absent = missingOf(compose);
  let engine: Engine | null = null;
  let why = absent;
  let folder = '';
  beforeAll(async () => {
    if (absent !== null) return;
    const opened = await openEngine(name);
    if ('missing' in opened) {
      why = opened.missing;
      return;
    }
    engine = opened;
    folder = await makeFolder();
    const service = { image: 'app:1', network_mode: 'none', command: 'sleep 1000', stop_signal: 'SIGKILL' };
    const limits = { ulimits: { nofile: 1024, nproc: 1024 } };
    const services = {
      web: { ...service, ...limits, env_file: ['web.env'] },
      proxy: { ...service, ...limits, depends_on: ['web'] },
      tool: { ...service, ...limits, profiles: ['tools'] },
    };
    fs.writeFileSync(path.join(folder, 'web.env'), 'GREETING=hello\n');
    fs.writeFileSync(path.join(folder, 'compose.yaml'), JSON.stringify({ version: '2.4', services }));
    opened.run('tag', 'bb', 'app:previous');
    opened.run('commit', '--change', 'ENV VERSION=2', 'first', 'app:1');
  }, 60_000);
  afterAll(async () => {
    await engine?.close();
  }, 60_000);

  /** A host whose programs speak to this engine alone. */
  function host(kind: string, commands: readonly string[], options: Readonly<Record<string, string>> = {}): TestDesk {
    const action = actionWith({
      id: 'act',
      commands,
      cwd: folder,
      timeoutMs: 60_000,
      remedy: { kind, options: { folder, service: 'web', ...options } },
    });
    const desk = runDesk([action]);
    const standIn = engine?.standIn ?? '';
    program(desk.programs, name, standIn.replace('#!/bin/sh\n', ''));
    const socket = /-H (\S+)/.exec(standIn)?.[1] ?? '';
    const real =
      name === 'docker'
        ? `DOCKER_HOST=${socket} exec /usr/bin/${compose} "$@"`
        : `exec /usr/bin/${compose} --podman-path ${desk.programs}/podman "$@"`;
    program(desk.programs, compose, real);
    return desk;
  }
  const run = (desk: TestDesk, line: string) => desk.host.output(line, { deadlineMs: 60_000, cwd: folder });
  const idsOf = async (desk: TestDesk, kind: 'id' | 'image'): Promise<string> => {
    const field = kind === 'id' ? '{{.Id}}' : '{{.Image}}';
    const { stdout } = await run(
      desk,
      `${name} inspect --format '${field}' $(${name} ps -a -q --filter label=com.docker.compose.service=web)`,
    );
    return Buffer.from(stdout).toString().trim();
  };

  it('restarts a service, says who is without it, and keeps its image as the way back', async (context) => {
    if (engine === null) return context.skip(why ?? '');
    const desk = host('restart-compose', [`${compose} restart web`]);
    const started = name === 'docker' ? await run(desk, `${compose} up -d`) : startLabelled(engine, folder);
    expect(started.end).toMatchObject({ kind: 'exited', code: 0 });
    const [id, image] = [await idsOf(desk, 'id'), await idsOf(desk, 'image')];
    const done = await desk.done('act');
    expect(done).toMatchObject({
      outcome: { kind: 'succeeded' },
      preflight: expect.arrayContaining([
        { verdict: 'cost', text: 'proxy needs it, and is without it meanwhile' },
      ]) as unknown,
      wayBack: { kind: 'kept', handle: { image } },
    });
    expect(await idsOf(desk, 'id')).toBe(id);
    expect((await desk.undone(done.id)).undoneAt).not.toBeNull();
    return expect(await idsOf(desk, 'id')).toBe(id);
  });

  it('restarts a service of a profile that is not in use by itself', async (context) => {
    if (engine === null) return context.skip(why ?? '');
    if (name === 'podman') return context.skip('podman-compose 1.0 makes no container without a network of its own');
    const desk = host('restart-compose', [`${compose} --profile tools restart tool`], { service: 'tool' });
    const started = await run(desk, `${compose} --profile tools up -d tool`);
    expect(started.end).toMatchObject({ kind: 'exited', code: 0 });
    const done = await desk.done('act');
    expect(done.outcome).toMatchObject({ kind: 'succeeded' });
    return expect((await desk.undone(done.id)).undoOutcome).toMatchObject({ kind: 'succeeded' });
  });

  it('goes back to the earlier image, and back again', async (context) => {
    if (engine === null) return context.skip(why ?? '');
    if (name === 'podman') return context.skip('podman-compose 1.0 makes no container without a network of its own');
    const commands = [`${name} tag app:previous app:1`, `${compose} up -d --no-deps --force-recreate web`];
    const desk = host('previous-image', commands, { image: 'app:previous' });
    const bad = await idsOf(desk, 'image');
    const good = engine.run('image', 'inspect', '--format', '{{.Id}}', 'app:previous').trim();
    const done = await desk.done('act');
    expect(done.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await idsOf(desk, 'image')).toBe(good);
    expect((await desk.done('act')).outcome?.text).toContain('app:previous is what it runs already');
    expect((await desk.undone(done.id)).undoneAt).not.toBeNull();
    return expect(await idsOf(desk, 'image')).toBe(bad);
  });

  it('refuses a service that is none, a folder without a stack, and a daemon that is down', async (context) => {
    if (engine === null) return context.skip(why ?? '');
    const restart = [`${compose} restart web`];
    const none = await host('restart-compose', restart, { service: 'nothing' }).done('act');
    expect(none.outcome).toMatchObject({
      kind: 'refused',
      text: `The Compose file in ${folder} has no service nothing`,
    });
    const empty = await host('restart-compose', restart, { folder: temporaryFolder() }).done('act');
    expect(empty.outcome?.text).toMatch(/^Compose does not work in /);
    if (name === 'podman') return undefined;
    await engine.stop();
    const down = await host('restart-compose', restart).done('act');
    expect(down.outcome).toMatchObject({ kind: 'refused' });
    return expect(down.outcome?.text).toMatch(/docker cannot be asked: .*(Cannot connect|daemon)/i);
  });
});
