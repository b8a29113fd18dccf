import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labUnavailable, labUp } from '#tests/lab/lab.ts';
import { type FaultLab, openFaultLab } from './faultLab.ts';
import { sampleOf, strikesAt } from './strikes.ts';
import { scenarios } from './scenarios.ts';

const unavailable = labUnavailable();
if (unavailable !== null) console.log(`skipped: ${unavailable}`);

// A fair share of what `npm run test:remedies` tries: over the remedies each fault meets each stage.
describe.skipIf(unavailable !== null)(
  'typed remedies on a host with systemd, cut off or killed in their middle',
  () => {
    let lab: FaultLab;
    beforeAll(async () => {
      const [machine] = await labUp(1);
      if (machine === undefined) throw new Error('no lab host');
      lab = await openFaultLab(machine);
    });
    afterAll(() => lab?.close());

    it.each(scenarios.map((scenario, turn) => [scenario.actionId, scenario, turn] as const))(
      '%s: the journal names what is true, nothing runs twice, and the way back brings everything back',
      async (_name, scenario, turn) => {
        const clean = await lab.attempt(scenario, null);
        expect(clean.run.outcome).toMatchObject({ kind: 'succeeded' });
        expect(clean.problems).toEqual([]);
        for (const strike of sampleOf(strikesAt(clean.talks, clean.undoTalks), turn)) {
          const { problems } = await lab.attempt(scenario, strike);
          expect({ strike, problems }).toEqual({ strike, problems: [] });
        }
      },
    );
  },
);
