import type { JournalLine } from './journalLines.ts';

const starts = /^(?:Starting|Started) /;
const ends = /Failed with result|Deactivated successfully|Scheduled restart job|^Stopped |^Failed to start /;

/** What systemd's own process, and what it becomes before it starts a program, says. */
export const isOfSystemd = ({ speaker }: JournalLine): boolean => speaker === 'systemd' || speaker.startsWith('(');

/** What becomes a program speaks under its name in parentheses, and may be heard before systemd says that it started. */
const isChild = ({ speaker }: JournalLine): boolean => speaker.startsWith('(');

/** The lines of each run, oldest first; what stands before the first start that is seen comes first. */
export function runsOf(lines: readonly JournalLine[]): readonly (readonly JournalLine[])[] {
  const runs: JournalLine[][] = [[]];
  let hasEnded = true;
  for (const line of lines) {
    if (hasEnded && isOfSystemd(line) && starts.test(line.text)) {
      const before = runs.at(-1) ?? [];
      const from = before.findLastIndex((one) => !isChild(one)) + 1;
      runs.push(before.splice(from));
      hasEnded = false;
    }
    if (isOfSystemd(line) && ends.test(line.text)) hasEnded = true;
    runs.at(-1)?.push(line);
  }
  return runs.filter((run) => run.length > 0);
}

/** Whether systemd itself started the unit again the last time, after it had ended. */
export function wasRestarted(lines: readonly JournalLine[]): boolean {
  const last = lines.findLastIndex((line) => isOfSystemd(line) && starts.test(line.text));
  return (
    last > 0 && lines.slice(Math.max(0, last - 6), last).some(({ text }) => text.includes('Scheduled restart job'))
  );
}

/** The newest words of a program may not be in the journal yet: so many runs without any may follow the one that spoke. */
const fewRuns = 2;

/**
 * The lines of the last run in which the program, or systemd on its behalf, said why it ended: earlier runs may have
 * failed for reasons that are gone.
 */
export function lastRun(lines: readonly JournalLine[]): readonly JournalLine[] {
  const runs = runsOf(lines);
  const spoke = runs.findLastIndex((run) => run.some((line) => !isOfSystemd(line)));
  const ended = runs.findLastIndex((run) => run.some(({ text }) => / (?:exited|spawning|result) /.test(`${text} `)));
  const first = spoke >= ended - fewRuns ? spoke : ended;
  return first < 0 ? lines : runs.slice(first).flat();
}
