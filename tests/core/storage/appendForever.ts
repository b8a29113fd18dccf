import { writeSync } from 'node:fs';
import { systemClock } from '#core/ports/systemClock.ts';
import { openStorage } from '#core/storage/openStorage.ts';

/**
 * `node tests/core/storage/appendForever.ts FOLDER`: appends to the journal of that data folder until it is killed,
 * and prints the sequence of each event, one a line, as soon as it was acknowledged as durable.
 */
const [dataFolder] = process.argv.slice(2);
if (dataFolder === undefined) throw new Error('Name a data folder.');

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };
const { journal } = openStorage({ dataFolder, clock: systemClock(), logger });

for (;;) {
  const entry = { type: 'core.started', data: { version: 'x'.repeat(1 + (journal.state().revision % 400)) } } as const;
  const { events } = journal.append([entry], { actor: 'sitrep', requestId: null });
  writeSync(1, `${events[0]?.sequence}\n`);
}
