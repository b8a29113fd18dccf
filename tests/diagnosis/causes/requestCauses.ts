import type { Cause } from './cause.ts';
import { isDegraded, restart } from './parts/auditor.ts';
import { up } from './parts/units.ts';
import { feedJson, feedJsonBack, feedSays, notesSays, toml, tomlBack } from './parts/stage.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Answers of what the service calls that are no success, and clients that ask too much of it. */
export const requestCauses: readonly Cause[] = [
  {
    name: '403',
    inject: `echo 403 > /run/store-status; ${restart}`,
    undo: `rm /run/store-status; ${restart}`,
    shows: isDegraded,
    diagnosed: /403/,
    remedies: ['restore-backup'],
  },
  {
    name: 'server error of the upstream',
    inject: `echo 500 > /run/store-status; ${restart}`,
    undo: `rm /run/store-status; ${restart}`,
    shows: isDegraded,
    diagnosed: /answers 500/,
    remedies: [],
  },
  {
    name: 'upstream answers 503',
    service: 'notes',
    inject: `echo 503 > /run/store-status; ${up('notes')}`,
    undo: `rm /run/store-status; ${up('notes')}`,
    shows: notesSays('503'),
    diagnosed: /answers 503/,
    remedies: anyRestart,
  },
  {
    name: 'upstream answers 404',
    service: 'feed',
    inject: `echo 404 > /run/store-status; ${up('feed')}`,
    undo: `rm /run/store-status; ${up('feed')}`,
    shows: feedSays('404'),
    diagnosed: /404/,
    remedies: [...restore, ...anyRestart],
  },
  {
    name: 'one client asks all the time',
    inject: `python3 -c 'for n in range(4000): print("10.9.9.9 - - [28/Nov/2026:10:00:00 +0000] \\"GET /search HTTP/1.1\\" 200 5")' >> /var/log/nginx/access.log`,
    undo: 'truncate -s 0 /var/log/nginx/access.log',
    shows: 'true',
    diagnosed: /10\.9\.9\.9 asks most/,
    points: ['Analyze request patterns'],
    remedies: ['none'],
  },
  {
    name: 'one client asks the proxy all the time',
    service: 'gate',
    inject: `cp /var/log/nginx/access.log /root/access.kept; python3 -c 'for n in range(4000): print(f"10.9.9.9 - - [28/Nov/2026:10:00:{n%60:02d} +0000] \\"GET /search HTTP/1.1\\" 200 5 \\"-\\" \\"bot\\"")' >> /var/log/nginx/access.log`,
    undo: 'cp /root/access.kept /var/log/nginx/access.log',
    shows: 'true',
    diagnosed: /10\.9\.9\.9/,
    remedies: anyRestart,
  },
  says(
    'ACME limit',
    'acme: error: 429 :: POST :: https://acme-v02.api.letsencrypt.org/acme/new-order :: urn:ietf:params:acme:error:rateLimited :: too many certificates already issued',
    /429|rate/i,
  ),
  says(
    'GitHub limit as 403',
    'github.com/api: 403 API rate limit exceeded for 1.2.3.4. (But here is the good news: Authenticated requests get a higher rate limit.)',
    /rate/i,
  ),
  {
    name: 'TLS spoken to a plain port',
    service: 'feed',
    inject: feedJson('s#http://store.internal:9100#https://store.internal:9100#'),
    undo: feedJsonBack,
    shows: feedSays("-i 'version\\|packet\\|ssl'"),
    diagnosed: /9100.*(?:TLS|HTTPS|plain)|(?:TLS|HTTPS|plain).*9100|wrong version|plain/i,
    remedies: anyRestart,
  },
  {
    name: 'plain HTTP spoken to a TLS port',
    service: 'notes',
    inject: toml('s#http://store.internal:9100#http://store.internal:8443#'),
    undo: tomlBack,
    shows: notesSays('400'),
    diagnosed: /400|8443/,
    remedies: ['restore-the-backup', 'roll-back', ...anyRestart],
  },
];
