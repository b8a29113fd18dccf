import { forEachChild, type SyntaxNode } from 'unbash';
import { changes, reads, type Verdict } from './verdict.ts';

/** `date` prints any text that it is told to print; these of its formats are numbers. */
const isDateNumber = (words: readonly { readonly text: string }[]) =>
  words.every(({ text }) => text === '-u' || /^'?\+%[sYmdHMSjNuw]'?$|^"\+%[sYmdHMSjNuw]"$/.test(text));

/**
 * Shells evaluate the text of variables inside arithmetic, and that text can run commands: so only numbers, and the
 * output of programs that print nothing but numbers, are proved to be harmless.
 */
export function arithmeticVerdict(node: SyntaxNode): Verdict {
  return isPlain(node) ? reads : changes('it computes with text that is not known before it runs');
}

function isPlain(node: SyntaxNode): boolean {
  if (node.type === 'ArithmeticWord') return /^(?:\d+|0[xX][\da-fA-F]+)$/.test(node.value);
  if (node.type === 'ArithmeticCommandExpansion') {
    const [statement, ...others] = node.script?.commands ?? [];
    const command = statement?.command;
    if (others.length > 0 || command?.type !== 'Command' || command.prefix.length + command.redirects.length > 0)
      return false;
    const program = command.name?.value;
    return (program === 'date' && isDateNumber(command.args)) || (program === 'nproc' && command.args.length === 0);
  }
  if (node.type === 'ArithmeticBinary' && node.operator.endsWith('=') && !/^(?:==|!=|<=|>=)$/.test(node.operator))
    return false;
  if (node.type === 'ArithmeticExpansion' && node.expression === undefined) return false;
  if (node.type === 'ArithmeticCommand' && node.expression === undefined) return false;
  let all = true;
  forEachChild(node, (child) => {
    if (!child.type.startsWith('Arithmetic') || !isPlain(child)) all = false;
  });
  return all;
}
