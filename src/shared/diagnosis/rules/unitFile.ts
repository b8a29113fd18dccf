import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { unitPlaceOf } from './unitPlace.ts';
import { needsOfLoad, proofOfUnit } from './unitProof.ts';

/** What is wrong with the unit's own files: not there, masked, not accepted, not loaded yet. */
export function unitLoadClues(scene: Scene, name: string, load: string): readonly Clue[] {
  const path = scene.unit?.get('FragmentPath') ?? '';
  const clues: Clue[] = [];
  if (load === 'bad-setting' || load === 'error') {
    const said =
      scene
        .output('Configuration check')
        .split('\n')
        .find((line) => /:\d+: /.test(line)) ??
      scene.unit?.get('LoadError') ??
      '';
    clues.push(
      clue('configuration', 0, 'unit-file', 'critical', `The unit file is not accepted: ${said || path}`, said, [
        { kind: 'set-aside-drop-ins', reason: 'a local drop-in may have brought it' },
      ]),
    );
  }
  if (load === 'not-found')
    clues.push(
      clue(
        'unit',
        0,
        'unit-missing',
        'critical',
        `There is no unit ${name} on this host: its file was removed, or the name is wrong`,
        proofOfUnit(scene),
      ),
    );
  if (load === 'masked')
    clues.push(
      clue(
        'unit',
        0,
        'unit-masked',
        'critical',
        'The unit is masked, so nothing can start it',
        proofOfUnit(scene),
        needsOfLoad('masked', ''),
      ),
    );
  if (scene.unit?.get('NeedDaemonReload') === 'yes')
    clues.push(
      clue('configuration', 3, 'unit-file-changed', 'warning', 'The unit file was changed and not loaded yet', path, [
        { kind: 'reset-unit', reason: 'it loads unit files again and restarts' },
      ]),
    );
  return [...clues, ...conditionClues(scene)];
}

/** A start that systemd skipped without calling it a failure. */
function conditionClues(scene: Scene): readonly Clue[] {
  const status = scene.output('Unit status');
  const unmet =
    /\b((?:Condition|Assert)\w+=\S.*?) was not met/.exec(status)?.[1] ??
    /unmet condition check \(((?:Condition|Assert)\w+=[^)]+)\)/.exec(saidOf(scene))?.[1];
  const isSkipped = scene.unit?.get('ConditionResult') === 'no' && scene.unit.get('ActiveState') === 'inactive';
  if (
    !isSkipped ||
    !/start condition (?:unmet|failed)|was not met|condition check/i.test(`${status}\n${saidOf(scene)}`)
  )
    return [];
  const place = unmet === undefined ? '' : unitPlaceOf(scene, unmet.split('=')[1] ?? '', /^(?:Condition|Assert)\w+=/);
  const what = unmet === undefined ? 'a condition of the unit does not hold' : `${unmet} does not hold`;
  return [
    clue(
      'unit',
      0,
      'condition',
      'critical',
      `systemd skips its start: ${what}${place === '' ? '' : `, set in ${place}`}`,
      proofOfUnit(scene),
      /\.d\//.test(place)
        ? [{ kind: 'set-aside-drop-ins', reason: 'the condition stands in a local drop-in' }]
        : [{ kind: 'restart-unit', reason: 'it starts once the condition holds' }],
    ),
  ];
}

const saidOf = (scene: Scene): string => scene.journal.map(({ text }) => text).join('\n');

/** Lines of the unit's configuration that systemd does not take, by file and line. */
export function unitFileClues(scene: Scene): readonly Clue[] {
  const lines = scene.output('Configuration check').split('\n');
  return lines
    .flatMap((line): readonly Clue[] => {
      const match = /^(?<file>\/\S+):(?<line>\d+): (?<what>.+)$/.exec(line.trim());
      if (match === null || scene.unit === null) return [];
      const isDropIn = /\.d\//.test(match[1] ?? '');
      const isHarmless = /ignoring|Unknown (?:key|section)/i.test(line) && scene.unit.get('ActiveState') === 'active';
      return [
        clue(
          'configuration',
          isHarmless ? 3 : 1,
          'unit-file',
          isHarmless ? 'info' : 'critical',
          `${match[1] ?? ''}, line ${match[2] ?? ''}: ${match[3] ?? ''}`,
          line,
          isDropIn
            ? [{ kind: 'set-aside-drop-ins', reason: 'the line stands in a local drop-in' }]
            : [{ kind: 'reset-unit', reason: 'it loads unit files again, once the line is mended' }],
        ),
      ];
    })
    .slice(0, 1);
}
