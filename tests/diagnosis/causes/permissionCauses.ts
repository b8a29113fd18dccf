import type { Cause } from './cause.ts';
import { isDegraded, isDown, restart, root, withoutDropIn } from './parts/auditor.ts';
import { down, dropIn, noDropIn, up } from './parts/units.ts';
import { notesSays } from './parts/stage.ts';
import { anyRestart } from './parts/remedies.ts';
import { says } from './parts/says.ts';
import { shelf } from './parts/shelf.ts';

/** Files that the service may not read, write or enter, and accounts that are not there. */
export const permissionCauses: readonly Cause[] = [
  {
    name: 'folder not to be entered',
    inject: `chmod 700 /opt; ${restart} || true`,
    undo: `chmod 755 /opt; ${restart}`,
    shows: isDown,
    diagnosed: /\/opt has the wrong (?:mode|owner)/,
    // No remedy of the runbook reaches /opt itself; the restart says what must be mended first.
    remedies: ['restart', 'reset-and-restart'],
  },
  {
    name: 'parent folder shut',
    service: 'notes',
    inject: `chmod 700 /srv; ${up('notes')}`,
    undo: `chmod 755 /srv; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /\/srv has the wrong mode/,
    remedies: ['repair-permissions', ...anyRestart],
  },
  {
    name: 'script not executable',
    service: 'tick',
    inject: `chmod 644 /usr/local/bin/tick.sh; ${up('tick')}`,
    undo: `chmod 755 /usr/local/bin/tick.sh; ${up('tick')}`,
    shows: `sleep 4; ${down('tick')}`,
    diagnosed: /tick\.sh.*(execut|wrong mode)/,
    remedies: ['repair-permissions', ...anyRestart],
  },
  {
    name: 'log folder of root',
    service: 'notes',
    inject: `chown -R root: /var/log/notes; ${up('notes')}`,
    undo: `chown -R notes: /var/log/notes; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /\/var\/log\/notes.*wrong owner/,
    remedies: ['repair-permissions', ...anyRestart],
  },
  {
    name: 'history folder of root',
    inject: `chown -R root: ${root}/audit-history; ${up('gitops-auditor')}`,
    undo: `chown -R gitops: ${root}/audit-history; ${up('gitops-auditor')}`,
    shows: isDegraded,
    diagnosed: /audit-history.*wrong owner/,
    remedies: ['repair-permissions'],
  },
  {
    name: 'database of root',
    service: 'notes',
    inject: `chown root: /srv/notes/data/notes.db; chmod 644 /srv/notes/data/notes.db; ${up('notes')}`,
    undo: `chown notes: /srv/notes/data/notes.db; ${up('notes')}`,
    shows: `sleep 1; ${down('notes')}`,
    diagnosed: /notes\.db.*(?:wrong owner|read-?only|cannot be written)/,
    remedies: ['repair-permissions'],
  },
  {
    name: 'data folder not writable',
    service: 'notes',
    inject: `chmod 555 /srv/notes/data; ${up('notes')}`,
    undo: `chmod 755 /srv/notes/data; ${up('notes')}`,
    shows: notesSays("-iE 'error|open|readonly'"),
    diagnosed: /\/srv\/notes\/data.*(?:wrong mode|written)/,
    remedies: ['repair-permissions'],
  },
  {
    name: 'account that does not exist',
    inject: dropIn('gitops-auditor', String.raw`[Service]\nUser=auditor\n`),
    undo: withoutDropIn,
    shows: isDown,
    diagnosed: /account|user/i,
    remedies: ['set-aside-drop-ins'],
  },
  shelf('group that does not exist', 'true', /group/i, anyRestart, 'Group=shelfers\\n'),
  {
    name: 'another account',
    inject: dropIn('gitops-auditor', String.raw`[Service]\nUser=nobody\n`),
    undo: noDropIn('gitops-auditor'),
    shows: isDegraded,
    diagnosed: /nobody/,
    remedies: ['set-aside-drop-ins', 'repair-permissions'],
  },
  says(
    'AppArmor',
    'audit: type=1400 audit(1764.3:22): apparmor="DENIED" operation="open" profile="/usr/sbin/ledgerd" name="/srv/ledger/book.db" pid=7 comm="ledgerd" requested_mask="r"\nledgerd: cannot open book: permission denied',
    /AppArmor/i,
  ),
  says(
    'dubious ownership',
    "fatal: detected dubious ownership in repository at '/srv/ledger'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /srv/ledger",
    /\/srv\/ledger.*owner|owner.*\/srv\/ledger/i,
    ['repair-permissions'],
  ),
  says(
    'Postgres permissions',
    'FATAL:  data directory "/srv/ledger/pg" has invalid permissions\nDETAIL:  Permissions should be u=rwx (0700) or u=rwx,g=rx (0750).',
    /permissions/,
    ['repair-permissions', ...anyRestart],
  ),
  says(
    'sudo wants a password',
    'sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper\nsudo: a password is required',
    /sudo/,
    anyRestart,
  ),
  {
    name: 'immutable database',
    service: 'notes',
    inject: `chattr +i /srv/notes/data/notes.db; ${up('notes')}`,
    undo: `chattr -i /srv/notes/data/notes.db; ${up('notes')}`,
    shows: `sleep 3; ${down('notes')} || journalctl -q -n 20 -u notes | grep -q failed`,
    diagnosed: /immutable|chattr/,
    remedies: [...anyRestart, 'repair-permissions'],
  },
];
