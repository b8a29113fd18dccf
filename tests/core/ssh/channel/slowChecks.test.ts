import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#core/ports/systemClock.ts';
import { localTransport } from '#core/ssh/channel/localTransport.ts';
import { createProbeChannel, type ProbeChannel } from '#core/ssh/channel/probeChannel.ts';
import type { ProbeRequest, ProbeResult } from '#core/ssh/hostSession.ts';
import type { ShellTransport } from '#core/ssh/shellTransport.ts';
import { posixShells, silentLogger } from './shells.ts';

const open: ProbeChannel[] = [];
afterEach(() => {
  for (const channel of open.splice(0)) channel.close();
});

function channelOver(transport: ShellTransport): ProbeChannel {
  const channel = createProbeChannel({ transport, clock: systemClock(), logger: silentLogger });
  open.push(channel);
  return channel;
}

const question = (script: string, deadlineMs = 20_000): ProbeRequest => ({ id: script, script, deadlineMs });
const quick = (count: number): readonly ProbeRequest[] =>
  Array.from({ length: count }, (_, index) => question(`echo ${index}`));

/** Asks, and notes when each result was told. */
async function asked(channel: ProbeChannel, requests: readonly ProbeRequest[]) {
  const startedMs = performance.now();
  const heard = new Map<string, { readonly kind: ProbeResult['kind']; readonly afterMs: number }>();
  const results = await channel.probe(requests, undefined, ({ id, kind }) => {
    heard.set(id, { kind, afterMs: performance.now() - startedMs });
  });
  const lastQuickMs = Math.max(...[...heard].filter(([id]) => !id.includes('sleep')).map(([, { afterMs }]) => afterMs));
  return { results, heard, lastQuickMs };
}

/** A script that notes each start and then hangs. */
function hanging(): { readonly script: string; readonly starts: () => number } {
  const file = join(mkdtempSync(join(tmpdir(), 'sitrep-slow-')), 'starts');
  return { script: `printf x >>${file}; sleep 300`, starts: () => readFileSync(file, 'utf8').length };
}

describe.each(posixShells)('a check that hangs on $name', ({ transport }) => {
  it('delays those behind it by about a second, once, and is itself started once', async () => {
    const channel = channelOver(transport);
    const slow = hanging();
    const round = [question('echo before'), question(slow.script, 2_000), ...quick(3)];
    const first = await asked(channel, round);
    expect(first.lastQuickMs).toBeLessThan(1_800);
    expect(first.heard.get('echo before')?.afterMs).toBeLessThan(900);
    expect(first.heard.get(slow.script)).toMatchObject({ kind: 'timedOut' });
    expect(first.heard.get(slow.script)?.afterMs).toBeGreaterThan(1_900);
    expect(slow.starts()).toBe(1);
    const second = await asked(channel, round);
    expect(second.lastQuickMs).toBeLessThan(900);
    expect(slow.starts()).toBe(2);
  });
});

describe('slow checks', () => {
  it('that do end have their answer, and are trusted again when they are quick again', async () => {
    const channel = channelOver(localTransport());
    const file = join(mkdtempSync(join(tmpdir(), 'sitrep-slow-')), 'was');
    const slow = question(`[ -e ${file} ] || sleep 1.6; : >${file}; echo done`);
    const { results } = await asked(channel, [slow, ...quick(2)]);
    expect(results.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(results[0]).toMatchObject({ stdout: Buffer.from('done\n') });
    for (let round = 0; round < 2; round += 1) {
      expect((await asked(channel, [slow, ...quick(2)])).lastQuickMs).toBeLessThan(900);
    }
  });

  it('let questions of the next rounds pass while they hang', async () => {
    const channel = channelOver(localTransport());
    const hangs = asked(channel, [question(hanging().script, 4_000)]);
    for (let round = 0; round < 4; round += 1) {
      expect((await asked(channel, quick(3))).lastQuickMs).toBeLessThan(2_500);
    }
    const { results } = await hangs;
    expect(results).toMatchObject([{ kind: 'timedOut' }]);
  });

  it('delay the others by a second each when many hang together, and never again', async () => {
    const channel = channelOver(localTransport());
    const many = Array.from({ length: 4 }, () => question(hanging().script, 2_000));
    const first = await asked(channel, [...many, ...quick(2)]);
    expect(first.lastQuickMs).toBeLessThan(8_000);
    const second = await asked(channel, [...many, ...quick(2)]);
    expect(second.lastQuickMs).toBeLessThan(900);
    expect(second.results.slice(0, 4).map(({ kind }) => kind)).toEqual(many.map(() => 'timedOut'));
  });
});
