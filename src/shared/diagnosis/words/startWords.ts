import { clue, type Need } from '../clue.ts';
import { mendFile, mendMissing } from '../rules/mending.ts';
import { missingText } from '../rules/missing.ts';
import { permissionClue } from '../rules/permissions.ts';
import { portClue } from '../rules/ports.ts';
import { programText } from '../rules/programs.ts';
import { unitPlaceOf } from '../rules/unitPlace.ts';
import { type Found, group, lineOf, path, simply, type WordRule } from './word.ts';

/** systemd could not start a program: why, by the program's own first bytes where they tell more. */
function notStarted(found: Found) {
  const { scene, proof } = found;
  const file = group(found, 'file')
    .replace(/[:,.]$/, '')
    .replace(/^['"]|['"]$/g, '');
  const why = group(found, 'why');
  const told = file === '' ? null : programText(scene, file);
  const place = file === '' ? '' : unitPlaceOf(scene, file, /^Exec\w+=/);
  const aside: readonly Need[] = /\.d\//.test(place)
    ? [{ kind: 'set-aside-drop-ins', reason: 'a local drop-in of the unit names it' }]
    : [];
  if (told !== null) return clue('configuration', 0, 'start-step', 'critical', told, proof, mendMissing(scene, file));
  if (/denied/.test(why) && file !== '') return permissionClue(scene, file, lineOf(found), proof, true);
  if (/No such file/.test(why) || why === '')
    return clue(
      'configuration',
      0,
      'missing-file',
      'critical',
      missingText(scene, file, place === '' ? ', which the unit starts' : `, which ${place} starts`),
      proof,
      [...aside, ...mendMissing(scene, file)],
    );
  return clue(
    'configuration',
    0,
    'start-step',
    'critical',
    `systemd cannot start ${file}: ${why}`,
    proof,
    mendMissing(scene, file),
  );
}

/** An environment file that the unit asks for; which one is told by the ways to its files. */
function noEnvironment(found: Found) {
  const { scene, proof } = found;
  const files = [...scene.output('Unit files').matchAll(/^EnvironmentFile=(\/\S+)$/gm)].map((one) => one[1] ?? '');
  const file =
    files.find((one) => scene.ways.some(({ target, missing }) => target === one && missing !== null)) ??
    (files.length === 1 ? files[0] : undefined);
  const why = group(found, 'why');
  const text =
    file === undefined
      ? `systemd cannot load an environment file: ${why}`
      : /No such file/.test(why)
        ? missingText(scene, file, ', the EnvironmentFile of the unit')
        : `systemd cannot load ${file}: ${why}`;
  return clue(
    'configuration',
    1,
    file === undefined ? 'start-step' : 'missing-file',
    'critical',
    text,
    proof,
    file === undefined ? [] : mendMissing(scene, file),
  );
}

/** What systemd itself says of a start that came to nothing. */
export const startWords: readonly WordRule[] = [
  { id: 'environment-file', pattern: /Failed to load environment files: (?<why>[^\n]+)/, make: noEnvironment },
  {
    id: 'environment-line',
    pattern: new RegExp(
      String.raw`Ignoring invalid environment assignment '(?:export )?(?<name>[\w-]*)[^\n]*': (?<file>${path})`,
    ),
    make: (found) => {
      const [name, file] = [group(found, 'name'), group(found, 'file')];
      return clue(
        'configuration',
        found.scene.isUp ? 2 : 0,
        'config-syntax',
        found.scene.isUp ? 'warning' : 'critical',
        `Error in ${file}: systemd ignores the line of ${name === '' ? 'an assignment' : name}, which is not NAME=value`,
        found.proof,
        mendFile(found.scene, file),
      );
    },
  },
  {
    id: 'not-started',
    pattern:
      /Failed at step EXEC spawning (?<file>\S+): (?<why>[^\n]+)|Failed to execute (?:command: )?(?<file2>\/[^\s:]+): (?<why2>[^\n]+)|(?:Failed|Unable) to locate executable '?(?<file3>[^\s:']+)'?:? ?(?<why3>[^\n]*)/,
    make: notStarted,
  },
  {
    id: 'socket-taken',
    pattern:
      /Failed to (?:create listening socket|listen on sockets?)[^\n]*?(?:[\]:.\d]+:(?<port>\d+)\)?)?: Address already in use/,
    make: (found) => {
      const port = group(found, 'port');
      return portClue(found.scene, port === '' ? null : Number(port), found.proof);
    },
  },
  {
    id: 'start-limit',
    pattern: /Start request repeated too quickly|start-limit-hit/i,
    make: simply('unit', 2, 'restart-loop', () => 'It failed so often that systemd gave up restarting it', [
      { kind: 'reset-unit', reason: 'it clears the count and starts again, once the cause is gone' },
    ]),
  },
  {
    id: 'forbidden-call',
    pattern: /code=(?:killed|dumped), status=\d+\/SYS/,
    make: simply('unit', 0, 'crash', () => 'The kernel ended it (SIGSYS): it made a system call that it may not make'),
  },
  {
    id: 'crash',
    pattern: /code=(?:killed|dumped), status=\d+\/(?<signal>SEGV|ABRT|ILL|BUS|FPE)|segfault at|core dumped/,
    make: simply(
      'unit',
      1,
      'crash',
      (found) => `It crashed${group(found, 'signal') === '' ? '' : ` (${group(found, 'signal')})`}`,
      [
        { kind: 'restart-unit', reason: 'a crash may not come again at once' },
        { kind: 'roll-back', reason: 'the last deployment may have brought it' },
      ],
    ),
  },
];
