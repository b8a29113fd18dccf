import { describe, expect, it } from 'vitest';
import type { Run } from '#shared/run/run.ts';
import { runStages } from '../../../src/renderer/runs/runStages.ts';
import { restartPlan } from '../fixtureStory.ts';

const run: Run = {
  id: 'run',
  incidentId: null,
  hostId: 'auditor',
  serviceId: null,
  subject: { kind: 'evidence' },
  plan: restartPlan('click'),
  stage: 'awaitingConsent',
  preflight: [],
  wayBack: { kind: 'none', why: '' },
  stepEnds: [],
  findings: [],
  outcome: null,
  startedAt: 0,
  endedAt: null,
  cancelRequested: false,
  undoneAt: null,
};
const states = (value: Run) => runStages(value).map((stage) => stage.state);

describe('the line of six steps', () => {
  it('shows where a run stands', () => {
    expect(states(run)).toEqual(['done', 'done', 'now', 'later', 'later', 'later']);
    expect(states({ ...run, stage: 'verifying' })).toEqual(['done', 'done', 'done', 'done', 'done', 'now']);
  });

  it('shows how far a run came that did not succeed', () => {
    const refused = { ...run, stage: 'ended', outcome: { kind: 'refused', text: '' } } as const;
    expect(states(refused)[1]).toBe('failed');
    const unproved = {
      ...run,
      stage: 'ended',
      outcome: { kind: 'failed', text: '' },
      stepEnds: [{ index: 0, end: { kind: 'exited', code: 0 }, tookMs: 1 }],
    } as const;
    expect(states(unproved)).toEqual(['done', 'done', 'done', 'done', 'done', 'failed']);
  });

  it('is done throughout after a success', () => {
    const good = { ...run, stage: 'ended', outcome: { kind: 'succeeded', text: '' } } as const;
    expect(new Set(states(good))).toEqual(new Set(['done']));
  });
});
