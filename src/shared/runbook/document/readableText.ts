/** A line that is left out, and why. */
export type Unread = { readonly line: number; readonly text: string; readonly why: string };

/** A line of prose, of a table or of a log is shorter, by far. */
const longestLine = 8_000;
/** So many lines are always read; longer documents may have as many as they would at so few characters each. */
const fewLines = 4_000;
const shortLine = 16;
/** So many brackets in one paragraph are opened and never closed by no person. */
const mostOpen = 20;
/** Nobody quotes a quote of a quote so often. */
const mostQuotes = 12;
/** So many columns has no table. */
const mostBars = 300;

/**
 * The text without what no person could have meant to be read: lines of more than 8,000 characters or 300 columns, quotes
 * within a dozen quotes, paragraphs of brackets that are never closed, and what follows when there are more lines than any
 * document has. Lines keep their numbers. It bounds the time that reading any text takes.
 */
export function readableText(text: string): { readonly text: string; readonly unread: readonly Unread[] } {
  const most = Math.max(fewLines, Math.ceil(text.length / shortLine));
  const unread: Unread[] = [];
  const lines: string[] = [];
  let start = 0;
  let open = 0;
  while (start <= text.length && lines.length < most) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end);
    open = line.trim() === '' ? 0 : open + unclosed(line);
    const why = whyUnread(line, open);
    if (why !== null) unread.push({ line: lines.length + 1, text: line.slice(0, 200), why });
    lines.push(why === null ? line : '');
    start = end + 1;
  }
  if (start <= text.length) {
    const why = `this and what follows is more than ${most.toLocaleString('en')} lines`;
    unread.push({ line: lines.length + 1, text: text.slice(start, start + 200).split('\n')[0] ?? '', why });
  }
  return unread.length === 0 ? { text, unread } : { text: lines.join('\n'), unread };
}

function whyUnread(line: string, open: number): string | null {
  if (line.length > longestLine) return `it is ${line.length.toLocaleString('en')} characters long`;
  const quotes = (quoteMarks.exec(line)?.[0].match(/>/g) ?? []).length;
  if (quotes > mostQuotes) return `it is quoted ${quotes.toLocaleString('en')} times`;
  const bars = line.length > mostBars ? barsIn(line) : 0;
  if (bars > mostBars) return `it has ${bars.toLocaleString('en')} columns`;
  return open > mostOpen ? `${open.toLocaleString('en')} brackets are opened and never closed` : null;
}

const quoteMarks = /^(?:\s|>)+/;

function barsIn(line: string): number {
  let bars = 0;
  for (let at = line.indexOf('|'); at !== -1; at = line.indexOf('|', at + 1)) bars += 1;
  return bars;
}

function unclosed(line: string): number {
  let open = 0;
  for (let at = line.indexOf('['); at !== -1; at = line.indexOf('[', at + 1)) open += 1;
  for (let at = line.indexOf(']'); open > 0 && at !== -1; at = line.indexOf(']', at + 1)) open -= 1;
  return open;
}
