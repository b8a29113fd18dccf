import { readFileSync } from 'node:fs';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';
import { program } from './localHost.ts';

/**
 * A `docker` over files, scripted after the real one's words: `service.<name>` holds the state and the image of its
 * container, `tag.<name>` what an image's name means, `image.<id>` that it is there. It is no engine.
 */
function standInDocker(desk: TestDesk): string {
  const folder = path.join(desk.folder, 'docker');
  fs.mkdirSync(folder, { recursive: true });
  program(
    desk.programs,
    'docker',
    `cd '${folder}' || exit 1
echo "$*" >> calls
safe() { printf %s "$1" | tr '/:' '__'; }
[ ! -e down ] || { echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1; }
if [ "$1" = compose ]; then
  shift; [ "$1" = --project-directory ] && shift 2
  verb=$1; shift
  for last; do :; done
  case $verb in
  config) cat config.json ;;
  ps) [ -e "service.$last" ] && echo "$last-container"; exit 0 ;;
  restart) [ -e "broken.$last" ] && echo exited > "service.$last"; date +%s%N >> restarts ;;
  up) cp "tag.$(safe "$(cat "name.$last")")" "runs.$last"; echo running > "service.$last" ;;
  esac
  exit
fi
case $1 in
inspect) for last; do :; done; s=\${last%-container}; printf '[{"Id":"%s-0123456789","State":{"Status":"%s"},"Image":"%s","Config":{"Image":"%s"}}]' "$last" "$(cat "service.$s")" "$(cat "runs.$s")" "$(cat "name.$s")" ;;
tag) f=tag.$(safe "$2"); if [ -e "$f" ]; then cp "$f" "tag.$(safe "$3")"; else echo "$2" > "tag.$(safe "$3")"; fi ;;
images) ls | sed -n 's/^tag.sitrep-keep_web_//p' ;;
rmi) rm -f "tag.$(safe "$2")" ;;
image) for last; do :; done; f=tag.$(safe "$last"); [ -e "$f" ] && cat "$f" || { echo "Error: No such image: $last" >&2; exit 1; } ;;
esac`,
  );
  return folder;
}

const [old, bad] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];

function stack(kind: string, commands: readonly string[], options: Readonly<Record<string, string>> = {}) {
  const home = temporaryFolder();
  const action = actionWith({
    id: 'act',
    commands,
    remedy: { kind, options: { folder: home, service: 'web', ...options } },
  });
  const desk = runDesk([action]);
  const folder = standInDocker(desk);
  const put = (texts: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(texts)) fs.writeFileSync(path.join(folder, name), `${text}\n`);
  };
  const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8').trim();
  const config = {
    services: { web: {}, db: null, proxy: { depends_on: { web: { condition: 'service_started', restart: true } } } },
  };
  put({
    'service.web': 'running',
    'runs.web': bad,
    'name.web': 'example/web:1',
    'tag.example_web_1': bad,
    'config.json': JSON.stringify(config),
  });
  return { desk, folder, home, put, read };
}

const restart = ['docker compose --project-directory /srv/stack restart web'];

it('a service of a profile, which Compose leaves out of its list, is restarted all the same', async () => {
  const { desk, home, put } = stack('restart-compose', restart);
  put({ 'config.json': '{"services":{"db":null}}' });
  const refused = await desk.done('act');
  expect(refused.outcome).toEqual({ kind: 'refused', text: `The Compose file in ${home} has no service web` });
  const text =
    'services:\n  db: {}\n  web:\n    profiles: [debug]\n    env_file: [.env, more.env]\n    image: example/web:1\n';
  fs.writeFileSync(path.join(home, 'compose.yaml'), text);
  expect((await desk.done('act')).outcome).toMatchObject({ kind: 'succeeded' });
});

// A scripted `docker` stands in for what the real engines of `composeEngines.test.ts` cannot be brought to here, such as
// Compose as a plugin: what is tested is what Sitrep asks, concludes and keeps, not Docker.
describe('restarting a Compose service (scripted docker)', () => {
  it('says who pays, notes the image by its digest, restarts once and proves it by the containers', async () => {
    const { desk, read } = stack('restart-compose', restart);
    const run = await desk.done('act');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(run.preflight).toContainEqual({ verdict: 'cost', text: 'proxy restarts too' });
    expect(run.preflight.map(({ text }) => text).join('\n')).toContain('example/web:1 (sha256:bbbbbbbbbbbb)');
    expect(run.wayBack).toMatchObject({ kind: 'kept', handle: { image: bad, imageName: 'example/web:1' } });
    expect(read('restarts').split('\n')).toHaveLength(1);
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(read('restarts').split('\n')).toHaveLength(1);
  });

  it('fails when the container does not stay up', async () => {
    const { desk, put } = stack('restart-compose', restart);
    put({ 'broken.web': '' });
    const runId = desk.start('act');
    await desk.reaches(runId, 'awaitingConsent');
    desk.consent(runId);
    await desk.reaches(runId, 'verifying');
    desk.runs.cancel({ requestId: 'stop', runId });
    expect((await desk.reaches(runId, 'ended')).outcome?.kind).toBe('cancelled');
  });

  it.each([
    ['the daemon is down', { down: '' }, {}, /Cannot connect to the Docker daemon/],
    ['there is no such service', {}, { service: 'nothing' }, /has no service nothing/],
    ['the service has no container', {}, { service: 'db' }, /db has no container yet/],
  ])('is refused when %s', async (_why, files, options, text) => {
    const { desk, put } = stack('restart-compose', restart, options);
    put(files);
    const { outcome } = await desk.done('act');
    expect(outcome?.kind).toBe('refused');
    expect(outcome?.text).toMatch(text);
  });

  it.each([{ service: '' }, { service: '-f' }, { service: 'a b' }, { folder: '/' }, { folder: '/home/me' }])(
    'is not even planned for %o',
    (options) => {
      const { desk } = stack('restart-compose', restart, options);
      expect(() => desk.start('act')).toThrow(/names no service|no name of a Compose service|whole system or a home/);
    },
  );
});

describe('going back to an earlier image (scripted docker)', () => {
  const commands = [
    'docker tag example/web:previous example/web:1',
    'docker compose --project-directory /srv/stack up -d --no-deps --pull never web',
  ];

  it('runs the earlier image, and the way back runs the one that ran before', async () => {
    const { desk, put, read } = stack('previous-image', commands, { image: 'example/web:previous' });
    put({ 'tag.example_web_previous': old });
    const run = await desk.done('act');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(read('runs.web')).toBe(old);
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(read('runs.web')).toBe(bad);
  });

  it('is refused when that image is not there, or is what runs already', async () => {
    const gone = stack('previous-image', commands, { image: 'example/web:previous' });
    expect((await gone.desk.done('act')).outcome?.text).toContain('There is no image example/web:previous');
    const same = stack('previous-image', commands, { image: 'example/web:1' });
    expect((await same.desk.done('act')).outcome?.text).toContain('is what it runs already');
  });
});

it('the built-in Compose runbook names remedies that exist, with the options that they need', () => {
  const file = path.join(import.meta.dirname, '../../../assets/runbooks/docker-compose.md');
  const { actions } = readRunbook(readFileSync(file, 'utf8'));
  expect(actions.find(({ id }) => id === 'restart')?.remedy).toMatchObject({ kind: 'restart-compose' });
  expect(actions.find(({ id }) => id === 'previous-image')?.remedy).toMatchObject({ kind: 'previous-image' });
});
