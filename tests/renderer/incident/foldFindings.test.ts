import { describe, expect, it } from 'vitest';
import type { Finding, Run, RunSubject } from '#shared/run/run.ts';
import { foldFindings } from '../../../src/renderer/incident/foldFindings.ts';
import { restartPlan } from '../fixtureStory.ts';

const finding = (id: string, text = id): Finding => ({ id, severity: 'critical', text, proof: '', suggests: [] });
const action = (actionId: string): RunSubject => ({ kind: 'action', runbookId: 'r', runbookHash: 'h', actionId });

function run(id: string, subject: RunSubject, findings: readonly Finding[], isOver = true): Run {
  return {
    id,
    incidentId: 'i',
    hostId: 'auditor',
    serviceId: null,
    subject,
    plan: { ...restartPlan('none'), effect: 'reads' },
    stage: isOver ? 'ended' : 'executing',
    preflight: [],
    wayBack: { kind: 'none', why: '' },
    stepEnds: [],
    findings,
    outcome: isOver ? { kind: 'succeeded', text: '' } : null,
    startedAt: 0,
    endedAt: null,
    cancelRequested: false,
    undoneAt: null,
  };
}

const texts = (runs: readonly Run[]) => foldFindings(runs).current.map((shown) => shown.finding.text);

describe('the findings of several runs', () => {
  it('are those of the newest run of each subject, each once', () => {
    const runs = [
      run('3', { kind: 'evidence' }, [finding('unit', 'failed')]),
      run('2', { kind: 'evidence' }, [finding('unit', 'failed'), finding('disk', 'disk full')]),
      run('1', { kind: 'evidence' }, [finding('unit', 'failed')]),
    ];
    expect(foldFindings(runs).current).toEqual([{ finding: finding('unit', 'failed'), runId: '3' }]);
    expect(foldFindings(runs).gone).toEqual([finding('disk', 'disk full')]);
  });

  it('of a diagnosis replace those of earlier evidence', () => {
    const runs = [
      run('2', { kind: 'diagnosis' }, [finding('unit', 'active')]),
      run('1', { kind: 'evidence' }, [finding('unit', 'failed'), finding('port', 'taken')]),
    ];
    expect(texts(runs)).toEqual(['active']);
    expect(foldFindings(runs).gone.map((one) => one.text)).toEqual(['taken']);
  });

  it('of a run that goes on are added to what is known', () => {
    const runs = [
      run('2', { kind: 'diagnosis' }, [finding('port', 'taken')], false),
      run('1', { kind: 'evidence' }, [finding('unit', 'failed')]),
    ];
    expect(texts(runs)).toEqual(['taken', 'failed']);
  });

  it('of an action that say again what was seen are folded into it, with their remedies', () => {
    const restart = { actionId: 'restart', reason: 'it is down' };
    const runs = [
      run('2', action('port-holder'), [
        { ...finding('port-open', 'Nothing listens on the port.'), suggests: [restart] },
      ]),
      run('1', { kind: 'evidence' }, [finding('port:3000', 'Nothing listens on port 3000'), finding('unit', 'failed')]),
    ];
    expect(texts(runs)).toEqual(['Nothing listens on port 3000', 'failed']);
    expect(foldFindings(runs).current[0]?.finding.suggests).toEqual([restart]);
  });

  it('of different actions stand beside each other, the same saying once', () => {
    const runs = [
      run('2', action('a'), [finding('permission', 'denied: /x'), finding('same')]),
      run('1', action('b'), [finding('permission', 'denied: /y'), finding('same')]),
    ];
    expect(texts(runs)).toEqual(['denied: /x', 'same', 'denied: /y']);
  });
});
