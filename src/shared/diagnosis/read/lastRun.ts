import type { JournalLine } from './journalLines.ts';

const starts = /^(?:Starting|Started) /;
const ends = /Failed with result|Deactivated successfully|Scheduled restart job|^Stopped |^Failed to start /;

/** What systemd's own process, and what it becomes before it starts a program, says. */
export const isOfSystemd = ({ speaker }: JournalLine): boolean => speaker === 'systemd' || speaker.startsWith('(');

/** The newest words of a program may not be in the journal yet: so many runs without any may follow the one that spoke. */
const fewRuns = 2;

/**
 * The lines of the last run in which the program, or systemd on its behalf, said why it ended: earlier runs may have
 * failed for reasons that are gone. All lines where no start is seen.
 */
export function lastRun(lines: readonly JournalLine[]): readonly JournalLine[] {
  const runs: JournalLine[][] = [];
  let hasEnded = true;
  for (const line of lines) {
    if (hasEnded && isOfSystemd(line) && starts.test(line.text)) {
      runs.push([]);
      hasEnded = false;
    }
    if (isOfSystemd(line) && ends.test(line.text)) hasEnded = true;
    (runs.at(-1) ?? (runs[0] = [])).push(line);
  }
  const spoke = runs.findLastIndex((run) => run.some((line) => !isOfSystemd(line)));
  const ended = runs.findLastIndex((run) => run.some(({ text }) => / (?:exited|spawning|result) /.test(`${text} `)));
  const first = spoke >= ended - fewRuns ? spoke : ended;
  return first < 0 ? lines : runs.slice(first).flat();
}
