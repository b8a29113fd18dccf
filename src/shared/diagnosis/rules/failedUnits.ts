import { type Clue, clue, type Need } from '../clue.ts';
import { readProperties } from '../read/blocks.ts';
import { isOfSystemd } from '../read/lastRun.ts';
import { readJournal } from '../read/journalLines.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { linesWordClues } from '../words/wordClues.ts';

const stem = (unit: string | null): string => (unit ?? '').replace(/\.(?:service|timer|socket)$/, '');

/** Whether two units belong together by name: `gitops-audit` and `gitops-auditor`. */
function isKin(scene: Scene, unit: string): boolean {
  const [own, other] = [stem(scene.subject.unit), stem(unit)];
  return own !== '' && (own.split('-')[0] ?? '').length > 2 && own.split('-')[0] === other.split('-')[0];
}

/** Other units that failed, above all those that a timer starts: why, and what starts them again. */
export function failedUnitClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'Failed units')].flatMap(([name, text]): readonly Clue[] => {
    if (!/\.\w+$/.test(name) || stem(name) === stem(scene.subject.unit)) return [];
    const unit = readProperties(
      text
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .join('\n'),
    )[0];
    const timer = (unit?.get('TriggeredBy') ?? '').split(' ').find((one) => one.endsWith('.timer'));
    const said = readJournal(
      text
        .split('\n')
        .filter((line) => !/^\w+=/.test(line))
        .join('\n'),
    );
    const words = said.filter((line) => !isOfSystemd(line)).map((line) => line.text);
    const reason = linesWordClues(scene, said)
      .filter(({ id }) => id !== 'restart-loop')
      .toSorted((a, b) => a.nearness - b.nearness)[0];
    const last = reason?.text ?? words.findLast((line) => line.trim() !== '') ?? '';
    const why = `${unit?.get('Result') ?? ''}${/^[1-9]/.test(unit?.get('ExecMainStatus') ?? '') ? ` ${unit?.get('ExecMainStatus') ?? ''}` : ''}`;
    const isOwn = isKin(scene, name) || scene.subject.unit === null;
    const isHealthy = scene.unit === null || scene.unit.get('ActiveState') === 'active';
    const mend = (reason?.needs ?? []).filter(({ kind }) => !/^(?:restart|start|reset)-unit$/.test(kind));
    const needs: readonly Need[] = [
      ...mend,
      { kind: 'restart-unit', reason: `it runs ${name} again, once its cause is gone`, unit: name },
      { kind: 'start-unit', reason: `it runs ${name} again`, unit: name },
    ];
    const subject = timer === undefined ? `The unit ${name}` : `${name}, which ${timer} starts,`;
    return [
      clue(
        'dependencies',
        isOwn && isHealthy ? 0 : 3,
        timer === undefined ? `failed:${name}` : `timer:${timer}`,
        isOwn ? 'critical' : 'warning',
        `${subject} failed (${why})${last === '' ? '' : `: ${last}`}`,
        said
          .map(({ line }) => line)
          .slice(-8)
          .join('\n'),
        needs,
      ),
    ];
  });
}
