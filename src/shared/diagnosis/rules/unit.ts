import { readUnit, unitText } from '../../run/readUnit.ts';
import { type Clue, clue } from '../clue.ts';
import { readProperties } from '../read/blocks.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';
import { resultClues } from './results.ts';
import { startStepClue } from './startSteps.ts';
import { unitLoadClues } from './unitFile.ts';
import { unitPlaceOf } from './unitPlace.ts';
import { needsOfLoad, proofOfUnit } from './unitProof.ts';

/** The state of the unit: where nothing failed it is a cause itself, else what the cause led to. */
export function unitClues(scene: Scene): readonly Clue[] {
  const { unit: name } = scene.subject;
  if (name === null) return [];
  const shown = scene.output('Unit state');
  const state = readUnit(name, shown);
  if (state === null) {
    const why = scene.failure('Unit state') ?? 'systemctl said nothing of it';
    return [clue('unit', 2, 'unit', 'unknown', `unit ${name} not seen: ${why}`, shown)];
  }
  const { isUp } = scene;
  const restarts = state.restarts > 0 ? `, restarted ${String(state.restarts)} times` : '';
  const reason = `the unit is ${unitText(state)}`;
  const base = clue(
    'unit',
    2,
    'unit',
    isUp ? 'ok' : 'critical',
    `unit ${name} ${unitText(state)}${restarts}`,
    proofOfUnit(scene),
    isUp ? [] : needsOfLoad(state.load, reason),
  );
  const isStopped = state.active === 'inactive' && state.load === 'loaded' && state.result === 'success' && !isUp;
  const loads = unitLoadClues(scene, name, state.load);
  const isSkipped = loads.some(({ id }) => id === 'condition');
  const stopped = isStopped && !isSkipped ? [stoppedClue(scene, name)] : [];
  return [
    base,
    ...stopped,
    ...startStepClue(scene, state.exitStatus),
    ...resultClues(scene),
    ...loopClue(scene, state.sub, state.restarts, state.result),
    ...loads,
  ];
}

/** A unit that nothing failed in was stopped by somebody, and the journal of sudo may say by whom. */
function stoppedClue(scene: Scene, name: string): Clue {
  const rival = rivalOf(scene);
  if (rival !== null) {
    const place = unitPlaceOf(scene, bareUnit(rival), /^Conflicts=/);
    return clue(
      'unit',
      0,
      'unit-stopped',
      'critical',
      `It was stopped because ${rival} was started: the two conflict${place === '' ? `, by the unit file of ${rival}` : ` (${place})`}`,
      scene.output('What it conflicts with'),
      [{ kind: 'restart-unit', reason: `it starts it again, which stops ${rival}` }],
    );
  }
  const bare = bareUnit(name);
  const lines = (sectionsOf(scene, 'Logins, sudo and reboots').get('sudo') ?? '').split('\n');
  const by = lines.findLast(
    (line) => /systemctl\s+(?:\S+\s+)*(?:stop|disable|mask|isolate|kill)\s/.test(line) && line.includes(bare),
  );
  const who = by === undefined ? '' : ` by ${/:\s+(\S+) :/.exec(by)?.[1] ?? 'somebody'} with sudo`;
  return clue(
    'unit',
    1,
    'unit-stopped',
    'critical',
    `The unit was stopped${who}; nothing in it failed`,
    by ?? proofOfUnit(scene),
    [{ kind: 'restart-unit', reason: 'it was stopped, not broken' }],
  );
}

const rivalMs = 10_000;

/** A unit that conflicts with this one, and was started just when this one was stopped. */
function rivalOf(scene: Scene): string | null {
  const stoppedAt = Number(scene.unit?.get('InactiveEnterTimestampMonotonic') ?? 0) / 1_000;
  const rival = readProperties(scene.output('What it conflicts with')).find(
    (one) =>
      one.get('ActiveState') === 'active' &&
      Math.abs(Number(one.get('ActiveEnterTimestampMonotonic') ?? 0) / 1_000 - stoppedAt) < rivalMs,
  );
  return rival?.get('Id') ?? null;
}

function loopClue(scene: Scene, sub: string, restarts: number, result: string): readonly Clue[] {
  const isLoop = sub === 'auto-restart' || result === 'start-limit-hit' || (restarts >= 3 && !scene.isUp);
  if (!isLoop) return [];
  const status = scene.unit?.get('ExecMainStatus') ?? '';
  const text = `Restart loop: it ends soon after each start${status === '' || status === '0' ? '' : ` with exit status ${status}`}, ${String(restarts)} restarts so far`;
  return [
    clue('unit', 2, 'restart-loop', 'critical', text, proofOfUnit(scene), [
      { kind: 'reset-unit', reason: 'systemd starts it again only after a reset when it failed too often' },
    ]),
  ];
}
