/** One line of the journal in `short-iso`: when, who said it, and what. */
export type JournalLine = {
  readonly at: number;
  readonly speaker: string;
  readonly text: string;
  readonly line: string;
};

const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-]\d\d):?(\d\d)? \S+ ([^\s[:]+)(?:\[\d+\])?: (.*)$/;

/** Reads lines of `journalctl -o short-iso`; lines that continue an entry belong to the instant before. */
export function readJournal(output: string): readonly JournalLine[] {
  const lines: JournalLine[] = [];
  for (const line of output.split('\n')) {
    if (line.trim() === '' || line.startsWith('-- ')) continue;
    const match = form.exec(line);
    const before = lines.at(-1);
    if (match === null) lines.push({ at: before?.at ?? Number.NaN, speaker: before?.speaker ?? '', text: line, line });
    else
      lines.push({
        at: Date.parse(`${match[1] ?? ''}${match[2] ?? ''}:${match[3] ?? '00'}`),
        speaker: match[4] ?? '',
        text: match[5] ?? '',
        line,
      });
  }
  return lines;
}
