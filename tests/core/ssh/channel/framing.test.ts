import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#core/ports/systemClock.ts';
import { createProbeChannel } from '#core/ssh/channel/probeChannel.ts';
import { quote } from '#core/ssh/channel/quote.ts';
import { posixShells, silentLogger } from './shells.ts';

const perCheck = 20;
const checks = 500;

/** Texts of every kind, those that look like our own marks among them; the shell writes them without a final newline. */
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef \n'.split(''), 'E 0\n', 'D 0\n', 'S\n'), maxLength: 40 }),
  )
  .map((text) => text.replaceAll('\0', '').toWellFormed());

describe.each(posixShells)('the frames of a probe channel on $name', ({ transport }) => {
  it('carry 10,000 texts unharmed on both outputs', { timeout: 120_000 }, async () => {
    const channel = createProbeChannel({ transport, clock: systemClock(), logger: silentLogger });
    const texts = Array.from({ length: checks }, () => fc.sample(anyText, perCheck));
    const script = (group: readonly string[]): string => {
      const words = group.map(quote).join(' ');
      return `printf '%s' ${words}; printf '%s' ${words} >&2; exit ${group.length}`;
    };
    const requests = texts.map((group, index) => ({ id: `${index}`, script: script(group), deadlineMs: 60_000 }));
    const results = await channel.probe(requests);
    channel.close();
    const seen = results.map((result) =>
      result.kind === 'answered'
        ? [result.exitCode, Buffer.from(result.stdout).toString(), Buffer.from(result.stderr).toString()]
        : result,
    );
    expect(seen).toEqual(texts.map((group) => [perCheck, group.join(''), group.join('')]));
  });

  it('refuse NUL, which no script can carry', async () => {
    const channel = createProbeChannel({ transport, clock: systemClock(), logger: silentLogger });
    const [result] = await channel.probe([{ id: 'nul', script: 'echo a\0b', deadlineMs: 5_000 }]);
    channel.close();
    expect(result).toMatchObject({ kind: 'lost' });
  });
});
