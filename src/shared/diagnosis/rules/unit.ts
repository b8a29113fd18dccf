import { readUnit, unitText } from '../../run/readUnit.ts';
import { type Clue, clue, type Need } from '../clue.ts';
import { isOfSystemd } from '../read/lastRun.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';
import { resultClues } from './results.ts';
import { unitPlaceOf } from './unitPlace.ts';

const restart = (reason: string): Need => ({ kind: 'restart-unit', reason });

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
    proofOf(scene),
    isUp ? [] : needsOf(state.load, reason),
  );
  const isStopped = state.active === 'inactive' && state.load === 'loaded' && state.result === 'success' && !isUp;
  const stopped = isStopped ? [stoppedClue(scene, name)] : [];
  return [
    base,
    ...stopped,
    ...startStepClue(scene, state.exitStatus),
    ...resultClues(scene),
    ...loopClue(scene, state.sub, state.restarts, state.result),
    ...fileClues(scene, name, state.load),
  ];
}

const needsOf = (load: string, reason: string): readonly Need[] =>
  load === 'masked'
    ? [{ kind: 'rejoin', reason: 'it takes the mask away and starts the unit' }]
    : load === 'not-found'
      ? []
      : [restart(reason)];

const proofOf = (scene: Scene): string =>
  scene
    .output('Unit state')
    .split('\n')
    .filter((line) => /^(?:Load|Active|Sub)State=|^(?:Result|NRestarts|ExecMainStatus|UnitFileState)=/.test(line))
    .join('\n');

/** A unit that nothing failed in was stopped by somebody, and the journal of sudo may say by whom. */
function stoppedClue(scene: Scene, name: string): Clue {
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
    by ?? proofOf(scene),
    [restart('it was stopped, not broken')],
  );
}

/** What systemd could not do before it could start the program, by its own exit statuses, and the setting for it. */
const startSteps: Readonly<Record<string, readonly [string, string]>> = {
  '200': ['its WorkingDirectory cannot be entered', 'WorkingDirectory='],
  '208': ['its standard input cannot be opened', 'StandardInput='],
  '209': ['its standard output cannot be opened', 'StandardOutput='],
  '216': ['its group does not exist', 'Group='],
  '217': ['its user account does not exist', 'User='],
  '226': ['its name space of mounts cannot be set up', 'Protect'],
  '233': ['its RuntimeDirectory cannot be made', 'RuntimeDirectory='],
  '238': ['its StateDirectory cannot be made', 'StateDirectory='],
  '239': ['its CacheDirectory cannot be made', 'CacheDirectory='],
  '240': ['its LogsDirectory cannot be made', 'LogsDirectory='],
};

/** systemd's own reason, which stands before the step that failed: `: /data/x: No such file or directory`. */
function saidBefore(scene: Scene): string {
  const reasons = scene.journal
    .filter(isOfSystemd)
    .flatMap(({ text }) => /: (?:Failed to (?!execute)[^:]*|Changing to [^:]*failed): (.*)$/.exec(text)?.[1] ?? []);
  const last = reasons.at(-1)?.replaceAll('/run/systemd/unit-root', '');
  return last === undefined ? '' : `: ${last}`;
}

function startStepClue(scene: Scene, status: string): readonly Clue[] {
  const [what, setting] = startSteps[status] ?? [];
  if (what === undefined || setting === undefined || scene.isUp) return [];
  const place = unitPlaceOf(scene, setting, new RegExp(`^${setting}`));
  const value = scene.unit?.get(setting.replace('=', '')) ?? '';
  const needs: readonly Need[] = /\.d\//.test(place)
    ? [{ kind: 'set-aside-drop-ins', reason: 'the setting stands in a local drop-in' }]
    : [];
  const named = setting.endsWith('=') && value !== '' ? ` (${setting}${value})` : '';
  const why = saidBefore(scene);
  return [
    clue(
      'configuration',
      0,
      'start-step',
      'critical',
      `systemd cannot start the unit: ${what}${why}${named}${place === '' ? '' : `, set in ${place}`}`,
      proofOf(scene),
      needs,
    ),
  ];
}

function loopClue(scene: Scene, sub: string, restarts: number, result: string): readonly Clue[] {
  const isLoop = sub === 'auto-restart' || result === 'start-limit-hit' || (restarts >= 3 && !scene.isUp);
  if (!isLoop) return [];
  const status = scene.unit?.get('ExecMainStatus') ?? '';
  const text = `Restart loop: it ends soon after each start${status === '' || status === '0' ? '' : ` with exit status ${status}`}, ${String(restarts)} restarts so far`;
  return [
    clue('unit', 2, 'restart-loop', 'critical', text, proofOf(scene), [
      { kind: 'reset-unit', reason: 'systemd starts it again only after a reset when it failed too often' },
    ]),
  ];
}

function fileClues(scene: Scene, name: string, load: string): readonly Clue[] {
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
        proofOf(scene),
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
        proofOf(scene),
        needsOf('masked', ''),
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
        proofOf(scene),
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
