import { appendFileSync } from 'node:fs';
import type { Clock } from '../ports/ports.ts';

export type JournalEntry = {
  readonly unit: string;
  /** As syslog counts: 3 is an error, 6 is information. */
  readonly priority: number;
  /** `systemd[1]` or `gitops-auditor[123]`. */
  readonly source: string;
  readonly message: string;
};

/** The log of one demo host, in the lines that its stand-in for journalctl reads. */
export type JournalFile = { readonly path: string; readonly append: (entry: JournalEntry) => void };

export function createJournalFile(path: string, clock: Clock): JournalFile {
  return {
    path,
    // At once and whole, since a command that has ended must find what it caused.
    append: (entry) => appendFileSync(path, journalLine(entry, new Date(clock.now()))),
  };
}

/** Tab separated: seconds, local date and time, times of `short` and `short-iso`, unit, priority, source, message. */
export function journalLine(entry: JournalEntry, at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const month = at.toLocaleString('en-US', { month: 'short' });
  const offset = -at.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  const fields = [
    (at.getTime() / 1000).toFixed(6),
    `${day} ${time}`,
    `${month} ${two(at.getDate())} ${time}`,
    `${day}T${time}${zone}`,
    entry.unit,
    String(entry.priority),
    entry.source,
    entry.message,
  ];
  return `${fields.map((field) => field.replaceAll(/[\t\n\r]/g, ' ')).join('\t')}\n`;
}
