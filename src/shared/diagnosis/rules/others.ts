import { type Clue, clue, type Need } from '../clue.ts';
import { linesOf, readProperties } from '../read/blocks.ts';
import { readJournal } from '../read/journalLines.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { mendFile, mendMissing } from './mending.ts';
import { unitPlaceOf } from './unitPlace.ts';
import { wordClues } from './words.ts';

const bare = (unit: string | null): string => (unit ?? '').replace(/\.(?:service|timer)$/, '');

/** Whether two units belong together by name: `gitops-audit` and `gitops-auditor`. */
function isKin(scene: Scene, unit: string): boolean {
  const [own, other] = [bare(scene.subject.unit), bare(unit)];
  return own !== '' && (own.split('-')[0] ?? '').length > 2 && own.split('-')[0] === other.split('-')[0];
}

/** Other units that failed, above all those that a timer starts: why, and what starts them again. */
export function failedUnitClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'Failed units')].flatMap(([name, text]): readonly Clue[] => {
    if (!/\.\w+$/.test(name) || bare(name) === bare(scene.subject.unit)) return [];
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
    const words = said.filter(({ speaker }) => speaker !== 'systemd').map((line) => line.text);
    const reason = wordClues(scene, words.join('\n')).toSorted((a, b) => a.nearness - b.nearness)[0];
    const last = reason?.text ?? words.findLast((line) => line.trim() !== '') ?? '';
    const why = `${unit?.get('Result') ?? ''}${/^[1-9]/.test(unit?.get('ExecMainStatus') ?? '') ? ` ${unit?.get('ExecMainStatus') ?? ''}` : ''}`;
    const isOwn = isKin(scene, name) || scene.subject.unit === null;
    const isHealthy = scene.unit === null || scene.unit.get('ActiveState') === 'active';
    const needs: readonly Need[] = [
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

/** Data files of the service that are not whole. */
export function jsonClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'Whether JSON is whole')].flatMap(([path, text]): readonly Clue[] => {
    const why = linesOf(text)[0];
    if (path === '' || why === undefined || /not found|Permission denied/.test(why)) return [];
    const line = /line (\d+)/.exec(why)?.[1];
    const isConfiguration = scene.ways.some(({ target }) => target === path) || /config|settings/.test(path);
    const at = line === undefined ? path : `${path}, line ${line}`;
    return [
      clue(
        'configuration',
        0,
        isConfiguration ? 'config-syntax' : 'json-broken',
        'critical',
        `${isConfiguration ? 'Error in' : 'Broken JSON in'} ${at}: ${why}`,
        `${path}: ${why}`,
        mendFile(scene, path),
      ),
    ];
  });
}

/** Files that the unit names and that are not there. */
export function missingFileClues(scene: Scene): readonly Clue[] {
  return scene.ways.flatMap(({ target, missing }): readonly Clue[] => {
    if (missing === null || !/\.\w+$|\/s?bin\//.test(target)) return [];
    const place = unitPlaceOf(scene, target);
    const needs: readonly Need[] = /\.d\//.test(place)
      ? [{ kind: 'set-aside-drop-ins', reason: 'a local drop-in of the unit asks for it' }]
      : [];
    const named = place === '' ? 'which the unit names' : `which ${place} names`;
    const proof = `${target}: ${missing} is not there`;
    return [
      clue('configuration', 0, 'missing-file', 'critical', `Missing: ${target}, ${named}`, proof, [
        ...needs,
        ...mendMissing(scene, target),
      ]),
    ];
  });
}

/** Who asks most in the access logs, where one client stands out. */
export function requestClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'Who asks most')].flatMap(([log, text]): readonly Clue[] => {
    const [clients = '', statuses = ''] = text.split('-- status');
    const rows = linesOf(clients).flatMap((line) => {
      const match = /^\s*(\d+)\s+(\S+)/.exec(line);
      return match === null ? [] : [{ count: Number(match[1]), client: match[2] ?? '' }];
    });
    const [first] = rows;
    const all = linesOf(statuses).reduce((sum, line) => sum + (Number(/^\s*(\d+)/.exec(line)?.[1]) || 0), 0);
    if (log === '' || first === undefined || all === 0) return [];
    const share = first.count / all;
    const isFlood = first.count >= 500 && share > 0.5;
    const text2 = `${first.client} asks most: ${String(first.count)} of the last ${String(all)} requests (${String(Math.round(share * 100))} %) in ${log}`;
    return [clue('requests', isFlood ? 1 : 3, 'busiest-client', isFlood ? 'warning' : 'info', text2, text.trim())];
  });
}
