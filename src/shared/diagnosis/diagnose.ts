import type { Finding } from '../run/run.ts';
import type { IssuePattern, RunbookAction } from '../runbook/runbook.ts';
import { changeClues } from './changes/changeClues.ts';
import { type Clue, clue } from './clue.ts';
import { afterTheCause, withoutEchoes } from './echoes.ts';
import { pointClues } from './points.ts';
import { type Scene, type SceneInput, sceneOf } from './read/scene.ts';
import { answerClues, answerWords } from './rules/answers.ts';
import { callClues, withHosts } from './rules/calls.ts';
import { certificateClues } from './rules/certificates.ts';
import { conflictClues } from './rules/conflicts.ts';
import { jsonClues } from './rules/dataFiles.ts';
import { dependencyClues } from './rules/dependencies.ts';
import { failedUnitClues } from './rules/failedUnits.ts';
import { kernelClues } from './rules/kernel.ts';
import { lastWordsClues } from './rules/lastWords.ts';
import { memoryClues } from './rules/memory.ts';
import { missingFileClues } from './rules/missing.ts';
import { mountClues } from './rules/mounts.ts';
import { networkClues } from './rules/network.ts';
import { openFileClues } from './rules/openFiles.ts';
import { ownLogClues } from './rules/ownLogs.ts';
import { permissionClues } from './rules/permissions.ts';
import { portClues } from './rules/ports.ts';
import { processStateClues } from './rules/processStates.ts';
import { loadClues } from './rules/processors.ts';
import { requestClues } from './rules/requests.ts';
import { deletedFileClues, spaceClues } from './rules/space.ts';
import { unitClues } from './rules/unit.ts';
import { unitBoundClues } from './rules/unitBounds.ts';
import { unitFileClues } from './rules/unitFile.ts';
import { withSilentPorts } from './silentPorts.ts';
import { findingsOfClues } from './suggest.ts';
import { journalWordClues } from './words/wordClues.ts';

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
  const known = distinct(withHosts(scene, withOwnLogs(scene, seen(scene))));
  const isExplained = known.some(({ nearness, severity }) => nearness <= 1 && severity === 'critical');
  const isDown = known.some(({ severity }) => severity === 'critical');
  const doubted = suspect !== null && !isExplained && isDown ? [suspect] : [];
  const all = afterTheCause(withSilentPorts(withoutEchoes([...doubted, ...known])));
  const changed =
    suspect === null
      ? []
      : [
          {
            ...suspect,
            nearness: 1 as const,
            severity: 'critical' as const,
            text: suspect.text.replace(/^\w+ cause: /, ''),
          },
        ];
  const decided = pointClues(scene, input.patterns, [...all, ...changed]);
  return findingsOfClues([...all, ...changes, ...decided], input.actions, input.subject.unit);
}

function seen(scene: Scene): readonly Clue[] {
  const words = journalWordClues(scene, answerWords(scene));
  return [
    ...unitBoundClues(scene),
    ...conflictClues(scene),
    ...permissionClues(scene),
    ...missingFileClues(scene),
    ...words,
    ...journalClue(scene),
    ...jsonClues(scene),
    ...dependencyClues(scene),
    ...processStateClues(scene),
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
    ...callClues(scene, words),
    ...certificateClues(scene),
    ...failedUnitClues(scene),
    ...requestClues(scene),
    ...networkClues(scene),
    ...unitClues(scene),
    ...unitFileClues(scene),
    ...(words.some(({ nearness }) => nearness <= 1) ? [] : lastWordsClues(scene)),
  ];
}

/** Where something is wrong and nothing else says why, the service's own log files may. */
function withOwnLogs(scene: Scene, clues: readonly Clue[]): readonly Clue[] {
  const isDown = clues.some(({ severity }) => severity === 'critical');
  const isTold = clues.some(
    ({ severity, nearness, id }) => severity === 'critical' && nearness <= 1 && !vague.test(id),
  );
  return isTold || !isDown ? clues : [...ownLogClues(scene), ...clues];
}

/** Ids of clues that say what is seen, and not why. */
const vague = /^(?:last-words$|answer:)/;

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
