import { describe, expect, it } from 'vitest';
import { findingsAfter } from '#shared/run/findingsAfter.ts';
import { findingsSoFar } from '#shared/run/findingsSoFar.ts';
import { foundSince } from '#shared/run/foundSince.ts';
import type { Finding } from '#shared/run/run.ts';

const finding = (id: string, severity: Finding['severity'] = 'critical', text = id): Finding => ({
  id,
  severity,
  text,
  proof: '',
  suggests: [],
});
const [unit, port, disk] = [finding('unit'), finding('port'), finding('disk', 'ok')];

/** The findings that a reader of the journal has, after each set was told. */
const toldOneByOne = (sets: readonly (readonly Finding[])[]): readonly Finding[] =>
  sets.reduce<readonly Finding[]>((known, now) => {
    const since = foundSince(known, now);
    return since === null ? known : findingsAfter(known, since);
  }, []);

describe('findings told while a look goes on', () => {
  it('take back what a later output overturned, and keep the order of the last word', () => {
    const unsure = finding('port', 'warning', 'a port may be taken');
    expect(toldOneByOne([[unit], [unsure, unit], [port, disk]])).toEqual([port, disk]);
    expect(
      toldOneByOne([
        [unit, port],
        [port, unit],
      ]),
    ).toEqual([port, unit]);
    expect(toldOneByOne([[unit], []])).toEqual([]);
  });

  it('are told only as far as they changed', () => {
    expect(foundSince([unit, port], [unit, port])).toBeNull();
    expect(foundSince([], [])).toBeNull();
    expect(foundSince([unit], [port, unit])).toEqual({ findings: [port], standing: ['port', 'unit'] });
    expect(foundSince([unit, port], [unit])).toEqual({ findings: [], standing: ['unit'] });
  });

  it('come on top of each other in a journal of before', () => {
    const older = { findings: [port], standing: null };
    expect(findingsAfter([unit], older)).toEqual([unit, port]);
    expect(findingsAfter([unit, finding('port', 'ok')], older)).toEqual([unit, port]);
  });

  it('leave open what only the last output decides: that something is sound, or cannot be known', () => {
    expect(findingsSoFar([unit, disk, finding('dns', 'unknown'), finding('load', 'warning')])).toEqual([
      unit,
      finding('load', 'warning'),
    ]);
  });
});
