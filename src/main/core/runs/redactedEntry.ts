import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import { redacted } from '../ssh/channel/redactor.ts';

/** What is built from the words of a host. Plans and handles are ours, and must stay as they will be run. */
const toldByHosts: ReadonlySet<JournalEntry['type']> = new Set([
  'run.preflighted',
  'run.captured',
  'run.stageEntered',
  'run.stepEnded',
  'run.found',
  'run.ended',
  'run.undone',
]);

function clean<Value>(value: Value, secrets: readonly string[]): Value;
function clean(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redacted(value, secrets);
  if (Array.isArray(value)) return value.map((one: unknown) => clean(one, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'handle' ? one : clean<unknown>(one, secrets)]),
  );
}

/** The entry without secrets that a command on a host may have echoed. */
export const redactedEntry = (entry: JournalEntry, secrets: readonly string[]): JournalEntry =>
  secrets.length > 0 && toldByHosts.has(entry.type) ? clean(entry, secrets) : entry;
