import { RequestError } from '#shared/rpc/errors.ts';
import { secondMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';
import { composeDependents, readComposeConfig } from './composeConfig.ts';
import { containerText, lookAtContainers, type Looked, shortImage } from './composeContainers.ts';
import { composeServiceOf, type ComposeTool, composeTool, composeTrouble } from './composeTool.ts';
import { pathOption } from './paths.ts';
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

/** A service of a profile is left out of what Compose says of the stack, and yet it may run. */
async function isOfProfile(service: string, { file }: ComposeTool, remote: Remote): Promise<boolean> {
  const written = readComposeConfig((await remote.ask(file)).stdout);
  return written !== null && Object.hasOwn(written.services, service);
}

async function preflight(order: RemedyOrder, remote: Remote): Promise<Preflight> {
  const [service, folder, tool] = [composeServiceOf(order), pathOption(order, 'folder'), composeTool(order)];
  const refused = (text: string) => ({ items: [refusal(text)], seen: {} });
  const { engine, name } = tool;
  const program = (name.includes(' ') ? engine : name).replace(/^sudo /, '');
  const answer = await remote.ask(
    `command -v ${program} >/dev/null || { echo '${program} is not installed' >&2; exit 1; }; ${tool.config}`,
    { deadlineMs: 30_000 },
  );
  if (answer.code !== 0)
    return refused(composeTrouble(tool, folder, `${answer.stdout}${answer.stderr}`, lastLine(answer)));
  const config = readComposeConfig(answer.stdout);
  if (config === null) return refused(`What ${name} says of the stack in ${folder} cannot be read`);
  if (!Object.hasOwn(config.services, service) && !(await isOfProfile(service, tool, remote)))
    return refused(`The Compose file in ${folder} has no service ${service}`);
  const looked = await lookAtContainers(order, remote);
  if (looked.kind === 'trouble') return refused(`${engine} cannot be asked: ${looked.text}`);
  const [first] = looked.containers;
  if (first === undefined) return refused(`${service} has no container yet: make it with "${name} up -d"`);
  const items = [
    ...looked.containers.map((one) => fine(`Container ${containerText(one)}`)),
    fine(`It runs image ${first.imageName} (${shortImage(first.image)}), which is noted as the way back`),
    ...composeDependents(config, service),
  ];
  return { items, seen: { image: first.image } };
}

/** A name for the image, so that no clean-up takes it; names whose time is over are removed on the way. */
const keepName = (order: RemedyOrder) =>
  `sitrep-keep/${composeServiceOf(order).toLowerCase()}:${String(Math.floor(order.keepUntilAt / secondMs))}-${order.runId.slice(-12)}`;

function keepScript(order: RemedyOrder, image: string): string {
  const docker = composeTool(order).engine;
  const family = `sitrep-keep/${composeServiceOf(order).toLowerCase()}`;
  return `${docker} tag ${quote(image)} ${quote(keepName(order))} || exit 1
for t in $(${docker} images --format '{{.Tag}}' ${quote(family)}); do
  [ "\${t%%-*}" -ge ${String(Math.floor(order.nowAt / secondMs))} ] 2>/dev/null || ${docker} rmi ${quote(family)}:"$t" >/dev/null 2>&1
done; true`;
}

async function capture(order: RemedyOrder, remote: Remote, seen: Seen) {
  const looked = await lookAtContainers(order, remote);
  const first = looked.kind === 'seen' ? looked.containers[0] : undefined;
  if (first === undefined) throw new CaptureRefused(`${composeServiceOf(order)} has no container any more: look again`);
  if (first.image !== seen['image']) throw new CaptureRefused('It runs another image than you were shown: look again');
  const kept = await remote.ask(keepScript(order, first.image), { deadlineMs: 60_000 });
  if (kept.code !== 0) throw new CaptureRefused(`Its image could not be kept: ${lastLine(kept)}`);
  const text = `Image ${shortImage(first.image)} is kept as ${keepName(order)} and can be run again as ${first.imageName}`;
  const handle = { image: first.image, imageName: first.imageName, kept: keepName(order) };
  return { kind: 'kept' as const, text, untilAt: order.keepUntilAt, handle };
}

async function verify(order: RemedyOrder, remote: Remote): Promise<Proof> {
  const looked = await lookAtContainers(order, remote);
  if (looked.kind === 'trouble') return { isProved: false, text: looked.text };
  const isUp = looked.containers.every(
    ({ status, health }) => status === 'running' && (health === 'none' || health === 'healthy'),
  );
  const text = looked.containers.map(containerText).join(', ');
  return { isProved: isUp && looked.containers.length > 0, text: text === '' ? 'there is no container' : text };
}

async function undo(order: RemedyOrder, remote: Remote, handle: Seen): Promise<Proof> {
  const [image, name] = [handle['image'] ?? '', handle['imageName'] ?? ''];
  const { engine: docker, compose, noPull, name: tool } = composeTool(order);
  const now = await lookAtContainers(order, remote);
  const runsIt = (looked: Looked): boolean =>
    looked.kind === 'seen' && looked.containers.length > 0 && looked.containers.every((one) => one.image === image);
  const isDigest = name.includes('@');
  // The name goes back first: it may have been moved although the container was not made anew.
  const tagged = isDigest ? null : await remote.ask(`${docker} tag ${quote(image)} ${quote(name)}`);
  if (tagged !== null && tagged.code !== 0) return { isProved: false, text: lastLine(tagged) };
  if (runsIt(now)) {
    const proof = await verify(order, remote);
    if (proof.isProved) return { isProved: true, text: `it runs ${shortImage(image)} already: ${proof.text}` };
  }
  if (isDigest)
    return { isProved: false, text: `The Compose file names ${name} itself: put the earlier digest back there` };
  const script = `${compose} up -d --no-deps --force-recreate${noPull} ${quote(composeServiceOf(order))}`;
  const answer = await remote.ask(script, { deadlineMs: 120_000 });
  if (answer.code !== 0) return { isProved: false, text: lastLine(answer) };
  const after = await lookAtContainers(order, remote);
  return runsIt(after)
    ? { isProved: true, text: `${composeServiceOf(order)} runs ${shortImage(image)} again` }
    : { isProved: false, text: `${composeServiceOf(order)} does not run ${shortImage(image)}: look at ${tool} ps` };
}

function composeRemedy(kind: string, ownSteps: (order: RemedyOrder) => readonly string[]): Remedy {
  return {
    kind,
    plan: (order) => {
      const service = composeServiceOf(order);
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
      const there = await remote.ask(`${composeTool(order).engine} image inspect --format '{{.Id}}' ${quote(image)}`);
      const told =
        there.code !== 0
          ? refusal(`There is no image ${image} on ${remote.hostName}: ${lastLine(there)}`)
          : there.stdout.trim() === seen['image']
            ? refusal(`${image} is what it runs already`)
            : cost(`It will run ${image} (${shortImage(there.stdout.trim())})`);
      return { items: [...items, told], seen };
    },
    capture,
    verify,
    undo,
  };
}

/** Restarts one service of a Compose stack; the image that ran before is kept by its digest. */
export const restartCompose = composeRemedy('restart-compose', (order) => [
  `${composeTool(order).compose} restart ${quote(composeServiceOf(order))}`,
]);

/** Runs an earlier image of a Compose service by the commands of its runbook; the present one is kept by its digest. */
export const previousImage = composeRemedy('previous-image', () => {
  throw new RequestError(
    'INVALID',
    'The remedy previous-image has no commands',
    'Write them in the runbook: docker tag, then docker compose up.',
  );
});
