import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { effectOf } from '#shared/runbook/effect/effectOf.ts';
import { anyCommand } from './anyCommand.ts';
import { commandsThatChange } from './effectSandbox.ts';

const runs = Number(process.env['SITREP_FUZZ_RUNS'] ?? 150);
const firstSeed = Number(process.env['SITREP_SEED'] ?? runs) + 1;

it('never calls a command harmless that changes something when it runs in a sandbox', async () => {
  const harmless = new Set<string>();
  for (let seed = firstSeed; harmless.size < runs && seed < firstSeed + 50; seed += 1) {
    const generated = fc.sample(anyCommand, { numRuns: runs * 4, seed });
    for (const command of generated)
      if (harmless.size < runs && effectOf(command).effect === 'reads') harmless.add(command);
  }
  expect(harmless.size).toBe(runs);
  expect(await commandsThatChange([...harmless])).toEqual([]);
}, 600_000);

it('notices in its sandbox what does change something', async () => {
  const commands = [
    'touch out',
    'ls',
    'rm a',
    'echo x >> b',
    'sed -i s/one/two/ a',
    'find . $x',
    'cat a',
    'chmod 600 a',
  ];
  const noticed = await commandsThatChange(commands);
  expect(new Set(noticed.map((text) => text.replace(/^\w+: /, '')))).toEqual(
    new Set(['touch out', 'rm a', 'echo x >> b', 'sed -i s/one/two/ a', 'find . $x', 'chmod 600 a']),
  );
});

it('judges any text without failing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), anyCommand), (text) =>
      ['reads', 'changes', 'destroys'].includes(effectOf(text).effect),
    ),
  );
});
