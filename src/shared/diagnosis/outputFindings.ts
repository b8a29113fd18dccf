import type { Finding } from '../run/run.ts';
import type { StepOutput } from '../run/stepOutput.ts';
import type { RunbookAction } from '../runbook/runbook.ts';
import { isSuccess } from '../run/describeEnd.ts';
import { sceneOf } from './read/scene.ts';
import { hostSubject } from './subject.ts';
import { findingsOfClues } from './suggest.ts';
import { withoutEchoes } from './echoes.ts';
import { outputWordClues } from './words/wordClues.ts';

/** Commands that print what programs said; lists of files, commits or processes may hold the same words by chance. */
const tellsWords = /\b(?:journalctl|tail|cat|less|grep|logs?|dmesg|curl|wget|status)\b|\.sh\b|\.\//;

const nothing = sceneOf({ subject: hostSubject, outputs: [], incidentStartedAt: null, askedAt: null });

/** What the words of any program mean, in the outputs of one action: nothing else of the host is known. */
export function outputFindings(
  outputs: readonly StepOutput[],
  actions: readonly RunbookAction[],
  unit: string | null,
): readonly Finding[] {
  const told = outputs.filter(
    ({ command, end }) => !isSuccess(end) || (tellsWords.test(command) && !/\bgit\b/.test(command)),
  );
  const text = told.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join('\n');
  const clues = withoutEchoes(outputWordClues({ ...nothing, subject: { ...hostSubject, unit } }, text));
  return findingsOfClues(clues, actions, unit);
}
