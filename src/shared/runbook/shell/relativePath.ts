import { type Command, type SyntaxNode, type Word } from 'unbash';
import { forEachChild } from 'unbash';
import { remembering } from '../remembering.ts';
import { emptyScript, parseShell } from './parseShell.ts';
import { withPlainPlaceholders } from './commandPlaceholders.ts';

/** Programs of which every operand is a file. */
const fileProgram = new Set(
  'cd cat head tail less more rm cp mv ls du touch mkdir rmdir ln stat wc file node python python3 bash sh source . vi vim nano tee diff cmp md5sum sha256sum shred truncate gzip gunzip unzip tar'.split(
    ' ',
  ),
);
/** Programs whose first operand is something else, such as a pattern, a mode or an owner. */
const laterFileProgram = new Set('grep egrep fgrep sed awk chmod chown chgrp jq'.split(' '));
/** Programs that act on the folder that they are started in. */
const folderProgram = new Set(
  'make npm yarn pnpm npx bundle rake composer artisan terraform tofu mvn gradle cargo'.split(' '),
);
const listsFolder = new Set(['ls', 'du', 'find', 'tree']);

/** Whether a command means a file or folder by a path that begins where it is started. */
export const usesRelativePath = remembering(meansRelativePath);

function meansRelativePath(command: string): boolean {
  const script = parseShell(withPlainPlaceholders(command)) ?? emptyScript;
  let isRelative = false;
  const visit = (node: SyntaxNode): void => {
    if (isRelative) return;
    if (node.type === 'Command' && isRelativeCommand(node)) isRelative = true;
    forEachChild(node, visit);
  };
  visit(script);
  return isRelative;
}

function isRelativeCommand(command: Command): boolean {
  const words = command.args.filter((argument): argument is Word => argument.type === 'Word').map((word) => word.value);
  const all = [command.name?.value ?? '', ...words];
  const start =
    all[0] === 'sudo'
      ? Math.max(
          1,
          all.findIndex((word, index) => index > 0 && !word.startsWith('-')),
        )
      : 0;
  const [program = '', ...args] = all.slice(start);
  const targets = command.redirects.flatMap((redirect) =>
    redirect.type === 'Redirect' && redirect.target !== undefined ? [redirect.target.value] : [],
  );
  return (
    targets.some((target) => isRelativeFile(target)) || isRelativeProgram(program) || hasRelativeOperand(program, args)
  );
}

function isRelativeProgram(program: string): boolean {
  return program.includes('/') && isRelativeFile(program);
}

function isRelativeFile(path: string): boolean {
  return path !== '' && !/^(?:[/~$&-]|\d+$|\{\{|https?:|[a-z]+:\/\/)/i.test(path);
}

function hasRelativeOperand(program: string, args: readonly string[]): boolean {
  const operands = args.filter((argument) => !argument.startsWith('-'));
  if (program === 'git')
    return !args.includes('-C') && !/^(?:clone|--version|version|config|ls-remote|credential)$/.test(operands[0] ?? '');
  if (program === 'docker-compose' || (program === 'docker' && operands[0] === 'compose'))
    return !args.some((argument) => /^(?:-f|--file|--project-directory|-p|--project-name)(?:=|$)/.test(argument));
  if (folderProgram.has(program))
    return !args.some((argument) => /^(?:-C|-chdir=.*|--prefix|-g|--global|--version)$/.test(argument));
  if (listsFolder.has(program) && operands.length === 0 && !args.includes('--version')) return true;
  if (program === 'find') return isRelativeFile(operands[0] ?? '');
  if (program === 'node' && args.some((argument) => /^(?:-e|-p|--eval|--print)$/.test(argument)))
    return args.some(readsRelative);
  if (program === 'python' || program === 'python3')
    return args[0] !== '-c' && args[0] !== '-m' && operands.length > 0 && isRelativeFile(operands[0] ?? '');
  if (program === 'bash' || program === 'sh')
    return (
      !args.some((argument) => /^-\w*c$/.test(argument)) && operands.length > 0 && isRelativeFile(operands[0] ?? '')
    );
  if (/^(?:head|tail)$/.test(program))
    return operands.some((operand) => isRelativeFile(operand) && !/^\d+$/.test(operand));
  if (program === 'tar') return operands.some((operand) => /[/.]/.test(operand) && isRelativeFile(operand));
  if (fileProgram.has(program)) return operands.some(isRelativeFile);
  if (laterFileProgram.has(program))
    return operands.filter(isPlainPath).slice(1).some(isRelativeFile) || isSecondFile(operands);
  return args.some((argument) => /^\.{1,2}(?:\/|$)/.test(argument));
}

/** A script such as `s/a/b/` or `{ print }` is no path, and neither is `name=value`. */
function isPlainPath(operand: string): boolean {
  return /^[\w.*?{}@+~/,-]+$/.test(operand);
}

function isSecondFile(operands: readonly string[]): boolean {
  const [first = '', second = ''] = operands;
  return operands.length > 1 && !isPlainPath(first) && isPlainPath(second) && isRelativeFile(second);
}

/** A file that a line of JavaScript reads by a relative path. */
function readsRelative(code: string): boolean {
  return /(?:readFile|readdir|stat|exists|require)\w*\(\s*['"`](?![/'"`]|node:|fs|os|path)/.test(code);
}
