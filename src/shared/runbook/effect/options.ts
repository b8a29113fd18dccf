import { type Argument, isSurelyOperand } from './argument.ts';
import { changes, reads, type Verdict } from './verdict.ts';

/** Decides what a program does with its arguments; `effectOfWords` decides for a program inside the arguments. */
export type Rule = (args: readonly Argument[], program: string, effectOfWords: EffectOfWords) => Verdict;
export type EffectOfWords = (words: readonly Argument[]) => Verdict;

/** The options that a program may have, as words: `-l --all`. Letters may be joined as in `-la`. */
export type OptionList = {
  readonly flags?: string;
  /** Options with a value: `-n 5`, `-n5`, `--lines 5`, `--lines=5`. */
  readonly values?: string;
  /** `-5` is an option. */
  readonly hasNumbers?: boolean;
  /** Most operands, or what they must be. Without it any will do. */
  readonly operands?: number | ((operands: readonly Argument[]) => boolean);
  /** Options end at the first operand, as for programs that run another one. */
  readonly stopsAtOperand?: boolean;
};

export type Parsed = {
  readonly operands: readonly Argument[];
  readonly options: readonly { readonly name: string; readonly value: Argument | null }[];
  /** What is not in the list, or cannot be told from an option before it runs. */
  readonly stranger: string | null;
};

type Known = { readonly flags: ReadonlySet<string>; readonly values: ReadonlySet<string> };
const cache = new WeakMap<OptionList, Known>();

function knownOf(list: OptionList): Known {
  const known = cache.get(list) ?? { flags: wordsOf(list.flags), values: wordsOf(list.values) };
  cache.set(list, known);
  return known;
}

function wordsOf(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? '').split(/\s+/).filter((word) => word !== ''));
}

/** Sorts arguments into options and operands; stops at the first that the list does not know. */
export function parseOptions(args: readonly Argument[], list: OptionList): Parsed {
  const known = knownOf(list);
  const operands: Argument[] = [];
  const options: { name: string; value: Argument | null }[] = [];
  const end = (stranger: string | null): Parsed => ({ operands, options, stranger });
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at];
    if (argument === undefined) break;
    if (argument.value === '--') return operandsOnly(end, operands, args.slice(at + 1));
    const isOption = argument.value !== null && /^-./.test(argument.value);
    if (!isOption) {
      if (argument.value === null && !isSurelyOperand(argument)) return end(argument.text);
      operands.push(argument);
      if (list.stopsAtOperand === true) return operandsOnly(end, operands, args.slice(at + 1));
      continue;
    }
    const option = optionFrom(argument.value ?? '', known, list);
    if (option === null) return end(argument.text);
    const next = args[at + 1];
    if (option.needsValue && (next === undefined || (next.value === null && !next.isOneWord)))
      return end(argument.text);
    options.push({ name: option.name, value: option.needsValue ? (next ?? null) : option.value });
    for (const name of option.others) options.push({ name, value: null });
    if (option.needsValue) at += 1;
  }
  return end(null);
}

function operandsOnly(
  end: (stranger: string | null) => Parsed,
  operands: Argument[],
  rest: readonly Argument[],
): Parsed {
  operands.push(...rest);
  return end(null);
}

type Option = {
  readonly name: string;
  readonly value: Argument | null;
  readonly needsValue: boolean;
  readonly others: readonly string[];
};

function optionFrom(text: string, known: Known, list: OptionList): Option | null {
  if (known.flags.has(text)) return { name: text, value: null, needsValue: false, others: [] };
  if (known.values.has(text)) return { name: text, value: null, needsValue: true, others: [] };
  const equals = text.indexOf('=');
  if (text.startsWith('--')) {
    const name = equals === -1 ? text : text.slice(0, equals);
    return equals !== -1 && known.values.has(name)
      ? { name, value: given(text.slice(equals + 1)), needsValue: false, others: [] }
      : null;
  }
  if (list.hasNumbers === true && /^-\d+$/.test(text))
    return { name: '-0', value: given(text.slice(1)), needsValue: false, others: [] };
  return clusterFrom(text, known);
}

/** `-la`, `-n5`, `-fsSL`, `-tn 5`. */
function clusterFrom(text: string, known: Known): Option | null {
  const others: string[] = [];
  for (let at = 1; at < text.length; at += 1) {
    const name = `-${text[at] ?? ''}`;
    if (known.values.has(name)) {
      const rest = text.slice(at + 1);
      return { name, value: rest === '' ? null : given(rest), needsValue: rest === '', others };
    }
    if (!known.flags.has(name)) return null;
    others.push(name);
  }
  const [name, ...more] = others;
  return name === undefined ? null : { name, value: null, needsValue: false, others: more };
}

function given(value: string): Argument {
  return { text: value, value, prefix: value, isOneWord: true };
}

/** Proves that a program only reads while it has no options and operands but these. */
export function reading(list: OptionList): Rule {
  return (args, program) => {
    const { operands, stranger } = parseOptions(args, list);
    if (stranger !== null) return changes(`\`${program}\` with \`${stranger}\` is not known to only read`);
    const fits =
      list.operands === undefined ||
      (typeof list.operands === 'number'
        ? operands.length <= list.operands && operands.every((one) => one.isOneWord)
        : list.operands(operands));
    return fits ? reads : changes(`\`${program}\` with these arguments is not known to only read`);
  };
}

/** Proves reading only while one of these options is there as a word of its own; without it the program does its work. */
export function onlyWith(needed: readonly string[], list: OptionList): Rule {
  const rule = reading(list);
  return (args, program, effectOfWords) =>
    has(args, ...needed)
      ? rule(args, program, effectOfWords)
      : changes(`\`${program}\` without ${needed.join(', ')} does more than read`);
}

/** A program with subcommands: the first operand decides. Options before it must be in `before`. */
export function verbs(before: OptionList, rules: Readonly<Record<string, Rule>>): Rule {
  const list: OptionList = { ...before, stopsAtOperand: true };
  return (args, program, effectOfWords) => {
    const { operands, stranger } = parseOptions(args, list);
    if (stranger !== null) return strangerVerdict(args, program, stranger, rules, effectOfWords);
    const [verb, ...rest] = operands;
    if (verb === undefined)
      return rules['']?.(rest, program, effectOfWords) ?? changes(`\`${program}\` alone is not known to only read`);
    const rule = verb.value !== null && Object.hasOwn(rules, verb.value) ? rules[verb.value] : undefined;
    return (
      rule?.(rest, `${program} ${verb.text}`, effectOfWords) ??
      changes(`\`${program} ${verb.text}\` is not known to only read`)
    );
  };
}

/** Behind an option that nobody knows a verb may still be seen that destroys. */
function strangerVerdict(
  args: readonly Argument[],
  program: string,
  stranger: string,
  rules: Readonly<Record<string, Rule>>,
  effectOfWords: EffectOfWords,
): Verdict {
  for (const [index, { value }] of args.entries()) {
    const rule = value !== null && Object.hasOwn(rules, value) ? rules[value] : undefined;
    const verdict = rule?.(args.slice(index + 1), `${program} ${value ?? ''}`, effectOfWords);
    if (verdict?.effect === 'destroys') return verdict;
  }
  return changes(`\`${program}\` with \`${stranger}\` is not known to only read`);
}

/** Whatever its arguments are. */
export const always =
  (verdict: Verdict): Rule =>
  () =>
    verdict;

/** The same rule for several names. */
export function each(names: string, rule: Rule): Readonly<Record<string, Rule>> {
  return Object.fromEntries(
    names
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => [name, rule]),
  );
}

/** Whether some argument is exactly one of these. */
export function has(args: readonly Argument[], ...texts: readonly string[]): boolean {
  return args.some(({ value }) => value !== null && texts.includes(value));
}
