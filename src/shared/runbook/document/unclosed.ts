/** A beginning without an end. */
type Unclosed = { readonly line: number; readonly message: string; readonly mend: string };

/** Front matter and fences that begin and never end, and headings and tables that lack what makes them one. */
export function unclosedIn(text: string): Unclosed[] {
  const lines = text.split(/\r?\n/);
  return [...unclosedFrontMatter(lines), ...unclosedFence(lines), ...malformed(lines)];
}

function unclosedFrontMatter(lines: readonly string[]): Unclosed[] {
  const begins = lines[0]?.trimEnd() === '---' && /^[\w-]+:(?:\s|$)/.test(lines[1] ?? '');
  const isEnded = lines.slice(1).some((line) => line.trimEnd() === '---');
  if (!begins || isEnded) return [];
  return [{ line: 1, message: 'The front matter begins here and never ends.', mend: 'Write --- in a line below it.' }];
}

/** Also in a list or a quote; what follows the marks in the same line, as in ```` ```a``` ````, makes it code in a sentence. */
const fence = /^(?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*(`{3,}(?=[^`]*$)|~{3,})/;

function unclosedFence(lines: readonly string[]): Unclosed[] {
  let open: { readonly line: number; readonly marks: string } | null = null;
  for (const [index, line] of lines.entries()) {
    const marks = fence.exec(line)?.[1];
    if (marks === undefined) continue;
    if (open === null) open = { line: index + 1, marks };
    else if (marks.startsWith(open.marks) && line.trimEnd().endsWith(marks)) open = null;
  }
  if (open === null) return [];
  return [
    { line: open.line, message: 'The fence that begins here never ends.', mend: `Write ${open.marks} below it.` },
  ];
}

const ruler = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-*:?\s*)*$/;
const row = /^\s{0,3}\|.*\|.*\|\s*$/;

/** Outside of fences: `##Steps` without a blank, and rows of a table without the line of hyphens below the first. */
function malformed(lines: readonly string[]): Unclosed[] {
  const found: Unclosed[] = [];
  let isFenced = false;
  lines.forEach((line, index) => {
    if (fence.test(line)) isFenced = !isFenced;
    if (isFenced) return;
    if (/^(?:#[A-Z]|#{2,6}[^#\s])/.test(line))
      found.push({ line: index + 1, message: 'This is no heading yet.', mend: 'Write a blank after the #.' });
    const isFirst = row.test(line) && !row.test(lines[index - 1] ?? '');
    if (isFirst && row.test(lines[index + 1] ?? '') && !ruler.test(lines[index + 1] ?? ''))
      found.push({
        line: index + 1,
        message: 'These rows are no table yet.',
        mend: 'Write |---|---| in a line below the first.',
      });
  });
  return found;
}
