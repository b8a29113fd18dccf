import type { Argument } from '../argument.ts';
import { always, each, has, parseOptions, reading, type Rule, verbs } from '../options.ts';
import { changes, destroys, reads } from '../verdict.ts';

const history = {
  flags: `-p -u -s --patch --no-patch --oneline --stat --shortstat --numstat --name-only --name-status --graph --all --decorate --no-decorate --first-parent
  --merges --no-merges --follow --reverse --cached --staged --summary --no-color --color --quiet -q --exit-code -w -b --word-diff --no-ext-diff --no-textconv
  --abbrev-commit --no-renames --raw -M -C --branches --tags --remotes --full-index --check --date-order --topo-order --left-right --cherry-pick --stat-count`,
  values:
    '-n --max-count --since --until --after --before --author --committer --grep --format --pretty --date --diff-filter --abbrev -U --unified -S -G -L --stat --color --decorate --skip',
  hasNumbers: true,
} as const;

const isNoTransport = (operands: readonly Argument[]) =>
  operands.every(({ value }) => value !== null && !value.includes('::') && !value.startsWith('ext'));

/** A key has a dot; newer gits take other words, such as `edit`, for what to do. */
const isKeyAlone = (operands: readonly Argument[]) =>
  operands.length === 0 || (operands.length === 1 && operands[0]?.value?.includes('.') === true);

/** Names only: with an operand `git branch` and `git tag` make one. */
const branchRule: Rule = (args, program) => {
  if (has(args, '-D', '-d', '--delete')) return destroys(`\`${program} -d\` deletes a branch or tag`);
  const { operands, options, stranger } = parseOptions(args, {
    flags: '-a -r -v -vv -l --list --all --remotes --show-current --merged --no-merged -q',
    values: '--contains --points-at --sort --format -n',
  });
  const isList = options.some(({ name }) => name === '-l' || name === '--list');
  return stranger === null && (operands.length === 0 || isList)
    ? reads
    : changes(`\`${program}\` with these arguments may change names`);
};

const checkoutRule: Rule = (args, program) =>
  has(args, '--', '.', '-f', '--force')
    ? destroys(`\`${program}\` throws away changes that were not committed`)
    : changes(`\`${program}\` changes the work tree`);

const restoreRule: Rule = (args, program) =>
  has(args, '--staged') && !has(args, '--worktree')
    ? changes(`\`${program}\` changes the index`)
    : destroys(`\`${program}\` throws away changes that were not committed`);

const resetRule: Rule = (args, program) =>
  has(args, '--hard', '--merge')
    ? destroys(`\`${program} --hard\` throws away commits and changes that were not committed`)
    : changes(`\`${program}\` changes the repository`);

const pushRule: Rule = (args, program) =>
  args.some(
    ({ value }) => value !== null && (/^(?:-f|--force.*|--mirror|--delete|-d)$/.test(value) || value.startsWith('+')),
  )
    ? destroys(`\`${program} --force\` overwrites the remote`)
    : changes(`\`${program}\` changes the remote`);

/** `git`: reading subcommands with options that write no file and run no program. */
export const gitRule: Rule = verbs(
  {
    flags: '--no-pager --no-optional-locks --no-replace-objects --bare --version -P',
    values: '-C --git-dir --work-tree',
  },
  {
    '': (_args, program) => (program === 'git' ? reads : changes(`\`${program}\` is not known`)),
    ...each('log show diff whatchanged', reading(history)),
    status: reading({
      flags: '-s -b -v -u -z -uno -uall --short --branch --porcelain --long --ignored --show-stash --ahead-behind',
      values: '--porcelain --untracked-files',
    }),
    'rev-parse': reading({
      flags:
        '--short --verify --show-toplevel --git-dir --abbrev-ref --is-inside-work-tree --symbolic-full-name -q --quiet --absolute-git-dir',
      values: '--short --abbrev-ref',
    }),
    'rev-list': reading({
      flags: '--count --all --left-right --first-parent --no-merges',
      values: '-n --max-count --since --until',
    }),
    /** With `--dirty` it writes the index. */
    describe: reading({ flags: '--tags --always --all --long --exact-match', values: '--abbrev --match' }),
    branch: branchRule,
    tag: branchRule,
    remote: verbs(
      { flags: '-v --verbose' },
      {
        '': always(reads),
        show: reading({ flags: '-n', operands: isNoTransport }),
        'get-url': reading({ flags: '--all --push' }),
      },
    ),
    config: reading({
      flags: '--get --get-all --list -l --global --local --system --show-origin --show-scope --get-regexp',
      operands: isKeyAlone,
    }),
    'ls-files': reading({
      flags: '-c -d -m -o -s -u -z --cached --deleted --modified --others --stage --exclude-standard --error-unmatch',
    }),
    'ls-tree': reading({ flags: '-r -d -t -l -z --name-only' }),
    'ls-remote': reading({ flags: '--heads --tags --refs -q --symref', operands: isNoTransport }),
    'cat-file': reading({ flags: '-p -t -s -e' }),
    blame: reading({ flags: '-w -l -s -e', values: '-L --since' }),
    shortlog: reading({ flags: '-s -n -e', values: '--since --until' }),
    reflog: reading({
      flags: '--all --oneline',
      values: '-n --date',
      hasNumbers: true,
      operands: (operands) => operands.every(({ value }) => value === 'show' || value === 'HEAD'),
    }),
    stash: verbs(
      {},
      {
        '': always(changes('`git stash` sets changes aside')),
        list: reading(history),
        show: reading(history),
        drop: always(destroys('`git stash drop` deletes what was set aside')),
        clear: always(destroys('`git stash clear` deletes what was set aside')),
      },
    ),
    worktree: verbs(
      {},
      {
        list: reading({ flags: '--porcelain -v' }),
        remove: always(destroys('`git worktree remove` deletes a work tree')),
      },
    ),
    submodule: verbs({}, { status: reading({ flags: '--recursive --cached' }) }),
    'count-objects': reading({ flags: '-v -H' }),
    'for-each-ref': reading({ values: '--format --sort --count' }),
    'merge-base': reading({ flags: '--is-ancestor --all' }),
    'show-ref': reading({ flags: '--heads --tags -s --head -q --verify' }),
    fsck: reading({ flags: '--full --no-dangling --connectivity-only --no-progress' }),
    checkout: checkoutRule,
    restore: restoreRule,
    reset: resetRule,
    push: pushRule,
    clean: always(destroys('`git clean` deletes files that are not in the repository')),
    rm: always(destroys('`git rm` deletes files')),
    gc: always(destroys('`git gc` deletes objects')),
    'filter-branch': always(destroys('`git filter-branch` rewrites history')),
  },
);
