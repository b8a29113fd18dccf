import { RequestError } from '#shared/rpc/errors.ts';
import type { PlannedStep } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';
import { sudoNeeds } from '../sudo/sudoNeeds.ts';
import { keepFolder, keeping } from './keepFolder.ts';
import { pathOption, sudoOf } from './paths.ts';
import { CaptureRefused, cost, fine, type Proof, refusal, type Remedy, type RemedyOrder } from './remedy.ts';

const editing = /\b(?:sed|nginx|systemctl)\b/;
const address = /^(?:\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+)(?::\d{1,5})?$/;

/** `backend=10.0.0.5:3000`, as it stands behind `server` in the upstream. Throws `RequestError` INVALID for others. */
function backendOf({ options }: RemedyOrder): string {
  const backend = options['backend'] ?? '';
  if (address.test(backend)) return backend;
  throw new RequestError(
    'INVALID',
    `"${backend}" is no address of a backend`,
    'Write it as in the upstream: HOST:PORT.',
  );
}

const fileOf = (order: RemedyOrder) => pathOption(order, 'file');
const sudoFor = (order: RemedyOrder) => (order.steps.length === 0 ? 'sudo ' : sudoOf(order, editing));
const keptOf = (order: RemedyOrder) => `${keepFolder(order)}/proxy.conf`;
const escaped = (text: string) => text.replaceAll(/[.[\]]/g, '\\$&');
/** A `server` line of the backend, with what stands behind the address as the second group. */
const lineOf = (order: RemedyOrder) =>
  `^\\([[:space:]]*server[[:space:]]\\{1,\\}${escaped(backendOf(order))}\\)\\([[:space:]][^;]*\\)\\{0,1\\};`;

function stepsOf(order: RemedyOrder): readonly PlannedStep[] {
  const [sudo, file] = [sudoFor(order), quote(fileOf(order))];
  const step = (title: string, command: string): PlannedStep => ({
    title,
    command,
    cwd: null,
    timeoutMs: order.timeoutMs,
  });
  return [
    step(`Mark ${backendOf(order)} as down`, `${sudo}sed -i ${quote(`s|${lineOf(order)}|\\1\\2 down;|`)} ${file}`),
    step('Check the configuration', `${sudo}nginx -t`),
    step('Reload the proxy', `${sudo}nginx -s reload`),
  ];
}

type Backends = { readonly ours: number; readonly down: number; readonly others: number };

/** Counts the lines of the file: ours, those of ours that are down already, and others that are in use. */
async function backendsOf(order: RemedyOrder, remote: Remote): Promise<Backends | null> {
  const [sudo, file] = [sudoFor(order), quote(fileOf(order))];
  const any = '^[[:space:]]*server[[:space:]]\\{1,\\}[^;{[:space:]]\\{1,\\}[^;{]*;';
  const script = `${sudo}[ -f ${file} ] || exit 1
${sudo}grep -c ${quote(lineOf(order))} ${file}
${sudo}grep ${quote(lineOf(order))} ${file} | grep -c '[[:space:]]down[[:space:]]*;'
${sudo}grep ${quote(any)} ${file} | grep -v ${quote(lineOf(order))} | grep -vc '[[:space:]]down[[:space:]]*;'
true`;
  const { code, stdout } = await remote.ask(script);
  const [ours = 0, down = 0, others = 0] = stdout.trim().split('\n').map(Number);
  return code === 0 ? { ours, down, others } : null;
}

/** Takes a backend out of an nginx upstream by marking it as down; the file of before is the way back. */
export const isolateBackend: Remedy = {
  kind: 'isolate-backend',
  isOwnProofAll: true,
  plan: (order) => ({
    steps: stepsOf(order),
    resource: `files:${fileOf(order)}`,
    wayBack: {
      kind: 'kept',
      text: 'The configuration of before is kept and can come back',
      untilAt: order.keepUntilAt,
    },
  }),
  preflight: async (order, remote) => {
    const [file, backend] = [fileOf(order), backendOf(order)];
    const f = quote(file);
    const commands = [
      `[ -f ${f} ]`,
      `grep -c x ${f}`,
      `cat -- ${f}`,
      `sed -i x ${f}`,
      'nginx -t',
      'nginx -s reload',
      `tee ${f}`,
    ];
    const needs = await sudoNeeds(sudoFor(order), commands, remote);
    if (needs.some(({ verdict }) => verdict === 'refusal')) return { items: needs, seen: {} };
    const found = await backendsOf(order, remote);
    const test = await remote.ask(`${sudoFor(order)}nginx -t`);
    const why =
      found === null
        ? `There is no ${file}`
        : found.ours === 0
          ? `${file} has no server ${backend}`
          : found.down === found.ours
            ? `${backend} is down there already`
            : found.others === 0
              ? `${backend} is the only backend in use there: without it the proxy answers nobody`
              : test.code !== 0
                ? `The configuration is broken before anything was changed: ${lastLine(test)}`
                : null;
    if (why !== null) return { items: [refusal(why)], seen: {} };
    const others = found?.others ?? 0;
    const rest = `${String(others)} other ${others === 1 ? 'backend takes' : 'backends take'} its share`;
    return {
      items: [cost(`${backend} gets no requests any more; ${rest}`), fine('The configuration is valid'), ...needs],
      seen: {},
    };
  },
  capture: async (order, remote) => {
    const file = fileOf(order);
    const answer = await remote.ask(keeping(order, `${sudoFor(order)}cat -- ${quote(file)} > ${keptOf(order)}`), {
      deadlineMs: 60_000,
    });
    if (answer.code !== 0) throw new CaptureRefused(`${file} could not be kept: ${lastLine(answer)}`);
    return { kind: 'kept', text: `${file} is kept as ${keptOf(order)}`, untilAt: order.keepUntilAt, handle: { file } };
  },
  verify: async (order, remote) => {
    const found = await backendsOf(order, remote);
    const isDown = found !== null && found.ours > 0 && found.down === found.ours;
    return { isProved: isDown, text: `${backendOf(order)} is ${isDown ? 'marked as down' : 'still in use'}` };
  },
  undo: putBack,
};

/** Puts the file back where nobody changed more of it than the mark. */
async function putBack(order: RemedyOrder, remote: Remote): Promise<Proof> {
  const [sudo, file, kept] = [sudoFor(order), quote(fileOf(order)), keptOf(order)];
  const mark = `sed ${quote(`s|${lineOf(order)}|\\1\\2 down;|`)} ${kept}`;
  const script = `[ -f ${kept} ] || { echo 'what was kept is gone' >&2; exit 1; }
${sudo}cat -- ${file} | cmp -s - ${kept} && exit 0
${mark} > ${kept}.marked; ${sudo}cat -- ${file} | cmp -s - ${kept}.marked || { echo 'the file was changed since: take the word down out by hand' >&2; exit 1; }
cat ${kept} | ${sudo}tee ${file} >/dev/null && ${sudo}nginx -t && ${sudo}nginx -s reload`;
  const answer = await remote.ask(script, { deadlineMs: 60_000 });
  if (answer.code !== 0) return { isProved: false, text: lastLine(answer) };
  return { isProved: true, text: `${backendOf(order)} is in use again` };
}
