import type { Finding } from '../run/run.ts';
import type { IssuePattern, RunbookAction } from '../runbook/runbook.ts';
import { changeClues } from './changes/changeClues.ts';
import { type Clue, clue } from './clue.ts';
import { pointClues } from './points.ts';
import { type Scene, type SceneInput, sceneOf } from './read/scene.ts';
import { dependencyClues } from './rules/dependencies.ts';
import { failedUnitClues, jsonClues, missingFileClues, requestClues } from './rules/others.ts';
import { permissionClues } from './rules/permissions.ts';
import { portClues } from './rules/ports.ts';
import { answerClues, answerWords, callClues, certificateClues, networkClues, refusedClues } from './rules/reach.ts';
import { kernelClues, loadClues, memoryClues, openFileClues } from './rules/resources.ts';
import { deletedFileClues, mountClues, spaceClues } from './rules/space.ts';
import { unitClues, unitFileClues } from './rules/unit.ts';
import { wordClues } from './rules/words.ts';
import { findingsOfClues } from './suggest.ts';

export type DiagnosisInput = SceneInput & {
  /** The runbook's actions with their variables filled in. */
  readonly actions: readonly RunbookAction[];
  /** Decided point by point in a diagnosis; none in the evidence. */
  readonly patterns: readonly IssuePattern[];
};

/** What the outputs of Sitrep's own probes establish, what is nearest to the cause first. */
export function diagnose(input: DiagnosisInput): readonly Finding[] {
  const scene = sceneOf(input);
  const { clues: changes, suspect } = changeClues(scene);
  const known = distinct(seen(scene));
  const isExplained = known.some(({ nearness, severity }) => nearness <= 1 && severity === 'critical');
  const isDown = known.some(({ severity }) => severity === 'critical');
  const doubted = suspect !== null && !isExplained && isDown ? [suspect] : [];
  const all = afterTheCause(withoutEchoes([...doubted, ...known]));
  const changed = suspect === null ? [] : [{ ...suspect, text: suspect.text.replace('Likely cause: ', '') }];
  const decided = pointClues(scene, input.patterns, [...all, ...changed]);
  return findingsOfClues([...all, ...changes, ...decided], input.actions, input.subject.unit);
}

function seen(scene: Scene): readonly Clue[] {
  const said = [scene.journal.map(({ text }) => text).join('\n'), answerWords(scene)].join('\n');
  return [
    ...permissionClues(scene),
    ...missingFileClues(scene),
    ...wordClues(scene, said),
    ...refusedClues(scene, said),
    ...journalClue(scene),
    ...jsonClues(scene),
    ...dependencyClues(scene),
    ...portClues(scene),
    ...spaceClues(scene, 'disk'),
    ...spaceClues(scene, 'inodes'),
    ...mountClues(scene),
    ...deletedFileClues(scene),
    ...memoryClues(scene),
    ...openFileClues(scene),
    ...kernelClues(scene),
    ...loadClues(scene),
    ...answerClues(scene),
    ...standingBack(scene, callClues(scene)),
    ...certificateClues(scene),
    ...failedUnitClues(scene),
    ...requestClues(scene),
    ...networkClues(scene),
    ...unitClues(scene),
    ...unitFileClues(scene),
  ];
}

/** Where the unit does not run, or answers soundly, what it calls is not what failed. */
function standingBack(scene: Scene, calls: readonly Clue[]): readonly Clue[] {
  const answers = answerClues(scene);
  const isSound = answers.length > 0 && answers.every(({ severity }) => severity === 'ok');
  if (scene.unit === null || (scene.unit.get('ActiveState') === 'active' && !isSound)) return calls;
  return calls.map((one) => (one.severity === 'critical' ? { ...one, severity: 'warning', nearness: 2 } : one));
}

/** An empty journal is a finding too, since rights may be what is missing. */
function journalClue(scene: Scene): readonly Clue[] {
  const { unit } = scene.subject;
  if (unit === null || !scene.has('Last journal lines')) return [];
  const failure = scene.failure('Last journal lines');
  if (failure !== null) return [clue('unit', 3, 'journal', 'unknown', `journal not seen: ${failure}`, '')];
  if (scene.output('Last journal lines').trim() !== '') return [];
  return [
    clue(
      'unit',
      3,
      'journal',
      'unknown',
      `journal of ${unit} is empty, or not readable for this user (group systemd-journal)`,
      '',
    ),
  ];
}

/** Each id once: the clue that is nearest to the cause, and of equals the one that was seen first. */
function distinct(clues: readonly Clue[]): readonly Clue[] {
  const byId = new Map<string, Clue>();
  for (const one of clues) {
    const known = byId.get(one.id);
    if (known === undefined || one.nearness < known.nearness) byId.set(one.id, one);
  }
  return [...byId.values()];
}

/** Once a cause is known, starting again is what follows its mending; what only answers wrongly needs no restart. */
function afterTheCause(clues: readonly Clue[]): readonly Clue[] {
  const cause = clues.find(({ nearness, severity }) => nearness === 0 && severity === 'critical');
  if (cause === undefined) return clues;
  return clues.map((one) => {
    if (one.nearness < 2) return one;
    if (one.id.startsWith('answer:')) return { ...one, needs: [] };
    const reason = `it starts the service again, once this is mended: ${cause.text.slice(0, 120)}`;
    return {
      ...one,
      needs: one.needs.map((need) => (/^(?:restart|reset)-unit$/.test(need.kind) ? { ...need, reason } : need)),
    };
  });
}

/** Causes that explain others: their echoes step back behind them. */
const echoes: Readonly<Record<string, readonly string[]>> = {
  'port-taken': ['code-error'],
  permission: ['code-error', 'missing-file', 'config-syntax', 'json-syntax', 'start-step'],
  'missing-file': ['code-error', 'start-step'],
  'config-syntax': ['json-syntax', 'code-error', 'json-broken'],
  'json-broken': ['json-syntax', 'code-error'],
  'json-syntax': ['code-error'],
  'name-not-resolved': ['code-error', 'connection-refused', 'unreachable'],
  'connection-refused': ['code-error', 'upstream-error'],
  certificate: ['code-error', 'certificate-refused'],
  'too-many-files': ['code-error', 'unreachable', 'name-not-resolved'],
  'mounted-read-only': ['read-only', 'code-error', 'permission'],
  'read-only': ['code-error'],
  'http-401': ['code-error', 'upstream-error'],
  'http-403': ['code-error'],
  'http-429': ['code-error', 'upstream-error'],
  'disk-full': ['code-error'],
};

function withoutEchoes(clues: readonly Clue[]): readonly Clue[] {
  const strong = clues.filter(({ severity, nearness }) => severity === 'critical' && nearness <= 1);
  const loud = new Set(strong.flatMap(({ id }) => echoes[id] ?? []));
  const isFull = strong.some(({ id }) => /^(?:disk|inodes):/.test(id));
  return clues.flatMap((one) => {
    if (loud.has(one.id) || (isFull && /^(?:json|config|code|missing|read-only)/.test(one.id)))
      return one.nearness <= 1 ? [{ ...one, nearness: 2 as const }] : [one];
    if (isFull && one.id === 'disk-full') return [];
    return [one];
  });
}
