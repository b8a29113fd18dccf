import type { Cause } from './cause.ts';
import { back, commit, isDegraded, isDown, restart, root, withoutDropIn } from './parts/auditor.ts';
import { anyRestart } from './parts/remedies.ts';
import { says } from './parts/says.ts';
import { program, shelf } from './parts/shelf.ts';
import { feedJson, feedJsonBack, feedSays } from './parts/stage.ts';
import { down, dropIn, up } from './parts/units.ts';

const keep = (file: string): string => `cp -p ${file} /root/held.kept`;
const putBack = (file: string): string => `cp -p /root/held.kept ${file}`;
const portsThere = ['none', 'restart', 'reset-and-restart', 'free-port'];

/** Causes that were written down without a look at the rules, and that the rules did not know when they were first tried. */
export const heldOutCauses: readonly Cause[] = [
  {
    name: 'upstream that hangs',
    inject: 'systemctl kill -s STOP store; sleep 4',
    undo: 'systemctl kill -s CONT store; sleep 4',
    shows: isDegraded,
    diagnosed: /store\.internal:9100 is stopped: python3 \(PID \d+, unit store\.service\)/,
    points: ['Test external API connectivity'],
    remedies: anyRestart,
  },
  {
    name: 'entry of /etc/hosts sends the upstream elsewhere',
    inject: `cp /etc/hosts /root/hosts.kept; sed 's/^127.0.0.1 store.internal/10.218.0.77 store.internal/' /root/hosts.kept > /etc/hosts; sleep 5`,
    undo: 'cat /root/hosts.kept > /etc/hosts; sleep 4',
    shows: isDegraded,
    diagnosed: /\/etc\/hosts, line \d+, sends store\.internal to 10\.218\.0\.77/,
    points: ['Test external API connectivity'],
    remedies: anyRestart,
  },
  {
    name: 'deployed code asks for a module that is not installed',
    inject: commit(`sed -i '2i import yaml' server.py`, 'Read YAML'),
    undo: back,
    shows: isDown,
    diagnosed:
      /Missing: module yaml, which \/opt\/gitops-auditor\/server\.py asks for; it came with [0-9a-f]{7} "Read YAML"/,
    remedies: ['roll-back'],
  },
  {
    name: 'drop-in starts a program without a path',
    inject: dropIn('gitops-auditor', String.raw`[Service]\nExecStart=\nExecStart=server.py config.json\n`),
    undo: withoutDropIn,
    shows: `sleep 3; ${isDown}`,
    diagnosed: /Missing: server\.py, which \S+\/local\.conf, line 3 starts/,
    remedies: ['set-aside-drop-ins'],
  },
  {
    name: 'no inodes left on a mount of its own',
    inject: `mount -t tmpfs -o size=5m,nr_inodes=20 tmpfs ${root}/audit-history; chown gitops: ${root}/audit-history; for i in $(seq 30); do touch ${root}/audit-history/old-$i.json 2>/dev/null; done; ${up('gitops-auditor')}`,
    undo: `umount -l ${root}/audit-history; ${restart}`,
    shows: isDegraded,
    diagnosed: /inodes \/opt\/gitops-auditor\/audit-history 100 %, most of it by \/opt\/gitops-auditor\/audit-history/,
    points: ['Check database/storage performance'],
    remedies: ['none', 'prune-old-repositories'],
  },
  {
    name: 'scheduled script lost its x bit',
    inject: `chmod 644 ${root}/scripts/comprehensive_audit.sh; systemctl start gitops-audit || true`,
    undo: `chmod 755 ${root}/scripts/comprehensive_audit.sh; systemctl reset-failed gitops-audit`,
    shows: 'systemctl is-failed -q gitops-audit',
    diagnosed: /gitops-audit\.timer starts, failed \(exit-code 203\): \S+comprehensive_audit\.sh has the wrong mode/,
    remedies: ['repair-permissions'],
  },
  {
    name: 'scheme of the upstream misspelt',
    inject: `${keep(`${root}/config.json`)}; sed -i 's,http://store,htp://store,' ${root}/config.json; ${up('gitops-auditor')}`,
    undo: `${putBack(`${root}/config.json`)}; ${restart}`,
    shows: `sleep 3; ${isDegraded}`,
    diagnosed: /unknown url type: htp/,
    points: ['Check configuration files for syntax errors'],
    remedies: ['restore-backup'],
  },
  shelf(
    'Perl module missing',
    program('#!/usr/bin/perl\nuse strict;\nuse Mojo::Shelf;\nsleep 1000;'),
    /Missing: module Mojo\/Shelf\.pm, which \/opt\/shelf\/bin\/shelfd asks for/,
    anyRestart,
  ),
  shelf(
    'variable of a shell script unset',
    program('#!/bin/sh\nset -eu\necho "key $SHELF_API_KEY"\nexec sleep 1000'),
    /A setting is missing or not accepted: \S+ 3: SHELF_API_KEY/,
    anyRestart,
  ),
  shelf(
    'folder of a socket closed',
    `mkdir -p /run/shelfdb; rm -f /run/shelfdb/*; chmod 700 /run/shelfdb; systemd-run -q --collect --unit=shelfdb python3 -c 'import socket,time;s=socket.socket(socket.AF_UNIX);s.bind("/run/shelfdb/db.sock");s.listen();time.sleep(60)'; sleep 1; ${program(`#!/usr/local/bin/node\nrequire('net').connect('/run/shelfdb/db.sock').on('connect', () => setInterval(() => {}, 1e6))`)}`,
    /\/run\/shelfdb has the wrong mode: drwx------ root:root/,
    anyRestart,
  ),
  shelf(
    'words in a log file of its own only',
    `mkdir -p /var/log/shelf; chown shelf: /var/log/shelf; ${program(`#!/usr/bin/python3\nimport logging, sys, socket\nlogging.basicConfig(filename='/var/log/shelf/shelf.log', format='%(asctime)s %(levelname)s %(message)s')\ntry:\n  socket.create_connection(('127.0.0.1', 5499), 2)\nexcept OSError as e:\n  logging.critical('cannot reach the database at 127.0.0.1:5499: %s', e); sys.exit(1)`)}`,
    /Connection refused by 127\.0\.0\.1:5499/,
    anyRestart,
  ),
  shelf(
    'condition of the unit unmet',
    `sed -i '1i [Unit]\\nConditionPathExists=/etc/shelf.enabled' /etc/systemd/system/shelf.service`,
    /systemd skips its start: ConditionPathExists=\/etc\/shelf\.enabled does not hold, set in \S+shelf\.service, line 2/,
    anyRestart,
  ),
  {
    name: 'line of an environment file broken',
    service: 'notes',
    inject: `${keep('/etc/notes/notes.env')}; echo 'NOTES_SECRET: good' > /etc/notes/notes.env; ${up('notes')}`,
    undo: `${putBack('/etc/notes/notes.env')}; ${up('notes')}`,
    shows: `sleep 2; ${down('notes')}`,
    diagnosed: /NOTES_SECRET.*\/etc\/notes\/notes\.env/,
    remedies: anyRestart,
  },
  {
    name: 'upstream by a name that its certificate lacks',
    service: 'feed',
    inject: `cp /etc/hosts /root/hosts.kept; echo '127.0.0.1 feedapi.internal' >> /etc/hosts; ${feedJson('s,http://store.internal:9100/feed,https://feedapi.internal:8443/feed,')}`,
    undo: `${feedJsonBack}; cat /root/hosts.kept > /etc/hosts`,
    shows: feedSays('-i altname'),
    diagnosed: /The certificate is for another name.*feedapi\.internal/,
    remedies: [...anyRestart, 'renew-the-certificate', 'restore-the-backup'],
  },
  {
    name: 'port of a socket unit taken',
    service: 'echo',
    inject: `systemctl stop echo.socket; systemd-run -q --unit=rival python3 -m http.server 8400; sleep 1; ${up('echo.socket')}`,
    undo: `systemctl stop rival; ${up('echo.socket')}`,
    shows: down('echo.socket'),
    diagnosed: /Port 8400 is held by python3 \(PID \d+, unit rival\.service\)/,
    remedies: portsThere,
  },
  {
    name: 'certificate of nginx cut off',
    service: 'gate',
    inject: `${keep('/etc/nginx/tls/gate.crt')}; head -c 300 /root/held.kept > /etc/nginx/tls/gate.crt; ${up('nginx')}`,
    undo: `${putBack('/etc/nginx/tls/gate.crt')}; ${up('nginx')}`,
    shows: `sleep 1; ${down('nginx')}`,
    diagnosed: /\/etc\/nginx\/tls\/gate\.crt is damaged or no PEM file/,
    remedies: anyRestart,
  },
  says(
    'Go refused a file',
    'level=error ts=2026-11-28T10:00:00Z msg="failed to open store" err="open /srv/ledger/data.db: permission denied"',
    /^critical: Permission denied: \/srv\/ledger\/data\.db/,
    ['repair-permissions', ...anyRestart],
  ),
  {
    name: 'sound, beside a failed unit, a stopped program and refusals of another service',
    inject: `systemd-run -q --unit=moody false; systemd-run -q --unit=sleepy sleep 999; systemctl kill -s STOP sleepy; echo "$(date '+%Y/%m/%d %H:%M:%S') [error] 1#1: *1 connect() failed (111: Connection refused) while connecting to upstream, upstream: \\"http://127.0.0.1:8200/\\"" >> /var/log/nginx/error.log`,
    undo: 'systemctl reset-failed moody; systemctl kill -s CONT sleepy; systemctl stop sleepy; : > /var/log/nginx/error.log',
    shows: 'sleep 1',
    diagnosed: /^warning: The (?:unit moody\.service failed|load is)/,
    points: [],
    remedies: ['none'],
  },
];
