import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';

/** A work tree that can be reset as a whole, or why not, with what to do. */
export type WorkTree = { readonly kind: 'usable' } | { readonly kind: 'refused'; readonly text: string };

const look = (git: string, root: string) => `command -v git >/dev/null || exit 9
${git} rev-parse --is-inside-work-tree >/dev/null || exit 8
top=$(${git} rev-parse --show-toplevel) || exit 8
printf '%s\\n' "$top"; cd -- ${quote(root)} && pwd -P`;

/** Says whether git takes the folder for a work tree of its own; part of a larger one would be reset with all of it. */
export async function seeWorkTree(git: string, root: string, remote: Remote): Promise<WorkTree> {
  const refused = (text: string): WorkTree => ({ kind: 'refused', text });
  const answer = await remote.ask(look(git, root));
  if (answer.code === 9) return refused(`git is not installed on ${remote.hostName}`);
  if (answer.stderr.includes('dubious ownership'))
    return refused(
      `${root} belongs to another user, so git refuses it: run it as its owner (sudo -u OWNER git), or allow it with git config --global --add safe.directory ${root}`,
    );
  if (answer.code === 8)
    return refused(`${root} is no git work tree to us: ${lastLine(answer) || 'it is a bare repository'}`);
  const [top = '', real = ''] = answer.stdout.split('\n');
  if (answer.code !== 0 || real === '') return refused(`${root} cannot be entered: ${lastLine(answer)}`);
  if (top === real) return { kind: 'usable' };
  return refused(
    `${root} is a part of the work tree ${top}, all of which would be reset: name that one, if you mean it`,
  );
}

/** The commit that a name means; null where there is none, with the reason. */
export async function seeCommit(
  git: string,
  commit: string,
  remote: Remote,
): Promise<{ readonly id: string | null; readonly why: string }> {
  const target = await remote.ask(`${git} rev-parse --verify --quiet ${quote(`${commit}^{commit}`)}`);
  if (target.code === 0) return { id: target.stdout.trim(), why: '' };
  const { stdout } = await remote.ask(`${git} rev-parse --is-shallow-repository`);
  const why = stdout.trim() === 'true' ? ': it is a shallow clone, fetch more of it with git fetch --deepen' : '';
  return { id: null, why };
}

/** Sh text that prints what git is in the middle of, a line for each. */
export const busyScript = (
  git: string,
): string => `d=$(${git} rev-parse --absolute-git-dir) && for f in rebase-merge rebase-apply MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD BISECT_LOG index.lock; do
  if [ -e "$d/$f" ]; then echo "$f"; fi
done`;

/**
 * Sh text that prints untracked files, ignored ones too, that a reset to the commit would overwrite without a trace:
 * of the same name, or a folder where the commit has a file, or the other way round.
 */
export const collisionScript = (git: string, commit: string): string =>
  `{ ${git} ls-files --others | sed 's/^/o /'; ${git} ls-tree -r --name-only ${quote(commit)} | sed 's/^/t /'; } | awk '
{ name = substr($0, 3); kind = substr($0, 1, 1); if (kind == "o") others[name]; else tree[name] }
function above(name, set) { while (sub("/[^/]*$", "", name)) if (name in set) return 1; return 0 }
END { for (n in others) if (n in tree || above(n, tree)) print n; for (n in tree) if (above(n, others)) { print n } }' | sort -u`;
