import { linesOf } from '../read/blocks.ts';
import { readJournal } from '../read/journalLines.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';
import type { Change } from './change.ts';

/** What Sitrep itself asks sudo for while it looks. */
const ownSudo =
  /COMMAND=(?:list|\S*\/(?:ss -Hltnp|ls \/proc\/|find \/proc|stat -L|nginx -t|sshd -t|git -C \S+ (?:log|show|diff)\b|timeout \d+ (?:find \/\S* -xdev|du -xk)|true\b))/;

/** Rows of `last` that are no person's. */
const system = /^(?:reboot|shutdown|runlevel|wtmp|btmp)\b/;

/** Logins at a terminal: somebody was there. Programs that log in, as Sitrep does, have none and are not recorded. */
function logins(scene: Scene): readonly Change[] {
  return linesOf(sectionsOf(scene, 'Logins, sudo and reboots').get('') ?? '').flatMap((line): readonly Change[] => {
    const match = /^(\S+)\s+(\S+)\s+(?:(\S+)\s+)?(\d{4}-\d\d-\d\dT\S+)/.exec(line);
    if (match === null || system.test(line)) return [];
    const [, user = '', terminal = '', from = '', at = ''] = match;
    return [
      {
        id: `login:${user}@${at}`,
        at: Date.parse(at),
        related: 2,
        text: `Login of ${user} (${terminal}${from === '' ? '' : ` from ${from}`})`,
        proof: line,
      },
    ];
  });
}

/** Who was on the host, and what was done there with rights of another account. */
export function peopleChanges(scene: Scene): readonly Change[] {
  const unit = bareUnit(scene.subject.unit ?? '');
  const said = readJournal(sectionsOf(scene, 'Logins, sudo and reboots').get('sudo') ?? '');
  const sudo = said.flatMap(({ at, text, line }): readonly Change[] => {
    const match = /^\s*(\S+) : .*COMMAND=(.*)$/.exec(text);
    if (match === null || ownSudo.test(text)) return [];
    const command = (match[2] ?? '').slice(0, 160);
    const isOwn = (unit !== '' && command.includes(unit)) || scene.places.some((path) => command.includes(path));
    return [
      {
        id: `sudo:${String(at)}`,
        at,
        related: isOwn ? 3 : 1,
        text: `${match[1] ?? ''} ran with sudo: ${command}`,
        proof: line,
      },
    ];
  });
  return [...logins(scene), ...sudo];
}
