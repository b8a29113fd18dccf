import { forEachChild, type SyntaxNode } from 'unbash';
import { emptyScript, parseShell } from './parseShell.ts';
import { remembering } from '../remembering.ts';
import type { Runbook } from '../runbook.ts';
import { bracedNamesIn } from '../variables.ts';
import { commandPlaceholders, withPlainPlaceholders } from './commandPlaceholders.ts';

/** Variables that every login shell has. */
const environment =
  /^(?:HOME|PATH|USER|LOGNAME|SHELL|PWD|OLDPWD|HOSTNAME|UID|EUID|RANDOM|SECONDS|LANG|TERM|TMPDIR|EDITOR|PPID|BASH\w*|OPTARG|OPTIND|REPLY|LINENO|IFS|\d+|[@*#?$!_-])$/;

/** What a command needs from a person before it can run: placeholders, and shell variables that nothing has set. */
export function undeclaredIn(command: string, declared: Runbook['variables']): string[] {
  const { written, unset } = namesIn(command);
  return [...new Set([...written.filter((name) => !Object.hasOwn(declared, name)), ...unset])];
}

const namesIn = remembering((command) => ({
  written: [...commandPlaceholders(command), ...bracedNamesIn(command)],
  unset: command.includes('$') ? unsetVariables(withPlainPlaceholders(command)) : [],
}));

function unsetVariables(command: string): string[] {
  const used: string[] = [];
  const set = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'SimpleExpansion') used.push(node.text.replace(/^\$/, ''));
    if (node.type === 'ParameterExpansion' && !/^(?::?[-=+?])/.test(node.operation?.operator ?? ''))
      used.push(node.parameter);
    if (node.type === 'Assignment') set.add(node.name);
    if (node.type === 'For' || node.type === 'Select') set.add(node.name.value);
    if (node.type === 'Command' && node.name?.value === 'read')
      for (const word of node.args) if (word.type === 'Word') set.add(word.value);
    forEachChild(node, visit);
  };
  visit(parseShell(command) ?? emptyScript);
  return used.filter((name) => !set.has(name) && !environment.test(name));
}
