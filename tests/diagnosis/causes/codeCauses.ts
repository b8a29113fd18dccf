import type { Cause } from './cause.ts';
import { back, commit, isDown, restart, root } from './parts/auditor.ts';
import { down, up } from './parts/units.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Deployed code that does not run, and the commits and releases it came with. */
export const codeCauses: readonly Cause[] = [
  {
    name: 'commit that removes the configuration',
    inject: commit('sudo -u gitops git rm -q config.json', 'Tidy up'),
    undo: back,
    shows: down('gitops-auditor'),
    diagnosed: /Missing: \S*config\.json/,
    remedies: ['roll-back'],
  },
  {
    name: 'commit that breaks the configuration',
    inject: commit(`sed -i 's/"token": "good",/"token": "good"/' config.json`, 'Sort the settings'),
    undo: back,
    shows: down('gitops-auditor'),
    diagnosed: /config\.json, line 6.*Sort the settings/,
    remedies: ['roll-back'],
  },
  {
    name: 'wrong branch',
    service: 'notes',
    inject: `runuser -u notes -- git -C /srv/notes checkout -q -b experiment; sed -i 's/^port = int/port = integer/' /srv/notes/app.py; runuser -u notes -- git -C /srv/notes -c user.name=n -c user.email=n@n commit -q -am 'Try a faster way'; ${up('notes')}`,
    undo: `runuser -u notes -- git -C /srv/notes checkout -q main; runuser -u notes -- git -C /srv/notes branch -q -D experiment; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /app\.py, line \d+.*Try a faster way/,
    remedies: ['roll-back'],
  },
  {
    name: 'merge conflict',
    service: 'feed',
    inject: `cp -p /srv/feed/releases/1/server.js /root/server.kept; sed -i '5i <<<<<<< HEAD' /srv/feed/releases/1/server.js; ${up('feed')}`,
    undo: `cp -p /root/server.kept /srv/feed/releases/1/server.js; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`,
    diagnosed: /server\.js, line 5/,
    remedies: restore,
  },
  {
    name: 'link of a release into nothing',
    service: 'feed',
    inject: `ln -sfn releases/2 /srv/feed/current; ${up('feed')}`,
    undo: `ln -sfn releases/1 /srv/feed/current; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`,
    diagnosed: /\/srv\/feed\/(?:current|releases\/2)/,
    remedies: [...restore, ...anyRestart],
  },
  {
    name: 'missing Python module',
    inject: `cp -p ${root}/server.py /root/server.kept; sed -i '1a import requests_cache' ${root}/server.py; ${restart} || true`,
    undo: `cp -p /root/server.kept ${root}/server.py; ${restart}`,
    shows: isDown,
    diagnosed: /requests_cache/,
    remedies: ['restore-backup', 'roll-back'],
  },
  {
    name: 'missing npm module',
    service: 'feed',
    inject: `mv /srv/feed/releases/1/node_modules/left /root/left; ${up('feed')}`,
    undo: `mv /root/left /srv/feed/releases/1/node_modules/left; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`,
    diagnosed: /'?left'?/,
    remedies: restore,
  },
  says(
    'Ruby gem',
    "/usr/lib/ruby/3.1.0/rubygems/core_ext/kernel_require.rb:85:in `require': cannot load such file -- sinatra (LoadError)\n\tfrom /srv/ledger/app.rb:1:in `<main>'",
    /sinatra/,
    [...restore, ...anyRestart],
  ),
  says(
    '.NET',
    "Unhandled exception. System.IO.FileNotFoundException: Could not load file or assembly 'Npgsql, Version=7.0.0.0'. The system cannot find the file specified.",
    /Npgsql/,
    [...restore, ...anyRestart],
  ),
];
