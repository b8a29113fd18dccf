import {
  forEachChild,
  type Assignment,
  type Command,
  type CommandNode,
  type ParameterExpansionPart,
  type ParsedScript,
  type Redirection,
  type Redirect,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { remembering } from '../remembering.ts';
import { parseShell } from '../shell/parseShell.ts';
import { arithmeticVerdict } from './arithmetic.ts';
import { type Argument, argumentFrom, wordArgument } from './argument.ts';
import { assignmentVerdict, isHarmlessName } from './assignments.ts';
import { ruleFor } from './programs.ts';
import { plainShellVerdict } from './plainShell.ts';
import { changes, destroys, reads, stronger, type Verdict, worst } from './verdict.ts';

export type { Verdict } from './verdict.ts';

const longestCommand = 100_000;
const deepest = 6;

/**
 * What a shell command does: `reads` is proved from an allow-list of programs and options, through pipelines, lists,
 * subshells and substitutions; what obviously deletes or overwrites is `destroys`; everything else is `changes`.
 */
export const effectOf = remembering(judged);

function judged(command: string): Verdict {
  if (command.length > longestCommand) return changes('it is too long to be looked at');
  if (command.trim() === '') return changes('it is empty');
  return textVerdict(command, 0);
}

function textVerdict(text: string, depth: number): Verdict {
  const script = parseShell(text);
  return script === null ? changes('it is nested too deep to be looked at') : scriptVerdict(script, depth);
}

function scriptVerdict(script: ParsedScript, depth: number): Verdict {
  const verdict = worst(script.commands.map((statement) => verdictOf(statement, depth)));
  const error = script.errors?.[0];
  return error === undefined ? verdict : worst([verdict, changes(`it cannot be read as shell: ${error.message}`)]);
}

function verdictOf(node: SyntaxNode, depth: number): Verdict {
  if (node.type === 'Script') return scriptVerdict(node, depth);
  let verdict = reads;
  forEachChild(node, (child) => {
    verdict = stronger(verdict, verdictOf(child, depth));
  });
  return worst([verdict, ownVerdict(node, depth), plainShellVerdict(node)]);
}

/** What a node does by itself, its children left out; kinds that are not named here do nothing. */
function ownVerdict(node: SyntaxNode, depth: number): Verdict {
  if (node.type === 'Command') return commandVerdict(node, depth);
  if (node.type === 'Redirect') return redirectVerdict(node);
  if (node.type === 'ParameterExpansion') return parameterVerdict(node);
  if (node.type === 'Pipeline')
    return worst(node.commands.map((command, at) => sendingVerdict(command, node.commands[at - 1])));
  if (node.type === 'Statement') return node.background === true ? changes('it goes on in the background') : reads;
  if (node.type === 'Function') return changes(`it redefines \`${node.name.text}\``);
  if (node.type === 'Coproc' || node.type === 'Select') return changes('it waits for input');
  if (node.type === 'For') return isHarmlessName(node.name.value) ? reads : changes(`it sets \`${node.name.text}\``);
  if (node.type === 'Assignment') return indexVerdict(node);
  if (node.type === 'TestUnary' || node.type === 'TestBinary') return testVerdict(node);
  return /^Arithmetic(?:Expansion|Command|For)$/.test(node.type) ? arithmeticVerdict(node) : reads;
}

/** `a[i]=x` and `a=([i]=x)` compute their index. */
function indexVerdict({ index, value }: Assignment): Verdict {
  const isIndexed = 'elements' in value && value.elements.some(({ text }) => text.startsWith('['));
  return index === undefined && !isIndexed ? reads : changes('it sets an array by a computed index');
}

function parameterVerdict(node: ParameterExpansionPart): Verdict {
  const operation = node.operation?.type;
  const isPlain =
    operation !== 'Transform' &&
    operation !== 'Unknown' &&
    node.operation?.operator.endsWith('=') !== true &&
    isPlainIndex(node.index?.text) &&
    !(node.operation?.type === 'Slice' && computes(node.operation.offset, node.operation.length)) &&
    node.prefix !== '!';
  return isPlain ? reads : changes(`\`${node.text}\` may do more than read a variable`);
}

/** The numbers of `${name:offset:length}` are computed by the shell. */
function computes(...words: readonly (Word | undefined)[]): boolean {
  return words.some((word) => word !== undefined && !/^ *-?\d+$/.test(word.text));
}

/** What is piped or redirected into `openssl s_client` goes to the other side; only an empty line says nothing. */
function sendingVerdict(command: CommandNode, source: CommandNode | undefined): Verdict {
  if (source === undefined || !isClient(command)) return reads;
  const isSilent =
    source.type === 'Command' && /^(?:echo|true|:)$/.test(source.name?.value ?? '') && source.args.length === 0;
  return isSilent ? reads : changes('it sends text to another program over the network');
}

function isClient(command: CommandNode): command is Command {
  return (
    command.type === 'Command' &&
    [command.name?.value, ...command.args.map((argument) => argument.text)].includes('s_client')
  );
}

function isPlainIndex(index: string | undefined): boolean {
  return index === undefined || /^(?:\d+|[@*])$/.test(index);
}

/** Shells compute what stands beside these, and computing can run commands. */
function testVerdict(node: { readonly operator: string; readonly text?: string }): Verdict {
  return /^-(?:v|R|eq|ne|lt|le|gt|ge)$/.test(node.operator)
    ? changes(`\`[[ ${node.operator} ]]\` computes its operands`)
    : reads;
}

/** A watchdog restarts the host some time after somebody opened it, unless it is fed (watchdog-api of the kernel). */
function isArmedByReading(file: string | null): file is string {
  return file !== null && /^\/dev\/watchdog\d*$/.test(file);
}

const harmlessTargets = new Set(['/dev/null', '/dev/stdout', '/dev/stderr']);

function redirectVerdict(redirect: Redirect): Verdict {
  const target = redirect.target === undefined ? null : wordArgument(redirect.target).value;
  if (redirect.descriptor?.type === 'FileDescriptorVariable') return changes('it opens a file for later');
  if (redirect.operator === '<') {
    if (redirect.target === undefined) return changes('a redirection names no file');
    return isArmedByReading(target) ? changes(`opening ${target} may restart the host`) : reads;
  }
  if (redirect.operator === '<>') return changes(`it opens ${redirect.target?.text ?? 'a file'} for writing`);
  if (redirect.operator.endsWith('&') && target !== null && /^(?:\d+|-)$/.test(target)) return reads;
  if (redirect.operator === '<&') return changes('a redirection is not known before it runs');
  return target !== null && harmlessTargets.has(target)
    ? reads
    : changes(`it writes to ${redirect.target?.text ?? 'a file'}`);
}

function commandVerdict(command: Command, depth: number): Verdict {
  const args = command.args.map(argumentFrom);
  const assigned = command.prefix.filter((part) => part.type === 'Assignment');
  if (command.name === undefined)
    return worst([...assigned.map((part) => assignmentVerdict(part, true)), emptying(command, args)]);
  const words = [wordArgument(command.name), ...args];
  const armed = args.find(({ value }) => isArmedByReading(value));
  const feeds = isClient(command) && command.redirects.some(isFed);
  return worst([
    ...assigned.map((part) => assignmentVerdict(part, false)),
    wordsVerdict(words, depth),
    emptying(command, args),
    armed === undefined ? reads : changes(`opening ${armed.text} may restart the host`),
    feeds ? changes('it sends text over the network') : reads,
  ]);
}

function isFed(redirect: Redirection): boolean {
  return redirect.type !== 'Redirect' || (redirect.operator === '<' && redirect.target?.value !== '/dev/null');
}

/** `> file`, `: > file` and `cat /dev/null > file` leave nothing of what was in the file. */
function emptying(command: Command, args: readonly Argument[]): Verdict {
  const target = command.redirects.find(overwrites);
  if (target === undefined) return reads;
  const name = command.name?.value;
  if (target.target?.value === '/proc/sysrq-trigger') return destroys('it may restart the host at once');
  const saysNothing =
    name === undefined || name === ':' || name === 'true' || (name === 'cat' && args[0]?.value === '/dev/null');
  return saysNothing ? destroys(`it empties ${target.target?.text ?? 'a file'}`) : reads;
}

function overwrites(redirect: Redirection): redirect is Redirect {
  return (
    redirect.type === 'Redirect' &&
    /^(?:>|>\||&>)$/.test(redirect.operator) &&
    !harmlessTargets.has(redirect.target?.value ?? '')
  );
}

const systemFolder = /^\/(?:usr\/)?s?bin\/(?=[^/]+$)/;

/** The verdict on a program with its arguments, wherever they stand: after sudo, in find -exec, in docker exec. */
function wordsVerdict(words: readonly Argument[], depth: number): Verdict {
  const [name, ...args] = words;
  if (name === undefined) return reads;
  if (name.value === null) return changes(`which program ${name.text} is cannot be known before it runs`);
  if (depth > deepest) return changes('it is nested too deep to be looked at');
  const program = name.value.replace(systemFolder, '');
  const inner = {
    words: (others: readonly Argument[]) => wordsVerdict(others, depth + 1),
    script: (text: string) => textVerdict(text, depth + 1),
  };
  return ruleFor(program, inner)(args, program, inner.words);
}
