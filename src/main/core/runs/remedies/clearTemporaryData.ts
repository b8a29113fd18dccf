import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { quote } from '../../ssh/channel/quote.ts';
import type { Remote } from '../remote.ts';
import { sudoNeeds } from '../sudo/sudoNeeds.ts';
import { type Glob, globOption, globText, pathOption, patternOf, sudoOf, wholeOf } from './paths.ts';
import { keptName } from './keptName.ts';
import {
  checkNotGrown,
  emptyingStep,
  matchedItems,
  movingOver,
  quarantineOf,
  restoreFrom,
  roomItems,
  spaceAt,
} from './quarantine.ts';
import { cost, type Remedy, type RemedyOrder } from './remedy.ts';
import { rootItems } from './rootItems.ts';

/** Commands of the runbook that remove; ours stand in their place. */
const removal = /\brm\b|\bfind\b.*-delete/;
/** Those, and ours. */
const removing = /\brm\b|\bmv\b|\bfind\b.*-delete/;

/** What is cleared: `files` (paths with wildcards, each from / on, apart by blanks or commas) and the contents of `folder`. */
function globsOf(order: RemedyOrder): readonly Glob[] {
  const files = (order.options['files'] ?? '')
    .split(/[\s,]+(?=\/)/)
    .map((one) => one.replace(/[\s,]+$/, ''))
    .filter((one) => one !== '');
  const folder = order.options['folder'] === undefined ? [] : [wholeOf(pathOption(order, 'folder'))];
  const globs = [...files.map(globOption), ...folder];
  if (globs.length > 0) return globs;
  throw new RequestError('INVALID', 'The remedy names nothing to clear', 'Set files= or folder= in the runbook.');
}

const isDeletion = (order: RemedyOrder) => order.options['delete'] === 'yes';
const listOf = (globs: readonly Glob[]) =>
  `for f in ${globs.map(globText).join(' ')}; do if [ -e "$f" ] || [ -L "$f" ]; then case $f in *'
'*) printf '%s\\n' "$f" | tr '\\n' '?' | sed 's/?$//'; echo ;; *) printf '%s\\n' "$f" ;; esac; fi; done`;

/** A shared folder such as /tmp is fine where only some of it matches; emptied as a whole it must be nobody's home. */
const rootOf = async (folder: string, globs: readonly Glob[], remote: Remote): Promise<readonly PreflightItem[]> =>
  globs.some((glob) => glob.folder === folder && glob.pattern === '*') ? rootItems(folder, remote) : [];

const baseOf = (order: RemedyOrder, glob: Glob): string =>
  order.options['quarantine'] === undefined ? quarantineOf(glob.folder) : pathOption(order, 'quarantine');
/** Where the matches of a glob go: the folder's own quarantine, or one that the runbook names. */
const placeOf = (order: RemedyOrder, glob: Glob, index: number): string =>
  `${baseOf(order, glob)}/${keptName(order)}/${String(index + 1)}`;

function stepFor(order: RemedyOrder, glob: Glob, index: number): PlannedStep {
  const [sudo, place] = [sudoOf(order, removing), placeOf(order, glob, index)];
  const each = (what: string): string =>
    `for f in ${globText(glob)}; do [ -e "$f" ] || [ -L "$f" ] || continue; ${what} || exit 1; done`;
  const moving =
    order.options['quarantine'] === undefined
      ? each(`${sudo}mv -- "$f" ${quote(place)}/`)
      : movingOver(each, place, sudo);
  return {
    title: `${isDeletion(order) ? 'Delete' : 'Put aside'} ${glob.folder}/${glob.pattern}`,
    command: isDeletion(order) ? each(`${sudo}rm -rf -- "$f"`) : `${sudo}mkdir -p -- ${quote(place)} && ${moving}`,
    cwd: null,
    timeoutMs: order.timeoutMs,
  };
}

/** One of each kind of what is done as root, undoing included. */
function sudoCommands(order: RemedyOrder, globs: readonly Glob[]): readonly string[] {
  const all = globs.flatMap((glob, index) => {
    const [some, place] = [quote(`${glob.folder}/x`), quote(placeOf(order, glob, index))];
    if (isDeletion(order)) return [`rm -rf -- ${some}`];
    const over = order.options['quarantine'] === undefined ? [] : [`cp -a -- ${some} ${place}/x`];
    return [`mkdir -p -- ${place}`, `mv -- ${some} ${place}/`, `mv -- x ${quote(glob.folder)}/`, ...over];
  });
  if (isDeletion(order)) return all;
  const bases = globs.map((glob) => quote(baseOf(order, glob)));
  return [...all, ...bases.flatMap((base) => [`find ${base}`, `rm -rf -- ${base}/x`, `rmdir -- ${base}/x`])];
}

/** While the disk is full, putting aside on it frees nothing: that is said, with what does. */
async function fullDiskItems(globs: readonly Glob[], remote: Remote) {
  const spaces = await Promise.all(globs.map(async ({ folder }) => ({ folder, space: await spaceAt(folder, remote) })));
  return spaces
    .filter(({ space }) => space !== null && space.percent >= 90)
    .map(({ folder, space }) =>
      cost(
        `${folder} is on a file system that is ${String(space?.percent ?? 0)} % full: what is put aside there frees nothing for 7 days. Set quarantine= to another disk, or delete=yes`,
      ),
    );
}

/** A folder that a restart of the host empties keeps nothing over it. */
async function passingItems(folders: readonly string[], remote: Remote) {
  const passing: string[] = [];
  for (const folder of folders) {
    const { stdout } = await remote.ask(`stat -f -c %T -- ${quote(folder)} 2>/dev/null`);
    if (stdout.trim() === 'tmpfs' || /^\/(tmp|run|dev\/shm)(\/|$)/.test(folder)) passing.push(folder);
  }
  return passing.map((folder) =>
    cost(
      `A restart of the host empties ${folder}, and what is put aside there with it. quarantine= names another place`,
    ),
  );
}

/** Programs go on writing into a file that they have open, wherever it is put. */
async function openItems(globs: readonly Glob[], sudo: string, remote: Remote) {
  const names = globs.map(({ folder, pattern }) => {
    const path = `${patternOf(folder)}/${pattern.replaceAll(/[\\[\]]/g, '\\$&')}`;
    return `-lname ${quote(path)} -o -lname ${quote(`${path}/*`)}`;
  });
  const script = `${sudo}find /proc/[0-9]*/fd -type l \\( ${names.join(' -o ')} \\) -print 2>/dev/null | cut -d/ -f3 | sort -u | head -n 5 | while read -r p; do printf '%s %s\\n' "$p" "$(cat "/proc/$p/comm" 2>/dev/null)"; done`;
  const { stdout } = await remote.ask(script, { deadlineMs: 60_000 });
  const programs = stdout.split('\n').filter((line) => line.trim() !== '');
  return programs.map((line) => {
    const [pid = '', name = ''] = line.split(' ');
    return cost(`${name} (process ${pid}) has some of it open, and goes on writing there until it is restarted`);
  });
}

const leftMark = 'sitrep: something is left';
/** Says so where something is left in one of the quarantines. */
const leftIn = (places: readonly (readonly [string, string])[]) =>
  `for q in ${places.map(([place]) => quote(place)).join(' ')}; do [ -z "$(ls -A -- "$q" 2>/dev/null)" ] || echo ${quote(leftMark)}; done`;

/** Moves temporary data into a quarantine by renaming it; it can come back for a week. */
export const clearTemporaryData: Remedy = {
  kind: 'clear-temporary-data',
  plan: (order) => {
    const globs = globsOf(order);
    const others = order.steps.filter(({ command }) => !removal.test(command));
    const bases = isDeletion(order) ? [] : [...new Set(globs.map((glob) => baseOf(order, glob)))];
    const steps = [
      ...globs.map((glob, index) => stepFor(order, glob, index)),
      ...bases.map((base) => emptyingStep(order, base, sudoOf(order, removing))),
      ...others,
    ];
    const wayBack = isDeletion(order)
      ? ({ kind: 'none', why: 'It deletes at once, as its runbook says (delete=yes).' } as const)
      : ({ kind: 'kept', text: 'Everything is put aside and can come back', untilAt: order.keepUntilAt } as const);
    return { steps, resource: `files:${globs[0]?.folder ?? ''}`, wayBack };
  },
  preflight: async (order, remote) => {
    const globs = globsOf(order);
    const folders = [...new Set(globs.map(({ folder }) => folder))];
    const names = globs.map(({ folder, pattern }) => `${folder}/${pattern}`).join(', ');
    const nothing = `Nothing matches ${names}: there is nothing to clear`;
    const sudo = await sudoNeeds(sudoOf(order, removing), sudoCommands(order, globs), remote);
    if (sudo.some(({ verdict }) => verdict === 'refusal')) return { items: sudo, seen: {} };
    const matched = await matchedItems(
      { list: listOf(globs), folders, sudo: sudoOf(order, removing), nothing },
      remote,
    );
    const elsewhere = order.options['quarantine'];
    const room = elsewhere === undefined ? [] : await roomItems(elsewhere, Number(matched.seen['kib'] ?? 0), remote);
    const full = elsewhere === undefined && !isDeletion(order) ? await fullDiskItems(globs, remote) : [];
    const roots = (await Promise.all(folders.map((folder) => rootOf(folder, globs, remote)))).flat();
    const passing = isDeletion(order) || elsewhere !== undefined ? [] : await passingItems(folders, remote);
    const open = await openItems(globs, sudoOf(order, removing), remote);
    return { items: [...matched.items, ...sudo, ...open, ...room, ...full, ...passing, ...roots], seen: matched.seen };
  },
  capture: async (order, remote, seen) => {
    const globs = globsOf(order);
    const matches = await checkNotGrown(listOf(globs), remote, seen);
    if (isDeletion(order)) return { kind: 'none', why: 'It deletes at once, as its runbook says (delete=yes).' };
    const handle = { count: String(matches.length) };
    const text = `${String(matches.length)} ${matches.length === 1 ? 'item goes' : 'items go'} to ${[...new Set(globs.map((glob, index) => placeOf(order, glob, index)))].join(', ')}`;
    return { kind: 'kept', text, untilAt: order.keepUntilAt, handle };
  },
  verify: async (order, remote) => {
    const { stdout } = await remote.ask(listOf(globsOf(order)));
    const left = stdout.split('\n').filter((line) => line !== '').length;
    return {
      isProved: left === 0,
      text: left === 0 ? 'nothing of it is left' : `${String(left)} items are still there, or there again`,
    };
  },
  undo: async (order, remote, handle) => {
    const globs = globsOf(order);
    const places = globs.map((glob, index) => [placeOf(order, glob, index), glob.folder] as const);
    const back = await restoreFrom(places, sudoOf(order, removing), remote);
    if (back.isProved) return back;
    // Where it was cut off before anything moved, or undone before, all of it is in its place.
    const { stdout } = await remote.ask(`${listOf(globs)}; ${leftIn(places)}`);
    const lines = stdout.split('\n').filter((line) => line !== '');
    const isAllThere = !lines.includes(leftMark) && lines.length >= Number(handle['count'] ?? Infinity);
    return isAllThere ? { isProved: true, text: `all ${String(lines.length)} items are in their place` } : back;
  },
};
