import type { Cause } from './cause.ts';
import { down, up } from './parts/units.ts';
import { toml, tomlBack } from './parts/stage.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Ports, addresses and sockets that cannot be listened on. */
export const portCauses: readonly Cause[] = [
  {
    name: 'port taken by a stray process',
    service: 'feed',
    inject: `systemctl stop feed; cd /tmp; setsid runuser -u ops -- python3 -m http.server 8300 >/dev/null 2>&1 & sleep 1.5; ${up('feed')}`,
    undo: `fuser -k 8300/tcp; sleep 0.5; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`,
    diagnosed: /Port 8300 is held by python3/,
    remedies: ['free-the-port'],
  },
  {
    name: 'port of the proxy taken',
    service: 'gate',
    inject: `systemctl stop nginx; systemd-run -q --unit=squatter python3 -m http.server 8500; sleep 1; ${up('nginx')}`,
    undo: `systemctl stop squatter; ${up('nginx')}`,
    shows: `sleep 3; ${down('nginx')}`,
    diagnosed: /8500 is held by python3/,
    remedies: anyRestart,
  },
  {
    name: 'port below 1024',
    service: 'notes',
    inject: toml('s/^port = .*/port = 843/'),
    undo: tomlBack,
    shows: down('notes'),
    diagnosed: /port 843|below 1024|privileged/i,
    remedies: restore,
  },
  {
    name: 'address of another machine',
    service: 'notes',
    inject: toml('1i address = "10.99.0.5"'),
    undo: tomlBack,
    shows: down('notes'),
    diagnosed: /10\.99\.0\.5|address.*not.*this host/i,
    remedies: restore,
  },
  says('stale socket', 'listen unix /run/app/app.sock: bind: address already in use', /app\.sock/, [
    'free-the-port',
    ...anyRestart,
  ]),
  says(
    'Compose port',
    'Error response from daemon: driver failed programming external connectivity on endpoint web: Bind for 0.0.0.0:8200 failed: port is already allocated',
    /8200/,
    ['free-the-port'],
  ),
];
