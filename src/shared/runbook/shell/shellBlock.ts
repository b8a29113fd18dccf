import type { Statement } from 'unbash';
import { parseShell } from './parseShell.ts';
import { withPlainPlaceholders } from './commandPlaceholders.ts';
import { withoutPrompts } from './consolePrompts.ts';

/** What a block of shell holds, in order; `line` counts from 0 at its first line. */
export type ShellPart =
  | { readonly kind: 'comment'; readonly text: string; readonly line: number }
  /** A statement of another language. */
  | { readonly kind: 'foreign'; readonly text: string; readonly line: number }
  | { readonly kind: 'command'; readonly text: string; readonly line: number };

type Span = { readonly firstLine: number; readonly lastLine: number };

/** Splits a block into comments and commands. A command may span lines (loops, here-documents, continuations). */
export function shellParts(code: string, isSession: boolean): ShellPart[] {
  const written = withoutPrompts(code, isSession);
  const foreign = written
    .split('\n')
    .flatMap((text, line): ShellPart[] => (statement.test(text) ? [{ kind: 'foreign', text: text.trim(), line }] : []));
  const clean = written.replaceAll(sentences, '# ').replaceAll(statements, '');
  const lines = clean.split('\n');
  if (clean.startsWith('#!')) return [{ kind: 'command', text: clean.trimEnd(), line: 0 }];
  const spans = commandSpans(withPlainPlaceholders(clean), lines);
  const commands = spans.map(({ firstLine, lastLine }): ShellPart => {
    const text = lines.slice(firstLine, lastLine + 1).join('\n');
    return {
      kind: 'command',
      text: firstLine === lastLine ? withoutTrailingComment(text) : text.trim(),
      line: firstLine,
    };
  });
  const inside = new Set(
    spans.flatMap(({ firstLine, lastLine }) =>
      Array.from({ length: lastLine - firstLine + 1 }, (_, index) => firstLine + index),
    ),
  );
  const comments = lines.flatMap((text, line): ShellPart[] =>
    /^\s*#/.test(text) && !inside.has(line) ? [{ kind: 'comment', text: commentText(text), line }] : [],
  );
  return [...commands, ...comments, ...foreign].toSorted((a, b) => a.line - b.line).filter((part) => part.text !== '');
}

/** Numbered sentences between commands are comments without their mark. */
const sentences = /^(?=[^\S\n]*\d+[.)][^\S\n]+\p{L})/gmu;
const sql = String.raw`[^\S\n]*(?:SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE|DROP|SHOW|EXPLAIN|WITH)\s.*`;
/** Lines typed into the prompt of another program. */
const typed = String.raw`[^\S\n]*(?:>>>|In \[\d+\]:|irb\S*>|(?:mysql|sqlite|MariaDB \[\S*\]|mongo|redis|cqlsh|psql)\S*>|\w+=[#>]) .*`;
const statement = new RegExp(`^(?:${sql}|${typed})$`, 'u');
const statements = new RegExp(`^(?:${sql}|${typed})$`, 'gmu');

/** The lines that each top-level command covers; without a clean parse every line is its own command. */
function commandSpans(clean: string, lines: readonly string[]): Span[] {
  const script = parseShell(clean);
  if (script === null || (script.errors?.length ?? 0) > 0) return lineSpans(lines);
  const starts = lineStarts(clean);
  const spans: Span[] = [];
  for (const statement of script.commands) {
    const end = Math.max(statement.pos, statement.end - 1, hereDocumentEnd(statement) - 1);
    const span = { firstLine: lineAt(starts, statement.pos), lastLine: lineAt(starts, end) };
    const last = spans.at(-1);
    if (last === undefined || span.firstLine > last.lastLine) spans.push(span);
    else spans[spans.length - 1] = { ...last, lastLine: Math.max(last.lastLine, span.lastLine) };
  }
  return spans;
}

/** The last line that starts at or before a position. */
function lineAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Bodies of here-documents lie behind the statement that they belong to. */
function hereDocumentEnd(statement: Statement): number {
  let last = statement.end;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if ('type' in value && value.type === 'HereDoc' && 'closing' in value && isRange(value.closing))
      last = Math.max(last, value.closing.end);
    for (const child of Object.values(value)) visit(child);
  };
  visit(statement);
  return last;
}

function isRange(value: unknown): value is { readonly end: number } {
  return typeof value === 'object' && value !== null && 'end' in value && typeof value.end === 'number';
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineSpans(lines: readonly string[]): Span[] {
  const spans: Span[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === '' || /^\s*#/.test(line)) return;
    const last = spans.at(-1);
    if (last !== undefined && last.lastLine === index - 1 && lines[index - 1]?.endsWith('\\') === true)
      spans[spans.length - 1] = { ...last, lastLine: index };
    else spans.push({ firstLine: index, lastLine: index });
  });
  return spans;
}

/** `df -h   # disk` without the remark; a `#` inside quotes or a word stays. */
function withoutTrailingComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '#' && at > 0 && /\s/.test(line[at - 1] ?? '')) return line.slice(0, at).trim();
  }
  return line.trim();
}

function commentText(line: string): string {
  return line
    .replace(/^\s*#+\s*/, '')
    .replaceAll(/^[-=*#~_\s]+|[-=*#~_\s]+$/g, '')
    .trim();
}
