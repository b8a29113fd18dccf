import type { Cause } from './cause.ts';
import { down, up } from './parts/units.ts';
import { toml, tomlBack } from './parts/stage.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';
import { program, shelf } from './parts/shelf.ts';

/** Configurations that cannot be read as what they are. */
export const syntaxCauses: readonly Cause[] = [
  {
    name: 'TOML error',
    service: 'notes',
    inject: toml('2s/.*/database = 127.0.0.1:5433/'),
    undo: tomlBack,
    shows: down('notes'),
    diagnosed: /settings\.toml/,
    remedies: restore,
  },
  {
    name: 'unknown directive of nginx',
    service: 'gate',
    inject: `cp /etc/nginx/sites-enabled/gate /root/gate.kept; sed -i 's/proxy_pass/proxy_psas/' /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    undo: `cp /root/gate.kept /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /sites-enabled\/gate, line 5/,
    remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'syntax error in a sourced file',
    service: 'worker7',
    inject: `printf 'task=sort (all)\\n' > /etc/worker/7.conf; ${up('worker@7')}`,
    undo: `printf 'task=sort\\nlanes=2\\n' > /etc/worker/7.conf; ${up('worker@7')}`,
    shows: `sleep 1; ${down('worker@7')}`,
    diagnosed: /\/etc\/worker\/7\.conf, line 1/,
    remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'comma too many',
    service: 'feed',
    inject: `cp -p /etc/feed/feed.json /root/f; sed -i 's#/feed",*$#/feed",#' /etc/feed/feed.json; ${up('feed')}`,
    undo: `cp -p /root/f /etc/feed/feed.json; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`,
    diagnosed: /feed\.json/,
    remedies: anyRestart,
  },
  {
    name: 'brace missing',
    service: 'gate',
    inject: `cp /etc/nginx/sites-enabled/gate /root/g; sed -i '$d' /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    undo: `cp /root/g /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /sites-enabled\/gate, line/,
    remedies: anyRestart,
  },
  shelf(
    'option twice in INI',
    `printf '[main]\\nport = 1\\nhost = a\\nport = 2\\n' > /opt/shelf/shelf.ini; ${program('#!/usr/bin/python3\nimport configparser\nconfigparser.ConfigParser().read("/opt/shelf/shelf.ini")')}`,
    /shelf\.ini/,
    [...restore, ...anyRestart],
  ),
  shelf(
    'tag not closed in XML',
    `printf '<a>\\n<b>\\n</a>\\n' > /opt/shelf/shelf.xml; ${program('#!/usr/bin/python3\nimport xml.etree.ElementTree as t\nt.parse("/opt/shelf/shelf.xml")')}`,
    /shelf\.xml/,
    [...restore, ...anyRestart],
  ),
  says(
    'YAML of Python',
    'Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/yaml/scanner.py", line 577, in fetch_value\n    raise ScannerError(None, None,\nyaml.scanner.ScannerError: mapping values are not allowed here\n  in "/srv/ledger/ledger.yaml", line 7, column 12',
    /ledger\.yaml, line 7/,
    restore,
  ),
  says(
    'Home Assistant',
    "2026-11-28 10:00:00.000 ERROR (MainThread) [homeassistant.config] Invalid config for [sensor]: required key not provided @ data['platform']. Got None. (See /srv/ledger/configuration.yaml, line 12).",
    /configuration\.yaml, line 12/,
    restore,
  ),
  says(
    'Redis option',
    "*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nReading the configuration file, at line 12\n>>> 'maxmemoy 100mb'\nBad directive or wrong number of arguments",
    /maxmemoy|line 12/,
    [...restore, ...anyRestart],
  ),
  says('Traefik', 'command traefik error: field not found, node: entryPoint', /entryPoint/, [
    ...restore,
    ...anyRestart,
  ]),
  says(
    'Caddy',
    'Error: adapting config using caddyfile: /etc/caddy/Caddyfile:7: unrecognized directive: revrse_proxy',
    /Caddyfile, line 7/,
    [...restore, ...anyRestart],
  ),
  {
    name: 'two default servers',
    service: 'gate',
    inject: `printf 'server { listen 8501 default_server; }\\nserver { listen 8501 default_server; }\\n' > /etc/nginx/sites-enabled/twice; ${up('nginx')}`,
    undo: `rm /etc/nginx/sites-enabled/twice; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /duplicate default server|sites-enabled\/twice/,
    remedies: anyRestart,
  },
];
