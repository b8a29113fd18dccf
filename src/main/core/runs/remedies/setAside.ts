import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { argumentFrom } from '#shared/runbook/effect/argument.ts';
import { parseShell } from '#shared/runbook/shell/parseShell.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { sudoItems } from '../sudo/sudoItems.ts';
import { sudoNeeds } from '../sudo/sudoNeeds.ts';
import { lastLine, type Remote } from '../remote.ts';
import { keepFolder, keeping } from './keepFolder.ts';
import { homeRoomItems } from './quarantine.ts';
import { pathOption, sudoOf } from './paths.ts';
import { CaptureRefused, cost, fine, refusal, type Remedy, type RemedyOrder } from './remedy.ts';

const moving = /\bmv\b/;
/** Larger files are judged by the host's own tools alone. */
const largestKib = 900;

const fileOf = (order: RemedyOrder) => pathOption(order, 'file');
const kept = (order: RemedyOrder, name: string) => `${keepFolder(order)}/${name}`;

/** The target of a command that does nothing but `mv` this very file; null for others. */
function movedTo(command: string, file: string): string | null {
  const node = parseShell(command)?.commands.at(-1)?.command;
  if (node?.type !== 'Command') return null;
  const words = [node.name?.value ?? null, ...node.args.map((argument) => argumentFrom(argument).value)];
  const operands = words.slice(words.indexOf('mv') + 1).filter((word) => word?.startsWith('-') !== true);
  return words.includes('mv') && operands.length === 2 && operands[0] === file ? (operands[1] ?? null) : null;
}

/** Where the runbook's own `mv` puts the file; ours where it has none. */
function targetOf(order: RemedyOrder): string {
  const file = fileOf(order);
  const moved = order.steps.map(({ command }) => movedTo(command, file)).find((target) => target !== null);
  return moved ?? `${file}.broken`;
}

const sizeOf = async (file: string, sudo: string, remote: Remote): Promise<number> =>
  Number.parseInt((await remote.ask(`${sudo}du -k -- ${quote(file)}`)).stdout, 10) || 0;

type Reading = 'parses' | 'broken' | 'missing' | 'unknown';

/** Whether a file is whole JSON, by a tool of the host or by reading it here. */
async function readingOf(file: string, sudo: string, remote: Remote): Promise<Reading> {
  const f = quote(file);
  const script = `${sudo}[ -f ${f} ] || exit 10
if command -v python3 >/dev/null; then ${sudo}cat -- ${f} | python3 -c 'import json,sys
try: json.load(sys.stdin)
except ValueError: sys.exit(12)'; exit $(( $? == 0 ? 11 : $? == 12 ? 12 : 13 )); fi
if command -v jq >/dev/null; then if [ "$(${sudo}cat -- ${f} | jq -s length 2>/dev/null)" = 1 ]; then exit 11; else exit 12; fi; fi
[ "$(${sudo}du -k -- ${f} | cut -f1)" -le ${String(largestKib)} ] || exit 13
${sudo}cat -- ${f}`;
  const { code, stdout } = await remote.ask(script, { deadlineMs: 60_000 });
  const told: Readonly<Record<number, Reading>> = { 10: 'missing', 11: 'parses', 12: 'broken', 13: 'unknown' };
  if (code !== 0) return told[code] ?? 'unknown';
  try {
    JSON.parse(stdout);
    return 'parses';
  } catch (error) {
    if (error instanceof SyntaxError) return 'broken';
    throw error;
  }
}

/** Other files of its kind beside it, newest first: one of them is the last good one. */
async function candidates(order: RemedyOrder, remote: Remote): Promise<readonly string[]> {
  const named = order.options['last-good'];
  if (named !== undefined) return [pathOption(order, 'last-good')];
  const file = fileOf(order);
  const [folder, name] = [file.slice(0, file.lastIndexOf('/')), file.slice(file.lastIndexOf('/') + 1)];
  const ending = /\.[A-Za-z0-9]+$/.exec(name)?.[0] ?? '';
  const { stdout } = await remote.ask(`cd -- ${quote(folder)} && ls -1t -- *${ending} 2>/dev/null | head -n 20`);
  const names = stdout.split('\n').filter((one) => /^[A-Za-z0-9_.@+-]+$/.test(one) && one !== name);
  return names.map((one) => `${folder}/${one}`);
}

async function lastGood(order: RemedyOrder, remote: Remote): Promise<string | null> {
  for (const candidate of await candidates(order, remote))
    if ((await readingOf(candidate, sudoOf(order, moving), remote)) === 'parses') return candidate;
  return null;
}

/**
 * Copies the last good file, to which capture left a link, into the place with its owner and mode. Without one the
 * place stays empty.
 */
function restoringStep(order: RemedyOrder): PlannedStep {
  const copy = kept(order, 'last-good');
  const command = `[ ! -f ${copy} ] || ${sudoOf(order, moving)}cp -p -- ${copy} ${quote(fileOf(order))}`;
  return { title: 'Put the last good one in its place', command, cwd: null, timeoutMs: order.timeoutMs };
}

/** Moves a broken data file out of the way and restores the last good one of its kind. */
export const setAside: Remedy = {
  kind: 'set-aside',
  plan: (order) => {
    const file = fileOf(order);
    const own = {
      title: `Set ${file} aside`,
      command: `mv -- ${quote(file)} ${quote(targetOf(order))}`,
      cwd: null,
      timeoutMs: order.timeoutMs,
    };
    const at = order.steps.findIndex(({ command }) => moving.test(command));
    const before = at < 0 ? [own] : order.steps.slice(0, at + 1);
    const after = at < 0 ? order.steps : order.steps.slice(at + 1);
    return {
      steps: [...before, restoringStep(order), ...after],
      resource: `files:${file}`,
      wayBack: { kind: 'kept', text: 'The broken file is kept and can come back', untilAt: order.keepUntilAt },
    };
  },
  preflight: async (order, remote) => {
    const [file, target, sudo] = [fileOf(order), targetOf(order), sudoOf(order, moving)];
    const [f, to] = [quote(file), quote(target)];
    const commands = [`[ -f ${f} ]`, `cat -- ${f}`, `du -k -- ${f}`, `mv -f -- ${to} ${f}`, `cp -p -- x ${f}`];
    const needs = await sudoNeeds(sudo, commands, remote);
    if (needs.some(({ verdict }) => verdict === 'refusal')) return { items: needs, seen: {} };
    const reading = await readingOf(file, sudo, remote);
    if (reading === 'missing') return { items: [refusal(`There is no ${file}`)], seen: {} };
    if (reading === 'parses') return { items: [refusal(`${file} is whole: there is nothing to set aside`)], seen: {} };
    const good = await lastGood(order, remote);
    const earlier = await remote.ask(`${sudo}[ -e ${quote(target)} ]`);
    const items: readonly PreflightItem[] = [
      reading === 'broken'
        ? fine(`${file} does not parse`)
        : cost(`Whether ${file} is broken cannot be told on this host`),
      good === null
        ? cost('There is no good one to put in its place: the place stays empty')
        : fine(`The last good one is ${good}`),
      ...(await homeRoomItems(await sizeOf(file, sudo, remote), remote)),
      ...needs,
      ...(earlier.code === 0 ? [cost(`${target} is overwritten; a copy of it is kept`)] : []),
      ...(await sudoItems(
        order.steps.filter(({ command }) => !command.includes(keepFolder(order))),
        remote,
      )),
    ];
    return { items, seen: good === null ? {} : { good } };
  },
  capture: async (order, remote, seen) => {
    const [file, target, sudo] = [fileOf(order), targetOf(order), sudoOf(order, moving)];
    // Somebody else may have set it aside, or mended it, while this one waited for consent.
    if ((await readingOf(file, sudo, remote)) === 'parses')
      throw new CaptureRefused(`${file} is whole by now: there is nothing to set aside any more`);
    const good = seen['good'] === undefined ? '' : ` && ln -s -- ${quote(seen['good'])} ${kept(order, 'last-good')}`;
    const copies = `${sudo}cat -- ${quote(file)} > ${kept(order, 'broken')}${good} && { ${sudo}[ ! -e ${quote(target)} ] || ${sudo}cat -- ${quote(target)} > ${kept(order, 'earlier')}; }`;
    const answer = await remote.ask(keeping(order, copies), { deadlineMs: 120_000 });
    if (answer.code !== 0) throw new CaptureRefused(`The file could not be kept: ${lastLine(answer)}`);
    const text = `${file} is kept as ${target}, and a copy in ${keepFolder(order)}`;
    return { kind: 'kept', text, untilAt: order.keepUntilAt, handle: { target, good: seen['good'] ?? '' } };
  },
  verify: async (order, remote, handle) => {
    const reading = await readingOf(fileOf(order), sudoOf(order, moving), remote);
    if (reading === 'missing' && handle['good'] === '')
      return { isProved: true, text: 'the broken file is out of the way' };
    return {
      isProved: reading === 'parses',
      text: reading === 'parses' ? `${fileOf(order)} parses` : `${fileOf(order)}: ${reading}`,
    };
  },
  undo: async (order, remote, handle) => {
    const [file, sudo] = [quote(fileOf(order)), sudoOf(order, moving)];
    const target = quote(handle['target'] ?? targetOf(order));
    // Cut off before it moved, or undone already: the broken one is in its place.
    const script = `if [ -f ${kept(order, 'broken')} ] && ${sudo}cat -- ${file} 2>/dev/null | cmp -s - ${kept(order, 'broken')}; then exit 0; fi
${sudo}[ -e ${target} ] || [ -f ${kept(order, 'broken')} ] || { echo 'the broken file is gone from '${target}; exit 1; } >&2
if ${sudo}[ -e ${file} ]; then ${sudo}cat -- ${file} > ${kept(order, 'replaced')} || exit 1; echo replaced; fi
if ${sudo}[ -e ${target} ]; then ${sudo}mv -f -- ${target} ${file}; else ${sudo}cp -- ${kept(order, 'broken')} ${file}; fi && { [ ! -f ${kept(order, 'earlier')} ] || ${sudo}cp -- ${kept(order, 'earlier')} ${target}; }`;
    const answer = await remote.ask(script, { deadlineMs: 60_000 });
    const replaced = answer.stdout.includes('replaced')
      ? `; what stood there is kept as ${kept(order, 'replaced')}`
      : '';
    return answer.code === 0
      ? { isProved: true, text: `${fileOf(order)} is the broken one again${replaced}` }
      : { isProved: false, text: lastLine(answer) };
  },
};
