import type { Argument } from '../argument.ts';
import { always, each, has, reading, type Rule } from '../options.ts';
import { changes, reads } from '../verdict.ts';

/** An array index is computed, and computing can run commands. */
const isPlainName = (argument: Argument) => argument.value !== null && /^[A-Za-z_]\w*$/.test(argument.value);

const testRule: Rule = (args, program) =>
  args.some(({ value }) => value === '-v' || value === '-R')
    ? changes(`\`${program} -v\` computes its operand`)
    : reads;

const printfRule: Rule = (args) => {
  const first = args[0];
  const isFormat =
    first !== undefined &&
    (first.value === null
      ? first.prefix !== '' && !first.prefix.startsWith('-')
      : !first.value.startsWith('-') || first.value === '--');
  return isFormat ? reads : changes('`printf` with options may set a variable');
};

const setRule: Rule = (args) =>
  args.length > 0 &&
  args.every(({ value }) => value !== null && /^(?:[-+][euxofCmn]+|pipefail|errexit|nounset|xtrace)$/.test(value))
    ? reads
    : changes('`set` changes the shell');

const readRule: Rule = (args) => {
  const names = args.filter((argument) => argument.value !== '-r');
  return names.every((name) => isPlainName(name) && /^[a-z_]/.test(name.value ?? ''))
    ? reads
    : changes('`read` with these arguments sets the shell');
};

const exportRule: Rule = (args, program) =>
  args.length === 0 || (args.length === 1 && has(args, '-p'))
    ? reads
    : changes(`\`${program}\` sets what later programs see`);

/** What the shell does by itself. `eval`, `exec`, `source`, `trap` and `alias` are not here: they may be anything. */
export const shellBuiltins: Readonly<Record<string, Rule>> = {
  ...each('cd pushd popd dirs exit return break continue times', always(reads)),
  /** With `-p` it sets a variable, whose index may run commands. */
  wait: reading({ flags: '-n -f' }),
  /** With `-x` it runs a command. */
  jobs: reading({ flags: '-l -n -p -r -s' }),
  ...each('test [', testRule),
  ...each('export declare typeset readonly local', exportRule),
  printf: printfRule,
  set: setRule,
  read: readRule,
  type: always(reads),
  ulimit: reading({ flags: '-a -S -H -n -u -s -c -d -f -l -m -t -v', operands: 0 }),
  umask: reading({ flags: '-S -p', operands: 0 }),
  history: reading({ operands: (operands) => operands.every(({ value }) => value !== null && /^\d+$/.test(value)) }),
  hash: always(changes('`hash` sets where programs are found')),
};
