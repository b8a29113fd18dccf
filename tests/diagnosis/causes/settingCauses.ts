import type { Cause } from './cause.ts';
import { root } from './parts/auditor.ts';
import { down, up } from './parts/units.ts';
import { toml, tomlBack } from './parts/stage.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';
import { program, shelf } from './parts/shelf.ts';

/** Configurations that can be read and say what cannot be. */
export const settingCauses: readonly Cause[] = [
  {
    name: 'wrong type in TOML',
    service: 'notes',
    inject: toml('s/^port = .*/port = "eighty"/'),
    undo: tomlBack,
    shows: down('notes'),
    diagnosed: /eighty/,
    remedies: restore,
  },
  {
    name: 'key missing in TOML',
    service: 'notes',
    inject: toml('/^port/d'),
    undo: tomlBack,
    shows: down('notes'),
    diagnosed: /(?:KeyError|missing|setting).*port/i,
    remedies: restore,
  },
  {
    name: 'text for a port',
    inject: `cp -p ${root}/config.json /root/c; sed -i 's/"port": 3000/"port": "http"/' ${root}/config.json; ${up('gitops-auditor')}`,
    undo: `cp -p /root/c ${root}/config.json; ${up('gitops-auditor')}`,
    shows: down('gitops-auditor'),
    diagnosed: /config\.json|port/,
    remedies: ['restore-backup', 'roll-back'],
  },
  {
    name: 'empty configuration',
    service: 'notes',
    inject: `cp -p /srv/notes/settings.toml /root/t; : > /srv/notes/settings.toml; ${up('notes')}`,
    undo: `cp -p /root/t /srv/notes/settings.toml; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /settings\.toml/,
    remedies: restore,
  },
  {
    name: 'wrong path of a key',
    service: 'feed',
    inject: `cp -p /etc/feed/feed.json /root/f; sed -i 's/feed.key/fed.key/' /etc/feed/feed.json; ${up('feed')}`,
    undo: `cp -p /root/f /etc/feed/feed.json; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`,
    diagnosed: /fed\.key/,
    remedies: anyRestart,
  },
  shelf('variable not set', program('#!/bin/sh\necho "Error: SHELF_TOKEN must be set" >&2; exit 2'), /SHELF_TOKEN/, [
    ...restore,
    ...anyRestart,
  ]),
  says(
    'Rust panic',
    "thread 'main' panicked at src/config.rs:12:5:\ncalled `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }",
    /config\.rs|ParseIntError/,
    [...restore, ...anyRestart],
  ),
  {
    name: 'environment file with carriage returns',
    service: 'notes',
    inject: `cp -p /etc/notes/notes.env /root/env.kept; printf 'NOTES_SECRET="good\\r\\n"\\r\\n' > /etc/notes/notes.env; ${up('notes')}`,
    undo: `cp -p /root/env.kept /etc/notes/notes.env; ${up('notes')}`,
    shows: `sleep 3; ${down('notes')} || journalctl -q -n 20 -u notes | grep -q 'failed'`,
    diagnosed: /notes\.env|carriage|[Ii]nvalid header/,
    remedies: ['restore-the-backup', ...anyRestart],
  },
];
