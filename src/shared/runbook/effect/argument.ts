import type { CommandArgument, Word, WordPart } from 'unbash';

/** One argument, as far as it is known before the command runs. */
export type Argument = {
  readonly text: string;
  /** The exact text that the program gets; null where an expansion decides it. */
  readonly value: string | null;
  /** What every word that it becomes is known to begin with. */
  readonly prefix: string;
  /** Becomes exactly one word. An expansion without quotes may become none or many, options among them. */
  readonly isOneWord: boolean;
};

/** An argument that is known to be exactly this text. */
export function literal(value: string): Argument {
  return { text: value, value, prefix: value, isOneWord: true };
}

/** Whatever `xargs` or `find` puts in. */
export const anyWord: Argument = { text: '{}', value: null, prefix: '', isOneWord: true };

/** An argument as the shell's syntax tree has it. */
export function argumentFrom(node: CommandArgument): Argument {
  if (node.type === 'Assignment') {
    const value = 'elements' in node.value ? null : wordArgument(node.value).value;
    return { text: node.text, value: value === null ? null : node.text, prefix: node.name, isOneWord: true };
  }
  return wordArgument(node);
}

/** A word with its quotes and expansions. */
export function wordArgument(word: Word): Argument {
  const parts = word.parts;
  if (parts === undefined || parts.every(isFixed)) return { ...literal(word.value), text: word.text };
  const isSplit = parts.some((part) =>
    ['SimpleExpansion', 'ParameterExpansion', 'CommandExpansion', 'ArithmeticExpansion'].includes(part.type),
  );
  const isMany =
    isSplit || parts.some((part) => ['Glob', 'ExtendedGlob', 'BraceExpansion'].includes(part.type)) || hasList(parts);
  return {
    text: word.text,
    value: null,
    prefix: isSplit || hasList(parts) ? '' : fixedPrefix(parts),
    isOneWord: !isMany,
  };
}

function isFixed(part: WordPart): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.every((inner) => inner.type === 'Literal');
  return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted';
}

/** `"$@"` and `"${list[@]}"` become many words in spite of their quotes. */
function hasList(parts: readonly WordPart[]): boolean {
  return parts.some(
    (part) =>
      part.type === 'DoubleQuoted' &&
      part.parts.some((inner) => /^\$\{?(?:@|!?\w*\[@\]|!\w*@)/.test('text' in inner ? inner.text : '')),
  );
}

function fixedPrefix(parts: readonly WordPart[]): string {
  let prefix = '';
  for (const part of parts) {
    if (part.type === 'DoubleQuoted') {
      for (const inner of part.parts) {
        if (inner.type !== 'Literal') return prefix;
        prefix += inner.value;
      }
    } else if (part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted')
      prefix += part.value;
    else return prefix;
  }
  return prefix;
}

/** Whether an argument can only be an operand, whatever it becomes. */
export function isSurelyOperand(argument: Argument): boolean {
  return argument.prefix !== '' && !argument.prefix.startsWith('-') && !argument.prefix.startsWith('+');
}
