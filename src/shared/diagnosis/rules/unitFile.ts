import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
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
  if (scene.unit?.get('ConditionResult') === 'no' && scene.unit.get('ActiveState') === 'inactive')
    clues.push(
      clue(
        'unit',
        1,
        'condition',
        'warning',
        'A condition of the unit does not hold, so systemd skips its start',
        proofOfUnit(scene),
      ),
    );
  return clues;
}

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
