import { RequestError } from '#shared/rpc/errors.ts';
import { secondMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';
import { composeDependents } from './composeDependents.ts';
import { pathOption, sudoOf } from './paths.ts';
import {
  CaptureRefused,
  cost,
  fine,
  type Preflight,
  type Proof,
  refusal,
  type Remedy,
  type RemedyOrder,
  type Seen,
} from './remedy.ts';

const word = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const engine = /\bdocker\b/;

function serviceOf({ options }: RemedyOrder): string {
  const service = options['service'] ?? '';
  if (word.test(service)) return service;
  const what = service === '' ? 'The remedy names no service' : `"${service}" is no name of a Compose service`;
  throw new RequestError('INVALID', what, 'Set service= in the runbook, or the variable that it uses.');
}

const dockerOf = (order: RemedyOrder) => `${sudoOf(order, engine)}docker`;
const composeOf = (order: RemedyOrder) =>
  `${dockerOf(order)} compose --project-directory ${quote(pathOption(order, 'folder'))}`;

/** A container of the service: what it runs, and how it is. */
type Container = {
  readonly id: string;
  readonly status: string;
  readonly health: string;
  /** `sha256:...`, the image itself, whatever its name means by now. */
  readonly image: string;
  readonly imageName: string;
};

const format = `{{.Id}} {{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{.Image}} {{.Config.Image}}`;

type Looked =
  | { readonly kind: 'seen'; readonly containers: readonly Container[] }
  | { readonly kind: 'trouble'; readonly text: string };

async function look(order: RemedyOrder, remote: Remote): Promise<Looked> {
  const service = quote(serviceOf(order));
  const script = `ids=$(${composeOf(order)} ps -a -q ${service}) || exit 1; [ -z "$ids" ] || ${dockerOf(order)} inspect --format ${quote(format)} $ids`;
  const answer = await remote.ask(script, { deadlineMs: 30_000 });
  if (answer.code !== 0) return { kind: 'trouble', text: lastLine(answer) || `exit status ${String(answer.code)}` };
  const containers = answer.stdout.split('\n').flatMap((line) => {
    const [id = '', status = '', health = '', image = '', imageName = ''] = line.trim().split(' ');
    return imageName === '' ? [] : [{ id, status, health, image, imageName }];
  });
  return { kind: 'seen', containers };
}

const shortId = (image: string) => image.replace(/^(sha256:.{12}).*$/, '$1');
const stateText = ({ id, status, health }: Container) =>
  `${id.slice(0, 12)} is ${status}${health === 'none' ? '' : ` (${health})`}`;

async function preflight(order: RemedyOrder, remote: Remote): Promise<Preflight> {
  const service = serviceOf(order);
  const refused = (text: string) => ({ items: [refusal(text)], seen: {} });
  const known = await remote.ask(
    `command -v docker >/dev/null || { echo 'docker is not installed' >&2; exit 1; }; ${composeOf(order)} config --services`,
    { deadlineMs: 30_000 },
  );
  if (known.code !== 0) return refused(`Compose does not work in ${pathOption(order, 'folder')}: ${lastLine(known)}`);
  if (!known.stdout.split('\n').some((line) => line.trim() === service))
    return refused(`The Compose file in ${pathOption(order, 'folder')} has no service ${service}`);
  const looked = await look(order, remote);
  if (looked.kind === 'trouble') return refused(`Docker cannot be asked: ${looked.text}`);
  const [first] = looked.containers;
  if (first === undefined) return refused(`${service} has no container yet: make it with "docker compose up -d"`);
  const items = [
    ...looked.containers.map((one) => fine(`Container ${stateText(one)}`)),
    fine(`It runs image ${first.imageName} (${shortId(first.image)}), which is noted as the way back`),
    ...composeDependents(
      (await remote.ask(`${composeOf(order)} config --format json`, { deadlineMs: 30_000 })).stdout,
      service,
    ),
  ];
  return { items, seen: { image: first.image } };
}

/** A name for the image, so that no clean-up takes it; names whose time is over are removed on the way. */
const keepName = (order: RemedyOrder) =>
  `sitrep-keep/${serviceOf(order).toLowerCase()}:${String(Math.floor(order.keepUntilAt / secondMs))}-${order.runId.slice(-12)}`;

function keepScript(order: RemedyOrder, image: string): string {
  const docker = dockerOf(order);
  const family = `sitrep-keep/${serviceOf(order).toLowerCase()}`;
  return `${docker} tag ${quote(image)} ${quote(keepName(order))} || exit 1
now=$(date +%s)
for t in $(${docker} images --format '{{.Tag}}' ${quote(family)}); do
  [ "\${t%%-*}" -ge "$now" ] 2>/dev/null || ${docker} rmi ${quote(family)}:"$t" >/dev/null 2>&1
done; true`;
}

async function capture(order: RemedyOrder, remote: Remote, seen: Seen) {
  const looked = await look(order, remote);
  const first = looked.kind === 'seen' ? looked.containers[0] : undefined;
  if (first === undefined) throw new CaptureRefused(`${serviceOf(order)} has no container any more: look again`);
  if (first.image !== seen['image']) throw new CaptureRefused('It runs another image than you were shown: look again');
  const kept = await remote.ask(keepScript(order, first.image), { deadlineMs: 60_000 });
  if (kept.code !== 0) throw new CaptureRefused(`Its image could not be kept: ${lastLine(kept)}`);
  const text = `Image ${shortId(first.image)} is kept as ${keepName(order)} and can be run again as ${first.imageName}`;
  const handle = { image: first.image, imageName: first.imageName, kept: keepName(order) };
  return { kind: 'kept' as const, text, untilAt: order.keepUntilAt, handle };
}

async function verify(order: RemedyOrder, remote: Remote): Promise<Proof> {
  const looked = await look(order, remote);
  if (looked.kind === 'trouble') return { isProved: false, text: looked.text };
  const isUp = looked.containers.every(
    ({ status, health }) => status === 'running' && (health === 'none' || health === 'healthy'),
  );
  const text = looked.containers.map(stateText).join(', ');
  return { isProved: isUp && looked.containers.length > 0, text: text === '' ? 'there is no container' : text };
}

async function undo(order: RemedyOrder, remote: Remote, handle: Seen): Promise<Proof> {
  const [image, name, docker] = [handle['image'] ?? '', handle['imageName'] ?? '', dockerOf(order)];
  const now = await look(order, remote);
  const runsIt = (looked: Looked): boolean =>
    looked.kind === 'seen' && looked.containers.length > 0 && looked.containers.every((one) => one.image === image);
  const isDigest = name.includes('@');
  // The name goes back first: it may have been moved although the container was not made anew.
  const tagged = isDigest ? null : await remote.ask(`${docker} tag ${quote(image)} ${quote(name)}`);
  if (tagged !== null && tagged.code !== 0) return { isProved: false, text: lastLine(tagged) };
  if (runsIt(now)) {
    const proof = await verify(order, remote);
    if (proof.isProved) return { isProved: true, text: `it runs ${shortId(image)} already: ${proof.text}` };
  }
  if (isDigest)
    return { isProved: false, text: `The Compose file names ${name} itself: put the earlier digest back there` };
  const script = `${composeOf(order)} up -d --no-deps --pull never ${quote(serviceOf(order))}`;
  const answer = await remote.ask(script, { deadlineMs: 120_000 });
  if (answer.code !== 0) return { isProved: false, text: lastLine(answer) };
  const after = await look(order, remote);
  return runsIt(after)
    ? { isProved: true, text: `${serviceOf(order)} runs ${shortId(image)} again` }
    : { isProved: false, text: `${serviceOf(order)} does not run ${shortId(image)}: look at docker compose ps` };
}

function composeRemedy(kind: string, ownSteps: (order: RemedyOrder) => readonly string[]): Remedy {
  return {
    kind,
    plan: (order) => {
      const service = serviceOf(order);
      const commands = order.steps.length > 0 ? [] : ownSteps(order);
      const own = commands.map((command) => ({
        title: `${kind === 'restart-compose' ? 'Restart' : 'Change the image of'} ${service}`,
        command,
        cwd: null,
        timeoutMs: order.timeoutMs,
      }));
      const text = 'The image that it runs now is kept by its digest and can be run again; what it wrote stays';
      return {
        steps: order.steps.length > 0 ? order.steps : own,
        resource: `compose:${pathOption(order, 'folder')}`,
        wayBack: { kind: 'kept', text, untilAt: order.keepUntilAt },
      };
    },
    preflight: async (order, remote) => {
      const { items, seen } = await preflight(order, remote);
      const image = order.options['image'];
      if (kind === 'restart-compose' || image === undefined || items[0]?.verdict === 'refusal') return { items, seen };
      const there = await remote.ask(`${dockerOf(order)} image inspect --format '{{.Id}}' ${quote(image)}`);
      const told =
        there.code !== 0
          ? refusal(`There is no image ${image} on ${remote.hostId}: ${lastLine(there)}`)
          : there.stdout.trim() === seen['image']
            ? refusal(`${image} is what it runs already`)
            : cost(`It will run ${image} (${shortId(there.stdout.trim())})`);
      return { items: [...items, told], seen };
    },
    capture,
    verify,
    undo,
  };
}

/** Restarts one service of a Compose stack; the image that ran before is kept by its digest. */
export const restartCompose = composeRemedy('restart-compose', (order) => [
  `${dockerOf(order)} compose --project-directory ${quote(pathOption(order, 'folder'))} restart ${quote(serviceOf(order))}`,
]);

/** Runs an earlier image of a Compose service by the commands of its runbook; the present one is kept by its digest. */
export const previousImage = composeRemedy('previous-image', () => {
  throw new RequestError(
    'INVALID',
    'The remedy previous-image has no commands',
    'Write them in the runbook: docker tag, then docker compose up.',
  );
});
