import { each, has, reading, type Rule, verbs } from '../options.ts';
import { changes, destroys, reads } from '../verdict.ts';

const removing = (_args: readonly unknown[], program: string) => destroys(`\`${program}\` removes packages or data`);
/** The downloads of a package manager: what is missing is fetched again. */
const emptyingCache = () => changes('it deletes only what can be fetched again');
const aptOptions = {
  flags: '-y -q -qq -a --installed --upgradable --all-versions --assume-yes',
} as const;
/** How each interpreter is asked for its version and nothing else: `python -v` runs what it is sent, `ruby version` a file. */
const versionWords: Readonly<Record<string, readonly string[]>> = {
  python: ['--version', '-V', '-VV'],
  python3: ['--version', '-V', '-VV'],
  php: ['--version', '-v'],
  ruby: ['--version'],
  perl: ['--version', '-v', '-V'],
  java: ['--version', '-version'],
  go: ['version'],
  npm: ['--version', '-v'],
  yarn: ['--version', '-v'],
  pnpm: ['--version', '-v'],
  deno: ['--version', '-V'],
  bun: ['--version', '-v'],
};
const versionOnly: Rule = (args, program) =>
  args.length === 1 && has(args, ...(versionWords[program] ?? []))
    ? reads
    : changes(`what \`${program}\` runs is not known`);

/** Python prints JSON prettily; with a second file it would write it. */
const pythonRule: Rule = (args, program, effectOfWords) => {
  const isJsonTool = args[0]?.value === '-m' && args[1]?.value === 'json.tool';
  return isJsonTool
    ? reading({ flags: '--no-ensure-ascii --sort-keys --compact', operands: 1 })(args.slice(2), program, effectOfWords)
    : versionOnly(args, program, effectOfWords);
};

/** Package managers and interpreters. */
export const packagePrograms: Readonly<Record<string, Rule>> = {
  apt: verbs(aptOptions, {
    ...each('list show search policy depends rdepends', reading(aptOptions)),
    ...each('clean autoclean', emptyingCache),
    ...each('remove purge autoremove autopurge', removing),
  }),
  'apt-get': verbs(aptOptions, {
    ...each('clean autoclean', emptyingCache),
    ...each('remove purge autoremove', removing),
  }),
  'apt-cache': verbs({}, each('policy show search depends rdepends showpkg madison pkgnames stats', reading({}))),
  'apt-mark': verbs({}, each('showhold showauto showmanual', reading({}))),
  dpkg: (args, program, effectOfWords) =>
    has(args, '-r', '-P', '--remove', '--purge') ? removing(args, program) : dpkgList(args, program, effectOfWords),
  rpm: (args, program, effectOfWords) =>
    has(args, '-e', '--erase') ? removing(args, program) : rpmQuery(args, program, effectOfWords),
  ...each(
    'yum dnf zypper apk',
    verbs({ flags: '-y -q' }, { clean: emptyingCache, ...each('remove erase autoremove del', removing) }),
  ),
  pacman: (args, program) =>
    /^-Q[ilqetdmosukc]*$/.test(args[0]?.value ?? '') &&
    args.slice(1).every(({ value }) => value !== null && !value.startsWith('-'))
      ? reads
      : args[0]?.value?.startsWith('-R') === true
        ? removing(args, program)
        : changes(`\`${program}\` may change packages`),
  snap: verbs({}, { ...each('list info version services changes', reading({ flags: '--all' })), remove: removing }),
  ...each(
    'pip pip3',
    verbs(
      {},
      { ...each('list show freeze', reading({ flags: '--outdated -f', values: '--format' })), uninstall: removing },
    ),
  ),
  ...each('python python3', pythonRule),
  ...each('php ruby perl java go npm yarn pnpm deno bun', versionOnly),
};

/** Other options of a query, such as `--setperms`, are names for pipes into a shell (rpm's popt file). */
const rpmQuery = onlyQuerying(
  reading({
    flags:
      '-q -a -i -f -l -R -c -d -p -v -s --query --all --info --file --list --requires --provides --configfiles --docfiles --package --changelog --last --scripts --state',
    values: '--qf --queryformat --whatprovides --whatrequires -g --group',
  }),
);

function onlyQuerying(rule: Rule): Rule {
  return (args, program, effectOfWords) =>
    /^-q[a-zA-Z]*$|^--query$/.test(args[0]?.value ?? '')
      ? rule(args, program, effectOfWords)
      : changes(`\`${program}\` may change packages`);
}

function dpkgList(...[args, program, effectOfWords]: Parameters<Rule>): ReturnType<Rule> {
  const shows = has(
    args,
    '-l',
    '-s',
    '-L',
    '-S',
    '--list',
    '--status',
    '--listfiles',
    '--search',
    '--get-selections',
    '--verify',
    '-V',
    '--audit',
    '-C',
    '--print-architecture',
    '--compare-versions',
  );
  return shows
    ? reading({
        flags:
          '-l -s -L -S -V -C --list --status --listfiles --search --get-selections --verify --audit --print-architecture --compare-versions',
      })(args, program, effectOfWords)
    : changes(`\`${program}\` may change packages`);
}
