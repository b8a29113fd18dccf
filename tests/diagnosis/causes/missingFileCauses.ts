import type { Cause } from './cause.ts';
import { isDown, withoutDropIn } from './parts/auditor.ts';
import { down, dropIn, up } from './parts/units.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';
import { shelf } from './parts/shelf.ts';

/** Files and folders that the service names and that are gone. */
export const missingFileCauses: readonly Cause[] = [
  {
    name: 'missing environment file',
    inject: dropIn('gitops-auditor', String.raw`[Service]\nEnvironmentFile=/etc/gitops/auditor.env\n`),
    undo: withoutDropIn,
    shows: isDown,
    diagnosed: /auditor\.env/,
    remedies: ['set-aside-drop-ins', 'restore-backup'],
  },
  {
    name: 'environment file gone',
    service: 'notes',
    inject: `mv /etc/notes/notes.env /root/; ${up('notes')}`,
    undo: `mv /root/notes.env /etc/notes/; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /\/etc\/notes\/notes\.env/,
    remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'working directory gone',
    service: 'notes',
    inject: `mv /srv/notes/work /srv/notes/work.old; ${up('notes')}`,
    undo: `mv /srv/notes/work.old /srv/notes/work; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /\/srv\/notes\/work\b/,
    remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'included file gone',
    service: 'gate',
    inject: `sed -i '2i include /etc/nginx/snippets/gone.conf;' /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    undo: `sed -i 2d /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /gone\.conf/,
    remedies: anyRestart,
  },
  {
    name: 'sourced file gone',
    service: 'worker7',
    inject: `mv /etc/worker/7.conf /root/; ${up('worker@7')}`,
    undo: `mv /root/7.conf /etc/worker/; ${up('worker@7')}`,
    shows: `sleep 1; ${down('worker@7')}`,
    diagnosed: /\/etc\/worker\/7\.conf/,
    remedies: anyRestart,
  },
  shelf(
    'path to write that is missing',
    'true',
    /\/data\/shelf/,
    anyRestart,
    'ReadWritePaths=/data/shelf\\nProtectSystem=strict\\n',
  ),
  says(
    'Redis configuration gone',
    "*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nFatal error, can't open config file '/srv/ledger/redis.conf': No such file or directory",
    /redis\.conf/,
    [...restore, ...anyRestart],
  ),
  {
    name: 'log folder of nginx gone',
    service: 'gate',
    inject: `mv /var/log/nginx /root/nginx.logs; ${up('nginx')}`,
    undo: `mv /root/nginx.logs /var/log/nginx; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /\/var\/log\/nginx/,
    remedies: anyRestart,
  },
];
