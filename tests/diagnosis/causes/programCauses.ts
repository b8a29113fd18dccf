import type { Cause } from './cause.ts';
import { says } from './parts/says.ts';
import { down, dropIn, noDropIn, up } from './parts/units.ts';
import { anyRestart } from './parts/remedies.ts';
import { program, shelf } from './parts/shelf.ts';

/** Programs that the host cannot start. */
export const programCauses: readonly Cause[] = [
  {
    name: 'misspelt program',
    inject: dropIn(
      'gitops-auditor',
      String.raw`[Service]\nExecStart=\nExecStart=/usr/bin/pyhton3 /opt/gitops-auditor/server.py\n`,
    ),
    undo: noDropIn('gitops-auditor'),
    shows: down('gitops-auditor'),
    diagnosed: /\/usr\/bin\/pyhton3/,
    remedies: ['set-aside-drop-ins'],
  },
  {
    name: 'relative program',
    service: 'tick',
    inject: `systemctl stop tick; ${dropIn('tick', String.raw`[Service]\nExecStart=\nExecStart=bin/tick\n`)}`,
    undo: noDropIn('tick'),
    shows: down('tick'),
    diagnosed: /ExecStart|bin\/tick|not accepted/,
    remedies: ['set-aside-drop-ins'],
  },
  shelf(
    'wrong command line',
    'true',
    /--verbos|option|argument/,
    anyRestart,
    'ExecStart=\\nExecStart=/usr/bin/python3 --verbos -m http.server\\n',
  ),
  shelf('program deleted', 'rm /opt/shelf/bin/shelfd', /\/opt\/shelf\/bin\/shelfd/, anyRestart),
  {
    name: 'empty program',
    service: 'worker7',
    inject: `cp -p /usr/local/bin/worker /root/; : > /usr/local/bin/worker; ${up('worker@7')}`,
    undo: `cp -p /root/worker /usr/local/bin/; ${up('worker@7')}`,
    shows: `sleep 1; ${down('worker@7')}`,
    diagnosed: /worker.*empty/,
    remedies: anyRestart,
  },
  {
    name: 'CRLF script',
    service: 'tick',
    inject: `cp -p /usr/local/bin/tick.sh /root/; sed -i 's/$/\\r/' /usr/local/bin/tick.sh; ${up('tick')}`,
    undo: `cp -p /root/tick.sh /usr/local/bin/; ${up('tick')}`,
    shows: `sleep 4; ${down('tick')}`,
    diagnosed: /tick\.sh.*(interpreter|CRLF|line ends?|carriage)/i,
    remedies: anyRestart,
  },
  {
    name: 'interpreter not installed',
    service: 'tick',
    inject: `cp -p /usr/local/bin/tick.sh /root/; sed -i '1s,.*,#!/usr/bin/zsh,' /usr/local/bin/tick.sh; ${up('tick')}`,
    undo: `cp -p /root/tick.sh /usr/local/bin/; ${up('tick')}`,
    shows: `sleep 4; ${down('tick')}`,
    diagnosed: /\/usr\/bin\/zsh/,
    remedies: anyRestart,
  },
  shelf(
    'interpreter of a removed Python',
    'mkdir -p /opt/shelf/venv/bin; ln -s /usr/bin/python3.10 /opt/shelf/venv/bin/python; ' +
      program('#!/opt/shelf/venv/bin/python\nprint(1)'),
    /python/,
    anyRestart,
  ),
  {
    name: 'program of another architecture',
    service: 'worker7',
    inject: `cp -p /usr/local/bin/worker /root/; printf '\\177ELF\\002\\001\\001\\0\\0\\0\\0\\0\\0\\0\\0\\0\\002\\0\\267\\0\\001\\0\\0\\0%0200d' 0 > /usr/local/bin/worker; ${up('worker@7')}`,
    undo: `cp -p /root/worker /usr/local/bin/; ${up('worker@7')}`,
    shows: down('worker@7'),
    diagnosed: /worker.*(architecture|format)/i,
    remedies: anyRestart,
  },
  says(
    'C library too old',
    "/srv/ledger/bin/ledger: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /srv/ledger/bin/ledger)",
    /GLIBC_2\.38/,
    ['roll-back', 'restore-the-backup', ...anyRestart],
  ),
  says(
    'shared library missing',
    '/srv/ledger/bin/ledger: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory',
    /libpq\.so\.5/,
  ),
];
