import { type Alias, type Document, type LineCounter, visit } from 'yaml';
import type { LabProblem } from './labFile.ts';
import { type YamlWords, yamlWords } from './yamlWords.ts';

/** What only a lab says in words of its own. */
const secondDocument = {
  message: 'A second document begins here',
  mend: 'Remove the line `---`; one file is one lab.',
};
/** Aliases that stand for this many values are no configuration any more. */
const mostAliases = 1_000;

function problemAt(offset: number, lines: LineCounter, file: string, message: string, mend: string): LabProblem {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col), message, mend };
}

/** Errors of the syntax, each said once. */
export function syntaxProblems(document: Document, lines: LineCounter, file: string): readonly LabProblem[] {
  const said = new Set<string>();
  return document.errors.flatMap((error) => {
    const words: YamlWords = error.code === 'MULTIPLE_DOCS' ? secondDocument : yamlWords(error);
    const { message = error.message, mend } = words;
    if (said.has(message)) return [];
    said.add(message);
    return [problemAt(error.pos[0], lines, file, message, mend)];
  });
}

/** Bytes that are no UTF-8 were replaced when the file was read. */
export function encodingProblem(text: string, lines: LineCounter, file: string): readonly LabProblem[] {
  const offset = text.indexOf('\uFFFD');
  if (offset === -1) return [];
  return [problemAt(offset, lines, file, 'Something here is not UTF-8', 'Save the file in the encoding UTF-8.')];
}

/** An alias without its anchor, within it, or aliases of aliases that would grow without end; null where there is none. */
export function aliasProblem(document: Document, lines: LineCounter, file: string): LabProblem | null {
  const aliases: Alias[] = [];
  const circular: Alias[] = [];
  visit(document, {
    Alias: (_, alias, above) => {
      aliases.push(alias);
      const target = alias.resolve(document);
      if (target !== undefined && above.some((node) => node === target)) circular.push(alias);
    },
  });
  const [circle] = circular;
  if (circle !== undefined) {
    const mend = 'Write out what is meant: a value cannot hold itself.';
    return problemAt(
      circle.range?.[0] ?? 0,
      lines,
      file,
      `\`*${circle.source}\` stands within \`&${circle.source}\``,
      mend,
    );
  }
  const lost = aliases.find((alias) => alias.resolve(document) === undefined);
  if (lost !== undefined) {
    const mend = `Write \`&${lost.source}\` before the value that is meant, further up, or write the value out.`;
    return problemAt(lost.range?.[0] ?? 0, lines, file, `There is no anchor \`&${lost.source}\` above this`, mend);
  }
  try {
    document.toJS({ maxAliasCount: mostAliases });
    return null;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const mend = 'Write the values out instead of using aliases of aliases.';
    return problemAt(aliases[0]?.range?.[0] ?? 0, lines, file, 'Aliases stand for too many values', mend);
  }
}
