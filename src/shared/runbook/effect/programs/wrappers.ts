import { anyWord, type Argument } from '../argument.ts';
import { harmlessEnvironment } from '../assignments.ts';
import { has, parseOptions, type OptionList, type Rule } from '../options.ts';
import type { Inner } from '../programs.ts';
import { changes, reads, type Verdict, worst } from '../verdict.ts';

type Wrapping = OptionList & {
  /** So many operands of its own come before the command, such as the duration of `timeout`. */
  readonly operandsFirst?: number;
  /** Assignments may stand before the command. */
  readonly hasAssignments?: boolean;
  /** What it does when no command follows. */
  readonly alone?: Verdict;
};

/** A program that runs another one behind its options. */
function wrapping(list: Wrapping): Rule {
  return (args, program, effectOfWords) => {
    const { operands, stranger } = parseOptions(args, { ...list, stopsAtOperand: true });
    if (stranger !== null) return worst([notKnown(program, stranger), guess(args, effectOfWords)]);
    const behind = operands.slice(list.operandsFirst ?? 0);
    const start = list.hasAssignments === true ? behind.findIndex(({ text }) => !/^[A-Za-z_]\w*=/.test(text)) : 0;
    const assigned = start === -1 ? behind : behind.slice(0, start);
    const command = start === -1 ? [] : behind.slice(start);
    const verdict =
      command.length === 0 ? (list.alone ?? changes(`\`${program}\` names no command`)) : effectOfWords(command);
    const doubtful = assigned.find(({ text }) => !harmlessEnvironment.test(text.split('=')[0] ?? ''));
    return doubtful === undefined
      ? verdict
      : worst([verdict, changes(`setting ${doubtful.text} may change what programs do`)]);
  };
}

function notKnown(program: string, option: string): Verdict {
  return changes(`\`${program}\` with \`${option}\` is not known to only read`);
}

/** Behind options that nobody knows, the worst that any word would do as a program. */
function guess(args: readonly Argument[], effectOfWords: (words: readonly Argument[]) => Verdict): Verdict {
  return worst(
    args
      .slice(0, 8)
      .map((word, index) =>
        word.value === null || word.value.startsWith('-') ? reads : effectOfWords(args.slice(index)),
      ),
  );
}

const sudo = wrapping({
  flags: '-n -E -H -S -k -b --non-interactive --preserve-env --set-home',
  values: '-u -g -U --user --group',
  hasAssignments: true,
});

const xargs: Rule = (args, _program, effectOfWords) => {
  const list: OptionList = {
    flags: '-0 -r -t -x --null --no-run-if-empty',
    values: '-n -L -P -d -s -I --max-args --max-procs --delimiter',
    stopsAtOperand: true,
  };
  const { operands, options, stranger } = parseOptions(args, list);
  const [program, ...others] = operands;
  if (stranger !== null) return worst([notKnown('xargs', stranger), guess(args, effectOfWords)]);
  if (program === undefined) return reads;
  const mark = options.find(({ name }) => name === '-I')?.value?.value;
  if (mark != null && program.text.includes(mark)) return changes('which program `xargs` runs is not known before');
  const replaced =
    mark == null
      ? [...others, anyWord, anyWord]
      : others.map((word) =>
          word.value?.includes(mark) === true
            ? { ...anyWord, text: word.text, prefix: word.value.split(mark)[0] ?? '' }
            : word,
        );
  return effectOfWords([program, ...replaced]);
};

/** `sh -c 'text'` does what the text does; any other script may do anything. */
function shellRule({ script }: Inner): Rule {
  return (args, program) => {
    const at = args.findIndex(({ value }) => value !== null && /^-[eux]*c$/.test(value));
    const text = args[at + 1]?.value;
    if (at === -1 || text == null || args.slice(0, at).some(({ value }) => value === null || !/^-[eux]+$/.test(value)))
      return changes(`what \`${program}\` runs is not known`);
    return script(text);
  };
}

/** What ssh runs happens on another host. */
function sshRule({ script }: Inner): Rule {
  return (args) => {
    const { operands } = parseOptions(args, {
      flags: '-4 -6 -A -q -t -T -n -v',
      values: '-i -p -l -o -J -F',
      stopsAtOperand: true,
    });
    const command = operands.slice(1);
    const known = command.every(({ value }) => value !== null) ? command.map(({ value }) => value ?? '').join(' ') : '';
    return worst([changes('`ssh` runs a command on another host'), known === '' ? reads : script(known)]);
  };
}

const watch: Rule = (args, program, effectOfWords) =>
  wrapping({ flags: '-d -t -b -e -g -c -x -p --no-title --differences --exec', values: '-n --interval' })(
    args,
    program,
    effectOfWords,
  );

/** `watch` hands its words to a shell, joined, so that one word may be several; with `-x` it runs them as they are. */
function joining(rule: Rule, { script, words: effectOfWords }: Inner): Rule {
  return (args, program) =>
    rule(args, program, (words) =>
      has(args.slice(0, args.length - words.length), '-x', '--exec')
        ? effectOfWords(words)
        : words.every(({ value }) => value !== null)
          ? script(words.map(({ value }) => value ?? '').join(' '))
          : changes(`what \`${program}\` runs is not known before`),
    );
}

/** Programs that run another program, which then decides. */
export function wrapperPrograms(inner: Inner): Readonly<Record<string, Rule>> {
  const shell = shellRule(inner);
  return {
    sudo: (args, program, effectOfWords) =>
      args.length === 1 && args[0]?.value === '-l' ? reads : sudo(args, program, effectOfWords),
    doas: wrapping({ flags: '-n', values: '-u' }),
    env: wrapping({ flags: '-i', hasAssignments: true, alone: reads }),
    timeout: wrapping({
      flags: '-v --foreground --preserve-status',
      values: '-k -s --kill-after --signal',
      operandsFirst: 1,
    }),
    nice: wrapping({ values: '-n --adjustment', hasNumbers: true }),
    ionice: wrapping({ flags: '-t', values: '-c -n' }),
    time: wrapping({ flags: '-p -v' }),
    stdbuf: wrapping({ values: '-i -o -e' }),
    setsid: wrapping({ flags: '-w' }),
    command: (args, program, effectOfWords) =>
      args[0]?.value === '-v' || args[0]?.value === '-V' ? reads : wrapping({})(args, program, effectOfWords),
    watch: joining(watch, inner),
    xargs,
    ssh: sshRule(inner),
    sh: shell,
    bash: shell,
    dash: shell,
  };
}
