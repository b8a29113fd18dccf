import type { SyntaxNode, TestExpression, Word } from 'unbash';
import { changes, reads, type Verdict } from './verdict.ts';

const elsewhere = (what: string): Verdict => changes(`${what} does something else where the shell is not bash`);

/**
 * What bash only compares or prints, and a plain POSIX shell such as dash takes for redirections, pipes and commands: it
 * knows neither `[[ ]]` nor `(( ))` nor `$'...'`. A command counts as reading only where it reads by either.
 */
export function plainShellVerdict(node: SyntaxNode): Verdict {
  if (node.type === 'TestUnary') return isOneWord(node.operand) ? reads : elsewhere(`\`[[ ${node.operand.text} ]]\``);
  if (node.type === 'TestBinary')
    return node.operator !== '>' && isOneWord(node.left) && isOneWord(node.right)
      ? reads
      : elsewhere(`\`[[ ${node.operator} ]]\``);
  if (node.type === 'TestLogical')
    return node.operands.slice(1).every(isNoCommand) ? reads : elsewhere('`[[ && ]]` or `[[ || ]]`');
  if (node.type === 'ArithmeticCommand') return node.body.includes('>') ? elsewhere('`(( > ))`') : reads;
  const hasQuote = node.type === 'AnsiCQuoted' && node.text.includes(String.raw`\'`);
  return hasQuote ? elsewhere("a quote in `$'...'`") : reads;
}

/** Whether a word has no sign of its own that a plain shell takes for a redirection, a pipe or the end of a command. */
function isOneWord(word: Word): boolean {
  const own = word.parts?.map((part) => (part.type === 'Literal' ? part.text : '')).join('') ?? word.text;
  return !/[|&;<>\n]/.test(own.replaceAll(/\\./g, ''));
}

/** Whether a condition begins with an option, or a parenthesis, which no plain shell takes for a command. */
function isNoCommand(condition: TestExpression): boolean {
  if (condition.type === 'TestGroup') return true;
  if (condition.type === 'TestNot') return isNoCommand(condition.operand);
  return condition.type === 'TestUnary' && condition.operand.pos > condition.pos;
}
