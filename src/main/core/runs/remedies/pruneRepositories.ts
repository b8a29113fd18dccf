import { RequestError } from '#shared/rpc/errors.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { sudoNeeds } from '../sudo/sudoNeeds.ts';
import { clockItems } from './clockItems.ts';
import { keptName } from './keptName.ts';
import { pathOption, patternOf, sudoOf } from './paths.ts';
import { checkNotGrown, emptyingStep, matchedItems, quarantineOf } from './quarantine.ts';
import type { Remedy, RemedyOrder } from './remedy.ts';
import { rootItems } from './rootItems.ts';

/** Commands of the runbook that remove; ours stand in their place. */
const removal = /\brm\b|\bfind\b.*-delete/;
/** Those, and ours. */
const removing = /\brm\b|\bmv\b|\bfind\b.*-delete/;

function daysOf({ options }: RemedyOrder): number {
  const days = Number(options['days'] ?? '30');
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  throw new RequestError(
    'INVALID',
    `days=${options['days'] ?? ''} is no number of days`,
    'Write a whole number such as days=30.',
  );
}

/**
 * Prints each repository in which nothing was changed for so long: bare ones as they are, others by the folder that has
 * `.git`. The time of the repository's own folder says little: a push changes what lies deeper.
 */
function listOf(order: RemedyOrder): string {
  const folder = pathOption(order, 'folder');
  const days = String(daysOf(order));
  const [aside, own] = [quarantineOf(folder), `${folder}/.git`].map((path) => quote(patternOf(path)));
  return `find ${quote(folder)} -mindepth 1 \\( -path ${aside ?? ''} -o -path ${own ?? ''} \\) -prune -o -name '*\n*' -prune -o -type d -name '*.git' -prune -mtime +${days} -print | sed 's#/\\.git$##' | while IFS= read -r d; do
  [ -n "$(find "$d" ! -mtime +${days} -print 2>/dev/null | head -n 1)" ] || printf '%s\\n' "$d"
done`;
}

const repositoriesAre = ({ length }: readonly string[]) =>
  length === 1 ? '1 repository is' : `${String(length)} repositories are`;

/** One of each kind of what is done as root, undoing included. */
function sudoCommands(order: RemedyOrder): readonly string[] {
  const [folder, place] = [pathOption(order, 'folder'), quote(placeOf(order))];
  const base = quote(quarantineOf(folder));
  const moves = [`mv -- ${quote(`${folder}/x`)} ${place}/x`, `mv -- ${place}/x ${quote(`${folder}/x`)}`];
  return [`mkdir -p -- ${place}`, ...moves, `find ${base}`, `rm -rf -- ${base}/x`];
}

const placeOf = (order: RemedyOrder) => `${quarantineOf(pathOption(order, 'folder'))}/${keptName(order)}`;

/** Moves old repositories into a quarantine, each under its own path there; they can come back for a week. */
export const pruneRepositories: Remedy = {
  kind: 'prune-repositories',
  plan: (order) => {
    const folder = pathOption(order, 'folder');
    const sudo = sudoOf(order, removing);
    const move = `p=${quote(`${folder}/`)}; r=\${d#"$p"}; ${sudo}mkdir -p -- ${quote(placeOf(order))}/"$(dirname -- "$r")" && ${sudo}mv -- "$d" ${quote(placeOf(order))}/"$r" || exit 1`;
    const others = order.steps.filter(({ command }) => !removal.test(command));
    const steps = [
      {
        title: `Put aside repositories older than ${String(daysOf(order))} days`,
        command: `${listOf(order)} | while IFS= read -r d; do ${move}; done`,
        cwd: null,
        timeoutMs: order.timeoutMs,
      },
      emptyingStep(order, quarantineOf(folder), sudo),
      ...others,
    ];
    const wayBack = {
      kind: 'kept' as const,
      text: 'The repositories are put aside and can come back',
      untilAt: order.keepUntilAt,
    };
    return { steps, resource: `files:${folder}`, wayBack };
  },
  preflight: async (order, remote) => {
    const folder = pathOption(order, 'folder');
    const sudo = await sudoNeeds(sudoOf(order, removing), sudoCommands(order), remote);
    if (sudo.some(({ verdict }) => verdict === 'refusal')) return { items: sudo, seen: {} };
    const nothing = `No repository in ${folder} is older than ${String(daysOf(order))} days`;
    const parts = { list: listOf(order), folders: [folder], sudo: sudoOf(order, removing), nothing };
    const { items, seen } = await matchedItems(parts, remote);
    const late = await clockItems(order, remote);
    return { items: [...items, ...sudo, ...late, ...(await rootItems(folder, remote))], seen };
  },
  capture: async (order, remote, seen) => {
    const matches = await checkNotGrown(listOf(order), remote, seen);
    const handle = { matches: matches.join('\n') };
    return {
      kind: 'kept',
      text: `${repositoriesAre(matches)} in ${placeOf(order)}`,
      untilAt: order.keepUntilAt,
      handle,
    };
  },
  verify: async (order, remote, handle) => {
    const known = (handle['matches'] ?? '').split('\n').filter((match) => match !== '');
    const { stdout } = await remote.ask(
      `for d in ${known.map(quote).join(' ')}; do if [ -e "$d" ]; then echo "$d"; fi; done`,
    );
    const left = stdout.split('\n').filter((line) => line !== '');
    return {
      isProved: left.length === 0,
      text: left.length === 0 ? `${repositoriesAre(known)} put aside` : `still there: ${left.join(', ')}`,
    };
  },
  undo: async (order, remote, handle) => {
    const folder = pathOption(order, 'folder');
    const sudo = sudoOf(order, removing);
    const known = (handle['matches'] ?? '').split('\n').filter((match) => match.startsWith(`${folder}/`));
    const script = `left=0; p=${quote(`${folder}/`)}
for d in ${known.map(quote).join(' ')}; do
  q=${quote(placeOf(order))}/"\${d#"$p"}"
  [ -e "$q" ] || continue
  if [ -e "$d" ]; then echo "in the way: $d"; left=1; else ${sudo}mkdir -p -- "$(dirname -- "$d")" && ${sudo}mv -- "$q" "$d" || left=1; fi
done
for d in ${known.map(quote).join(' ')}; do [ -e "$d" ] || { echo "gone: $d"; left=1; }; done
exit $left`;
    const answer = await remote.ask(script, { deadlineMs: 120_000 });
    const trouble = `${answer.stdout} ${answer.stderr}`.trim().replaceAll('\n', '; ');
    return answer.code === 0
      ? { isProved: true, text: `${repositoriesAre(known)} back` }
      : { isProved: false, text: trouble };
  },
};
