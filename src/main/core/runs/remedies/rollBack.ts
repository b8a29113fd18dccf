import { RequestError } from '#shared/rpc/errors.ts';
import type { PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { programItems } from '../commandChecks.ts';
import { lastLine, type Remote } from '../remote.ts';
import { busyScript, collisionScript, seeCommit, seeWorkTree } from './workTree.ts';
import { ifOver, keptName } from './keptName.ts';
import { pathOption, sudoOf } from './paths.ts';
import { rootItems } from './rootItems.ts';
import { makeSnapshot, snapshotFolder, snapshotPlace } from './snapshot.ts';
import { CaptureRefused, cost, fine, refusal, type Remedy, type RemedyOrder, type Seen } from './remedy.ts';

const reset = /\bgit\b.*\breset\b/;

function commitOf({ options }: RemedyOrder): string {
  const commit = options['commit'] ?? 'HEAD~1';
  if (/^[A-Za-z0-9][A-Za-z0-9._/~^-]*$/.test(commit)) return commit;
  throw new RequestError('INVALID', `"${commit}" is no name of a commit`, 'Write a hash, a tag, or HEAD~1.');
}

/** git in the work tree, under sudo where the runbook's own git is. */
const gitOf = (order: RemedyOrder) =>
  `${sudoOf(order, reset)}git -c core.quotePath=false -C ${quote(pathOption(order, 'root'))}`;
const refOf = (order: RemedyOrder, name: string) => `refs/sitrep/${keptName(order)}/${name}`;
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
const counted = (count: number, one: string, many: string) => `${String(count)} ${count === 1 ? one : many}`;

/** Submodules are left alone by a reset, and by its way back. */
const changed = (git: string) => `${git} status --porcelain --untracked-files=no --ignore-submodules=all`;

async function treeItems(order: RemedyOrder, remote: Remote): Promise<readonly PreflightItem[]> {
  const [git, commit] = [gitOf(order), commitOf(order)];
  const lost = linesOf((await remote.ask(`${git} log --format='%h %s' ${quote(commit)}..HEAD --`)).stdout);
  const dirty = linesOf((await remote.ask(changed(git))).stdout);
  const overwritten = linesOf((await remote.ask(collisionScript(git, commit))).stdout);
  return [
    lost.length === 0
      ? refusal(`${commit} is what is checked out already: there is nothing to roll back`)
      : cost(
          `${counted(lost.length, 'commit is', 'commits are')} taken back: ${lost.slice(0, 5).join('; ')}${lost.length > 5 ? '; ...' : ''}`,
        ),
    dirty.length === 0
      ? fine('The work tree is clean')
      : cost(
          `${counted(dirty.length, 'file has', 'files have')} uncommitted changes, which a stash keeps: ${dirty
            .slice(0, 5)
            .map((line) => line.slice(3))
            .join(', ')}`,
        ),
    ...overwritten
      .slice(0, 5)
      .map((file) => refusal(`${file} is not tracked and would be overwritten: move it away first`)),
  ];
}

/** git leaves new objects in memory unless told otherwise, older ones by another word: a power loss would take them along. */
const durable = '-c core.fsync=committed,loose-object -c core.fsyncObjectFiles=true';

/** git cannot stash what was only announced to it, or is in conflict. */
const stashMend = (said: string): string =>
  /Cannot save the current/.test(said) ? '. Commit or reset by hand what git status shows first' : '';

/** Whether files and index are those of before: it was cut off before the reset, or undone already. */
async function isAsBefore(git: string, handle: Seen, remote: Remote): Promise<boolean> {
  const work = handle['work'] ?? '';
  const [tree, index] = work === '' ? ['HEAD', 'HEAD'] : [quote(work), quote(`${work}^2`)];
  const script = `${git} update-index -q --refresh; ${git} diff --ignore-submodules=all --quiet ${tree} -- && ${git} diff --ignore-submodules=all --cached --quiet ${index} --`;
  return (await remote.ask(script, { deadlineMs: 60_000 })).code === 0;
}

/**
 * Where the file system can, a snapshot beside the refs keeps what git does not know: ignored and untracked files that a
 * deploy script may change. Undoing goes by git alone, so that one that cannot be made stops nothing.
 */
async function keepWholeTree(order: RemedyOrder, remote: Remote): Promise<string> {
  const [root, sudo] = [pathOption(order, 'root'), sudoOf(order, reset)];
  const place = await snapshotPlace(root, sudo, remote);
  if (place === null || (await makeSnapshot(place, order, sudo, remote)) !== null) return '';
  return `; all files as they were, also those that git does not know, are in the ${place.kind} snapshot ${snapshotFolder(place, root, order)}`;
}

/** Resets a work tree to an older commit; a ref and a stash bring back what it takes away. */
export const rollBack: Remedy = {
  kind: 'roll-back',
  plan: (order) => {
    const root = pathOption(order, 'root');
    const command = `git reset --hard ${commitOf(order)}`;
    const own = { title: `Reset ${root} to ${commitOf(order)}`, command, cwd: root, timeoutMs: order.timeoutMs };
    const steps = order.steps.length > 0 ? order.steps : [own];
    const rest = steps.filter((step) => !reset.test(step.command)).map((step) => step.command);
    const limit = rest.length === 0 ? '' : `; what ${rest.join(' and ')} does is not undone`;
    return {
      steps,
      resource: `files:${root}`,
      wayBack: {
        kind: 'kept',
        text: `Commits and uncommitted changes can come back${limit}`,
        untilAt: order.keepUntilAt,
      },
    };
  },
  preflight: async (order, remote) => {
    const [git, commit] = [gitOf(order), commitOf(order)];
    const root = pathOption(order, 'root');
    const tree = await seeWorkTree(git, root, remote);
    if (tree.kind === 'refused') return { items: [refusal(tree.text)], seen: {} };
    const target = await seeCommit(git, commit, remote);
    if (target.id === null)
      return { items: [refusal(`There is no commit ${commit} in ${root}${target.why}`)], seen: {} };
    const under = linesOf((await remote.ask(busyScript(git))).stdout);
    const items = [
      ...under.map((file) => refusal(`git is in the middle of something there (${file}): finish or abort it first`)),
      ...(await rootItems(root, remote)),
      ...(await treeItems(order, remote)),
      ...(await programItems(order.steps, remote)),
    ];
    const head = await remote.ask(`${git} rev-parse HEAD`);
    const dirty = await remote.ask(changed(git));
    return { items, seen: { head: head.stdout.trim(), target: target.id, dirty: dirty.stdout } };
  },
  capture: async (order, remote, seen) => {
    const git = gitOf(order);
    const known = new Set(linesOf(seen['dirty'] ?? ''));
    const added = linesOf((await remote.ask(changed(git))).stdout).filter((line) => !known.has(line));
    if (added.length > 0)
      throw new CaptureRefused(
        `Files were changed since you were shown the work tree (${added[0]?.slice(3) ?? ''}): look again`,
      );
    const old = `${git} for-each-ref --format='%(refname)' refs/sitrep/ | while read -r k; do set -- "$k"; ${ifOver(order.nowAt, `${git} update-ref -d "$k"`)}; done`;
    // A file that was only touched looks changed to `git stash create`, which then finds nothing to keep and fails.
    const script = `${old}; ${git} update-index -q --refresh; h=$(${git} rev-parse HEAD) && ${git} ${durable} update-ref ${refOf(order, 'head')} "$h" && s=$(${git} ${durable} -c user.name=Sitrep -c user.email=sitrep@localhost stash create) && { [ -z "$s" ] || ${git} ${durable} update-ref ${refOf(order, 'work')} "$s"; } && echo "$h $s"`;
    const answer = await remote.ask(script, { deadlineMs: 120_000 });
    const [head = '', work = ''] = answer.stdout.trim().split(' ');
    if (answer.code !== 0) {
      const why = lastLine(answer) || `git ended with exit status ${String(answer.code)}`;
      throw new CaptureRefused(`The way back could not be kept: ${why}${stashMend(answer.stderr)}`);
    }
    if (head !== seen['head'])
      throw new CaptureRefused('Somebody committed or checked out in the meantime: look again');
    const snapshot = await keepWholeTree(order, remote);
    const stash = work === '' ? '' : ` and uncommitted changes (${work.slice(0, 10)})`;
    const handle = { head, work, target: seen['target'] ?? '' };
    return {
      kind: 'kept',
      text: `Commit ${head.slice(0, 10)}${stash} are kept as ${refOf(order, '').slice(0, -1)}${snapshot}`,
      untilAt: order.keepUntilAt,
      handle,
    };
  },
  verify: async (order, remote, handle) => {
    const { stdout } = await remote.ask(`${gitOf(order)} log -1 --format='%H %h %s'`);
    const [head = '', ...rest] = stdout.trim().split(' ');
    return { isProved: head !== '' && head === handle['target'], text: `checked out is ${rest.join(' ')}` };
  },
  undo: async (order, remote, handle) => {
    const git = gitOf(order);
    const now = await remote.ask(`${git} rev-parse HEAD; ${changed(git)}`);
    const [head = '', ...dirty] = linesOf(now.stdout);
    if (head !== handle['target'] && head !== handle['head'])
      return {
        isProved: false,
        text: 'Other commits were made since: undo it by hand, the old state is kept as a ref',
      };
    if (head === handle['head'] && (await isAsBefore(git, handle, remote)))
      return { isProved: true, text: `at ${head.slice(0, 10)} with everything as it was: nothing was rolled back` };
    if (dirty.length > 0)
      return {
        isProved: false,
        text: `Files were changed since (${dirty[0]?.slice(3) ?? ''}): commit or stash them first`,
      };
    const apply = handle['work'] === '' ? 'true' : `${git} stash apply --index --quiet ${quote(handle['work'] ?? '')}`;
    const answer = await remote.ask(`${git} reset --hard --quiet ${quote(handle['head'] ?? '')} && ${apply}`, {
      deadlineMs: 60_000,
    });
    const text =
      answer.code === 0
        ? `back at ${(handle['head'] ?? '').slice(0, 10)}${handle['work'] === '' ? '' : ', uncommitted changes included'}`
        : lastLine(answer);
    return { isProved: answer.code === 0, text };
  },
};
