import {
  forEachChild,
  type Assignment,
  type Command,
  type ParameterExpansionPart,
  type Redirect,
  type SyntaxNode,
} from 'unbash';
import { remembering } from '../remembering.ts';
import { parseShell } from './parseShell.ts';

/**
 * What of a command only bash understands, or what means something else in a plain POSIX shell such as dash, as a person
 * would call it; null where any shell does the same. `[[ 90 > 80 ]]` writes a file named 80 where `sh` is dash.
 */
export const bashOnly = remembering((command): string | null => {
  const script = parseShell(command);
  if (script === null) return null;
  let found: string | null = null;
  const visit = (node: SyntaxNode): void => {
    found ??= featureOf(node, command);
    if (found === null) forEachChild(node, visit);
  };
  visit(script);
  return found;
});

const named: Partial<Readonly<Record<SyntaxNode['type'], string>>> = {
  TestCommand: '`[[ ]]`',
  ArithmeticCommand: '`(( ))`',
  ArithmeticFor: '`for (( ))`',
  ProcessSubstitution: '`<( )`',
  BraceExpansion: '`{a,b}`',
  AnsiCQuoted: "`$'...'`",
  LocaleString: '`$"..."`',
  HereString: '`<<<`',
  Select: '`select`',
  Coproc: '`coproc`',
  FileDescriptorVariable: '`{name}>`',
};

/** What one node is by itself, its children left out. */
function featureOf(node: SyntaxNode, command: string): string | null {
  if (node.type === 'Command') return featureOfCommand(node);
  if (node.type === 'Assignment') return featureOfAssignment(node);
  if (node.type === 'ParameterExpansion') return featureOfParameter(node);
  if (node.type === 'SimpleExpansion') return ofVariable(node.text.slice(1));
  if (node.type === 'Redirect') return featureOfRedirect(node);
  if (node.type === 'Pipeline' && node.operators.includes('|&')) return '`|&`';
  if (node.type === 'CaseItem' && (node.terminator ?? ';;') !== ';;') return `\`${node.terminator ?? ''}\``;
  if (node.type === 'Function' && /\bfunction\s/.test(command)) return '`function`';
  if (node.type === 'Time') return '`time` as a word of the shell';
  return named[node.type] ?? null;
}

function featureOfAssignment({ index, append, value }: Assignment): string | null {
  if (index !== undefined || 'elements' in value) return 'an array';
  return append === true ? '`+=`' : null;
}

function featureOfParameter({ operation, prefix, index, parameter }: ParameterExpansionPart): string | null {
  if (index !== undefined) return 'an array';
  if (prefix === '!') return '`${!name}`';
  const isPlain = operation === undefined || operation.type === 'Default' || operation.type === 'Remove';
  return isPlain ? ofVariable(parameter) : `\`\${name${operation.operator}...}\``;
}

/** Variables that bash sets and other shells do not. */
const ofBash =
  /^(?:BASH\w*|RANDOM|SRANDOM|SECONDS|EPOCH\w+|UID|EUID|GROUPS|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|PIPESTATUS|FUNCNAME|DIRSTACK|SHELLOPTS|REPLY)$/;

function ofVariable(name: string): string | null {
  return ofBash.test(name) ? `\`$${name}\`` : null;
}

/** `>& file` and `&> file`; `2>&1` and `>&-` are everywhere. */
function featureOfRedirect({ operator, target }: Redirect): string | null {
  if (operator.startsWith('&>')) return `\`${operator}\``;
  return operator === '>&' && !/^(?:\d+|-)$/.test(target?.value ?? '') ? '`>&` with a file' : null;
}

const builtins = new Set(
  'source declare typeset let mapfile readarray shopt pushd popd dirs disown builtin enable caller compgen complete help history suspend'.split(
    ' ',
  ),
);

/** Words that a builtin takes in bash alone. */
const words: Readonly<Record<string, RegExp>> = {
  '[': /^==$/,
  test: /^==$/,
  echo: /^-[neE]*[eE][neE]*$/,
  read: /^-(?!r$)/,
  printf: /^-v$/,
  set: /^(?:pipefail|-[a-zA-Z]*E[a-zA-Z]*)$/,
  kill: /^-(?:SIG[A-Z]|l.)/,
  type: /^-/,
  ulimit: /^-[a-zA-Z]*[iqux]/,
  wait: /^-/,
  export: /^-[fn]/,
  trap: /^(?:ERR|DEBUG|RETURN|SIG[A-Z]+)$/,
};

function featureOfCommand({ name, args }: Command): string | null {
  const program = name?.value ?? '';
  if (builtins.has(program)) return `\`${program}\``;
  const own = Object.hasOwn(words, program) ? words[program] : undefined;
  const word = own === undefined ? undefined : args.find(({ text }) => own.test(text));
  return word === undefined ? null : `\`${program} ${word.text}\``;
}
