import type { Cause } from './causes.ts';

const up = (unit: string) => `systemctl reset-failed ${unit}; systemctl restart ${unit} || true`;
const down = (unit: string) => `[ "$(systemctl is-active ${unit})" != active ]`;
const anyRestart = ['none', 'restart', 'reset-and-restart'];
const restore = ['restore-the-backup', 'roll-back'];
const root = '/opt/gitops-auditor';
const isDegraded = "curl -s -o /dev/null -w '%{http_code}' http://localhost:3000/health | grep -q 503";
const dropIn = (unit: string, lines: string) =>
  `mkdir -p /etc/systemd/system/${unit}.service.d; printf '${lines}' > /etc/systemd/system/${unit}.service.d/x.conf; systemctl daemon-reload; ${up(unit)}`;
const noDropIn = (unit: string) => `rm -rf /etc/systemd/system/${unit}.service.d; systemctl daemon-reload; ${up(unit)}`;
const commit = (change: string, subject: string) =>
  `cd ${root}; ${change}; chown -R gitops: ${root}; sudo -u gitops git -c user.name=ops -c user.email=ops@lab -C ${root} commit -q -am '${subject}'; ${up('gitops-auditor')}`;
const back = `sudo -u gitops git -C ${root} reset -q --hard HEAD~1; ${up('gitops-auditor')}`;
const notesSays = (words: string) => `sleep 2; journalctl -q -n 20 -u notes | grep -q ${words}`;

const says = (name: string, text: string, diagnosed: RegExp, remedies: readonly string[] = anyRestart): Cause => ({
  name,
  service: 'ledger',
  inject: `cat > /srv/ledger/says <<'TEXT'\n${text}\nTEXT\necho 1 > /srv/ledger/code; ${up('ledger')}`,
  undo: `rm -f /srv/ledger/says; ${up('ledger')}`,
  shows: `sleep 2; ${down('ledger')}`,
  diagnosed,
  remedies,
});

/** A third round, written down before the rules were tried on it. */
export const thirdRound: readonly Cause[] = [
  {
    name: 'text for a port',
    inject: `cp -p ${root}/config.json /root/c; sed -i 's/"port": 3000/"port": "http"/' ${root}/config.json; ${up('gitops-auditor')}`,
    undo: `cp -p /root/c ${root}/config.json; ${up('gitops-auditor')}`,
    shows: down('gitops-auditor'),
    diagnosed: /config\.json|port/,
    remedies: ['restore-backup', 'roll-back'],
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
    name: 'few open files allowed',
    inject: dropIn('gitops-auditor', String.raw`[Service]\nLimitNOFILE=4\n`),
    undo: noDropIn('gitops-auditor'),
    shows: `sleep 3; ${isDegraded} || ${down('gitops-auditor')}`,
    diagnosed: /files open|LimitNOFILE/,
    remedies: ['set-aside-drop-ins'],
  },
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
    name: 'another account',
    inject: dropIn('gitops-auditor', String.raw`[Service]\nUser=nobody\n`),
    undo: noDropIn('gitops-auditor'),
    shows: isDegraded,
    diagnosed: /nobody/,
    remedies: ['set-aside-drop-ins', 'repair-permissions'],
  },
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
    name: 'log that fills the disk',
    inject: `fallocate -l "$(df --output=avail -B1 / | tail -n 1)" /var/log/huge.log; dd if=/dev/zero of=/var/log/rest bs=4k 2>/dev/null; true`,
    undo: `rm -f /var/log/huge.log /var/log/rest; ${up('gitops-auditor')}`,
    shows: isDegraded,
    diagnosed: /disk \/ (?:9\d|100) %.*\/var\/log\/huge\.log/,
    remedies: ['clear-temporary-data', 'prune-repositories'],
  },
  {
    name: 'mails that take all inodes',
    inject: `python3 -c 'import os
os.makedirs("/var/spool/maildrop", exist_ok=True)
try:
    for n in range(200000): open(f"/var/spool/maildrop/{n}", "x").close()
except OSError: pass'`,
    undo: `rm -rf /var/spool/maildrop; ${up('gitops-auditor')}`,
    shows: isDegraded,
    diagnosed: /inodes \/ (?:9\d|100) %.*\/var\/spool\/maildrop/,
    remedies: ['clear-temporary-data', 'prune-repositories'],
  },
  {
    name: 'upstream unit stopped',
    inject: `systemctl stop store; ${up('gitops-auditor')}`,
    undo: 'systemctl start store',
    shows: isDegraded,
    diagnosed: /store\.service/,
    remedies: anyRestart,
  },
  {
    name: 'database overwritten',
    service: 'notes',
    inject: `cp -p /srv/notes/data/notes.db /root/; dd if=/dev/urandom of=/srv/notes/data/notes.db bs=512 count=4 conv=notrunc 2>/dev/null; ${up('notes')}`,
    undo: `cp -p /root/notes.db /srv/notes/data/; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /notes\.db.*damaged/,
    remedies: restore,
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
    name: 'old secret',
    service: 'notes',
    inject: `cp -p /etc/notes/notes.env /root/e; echo NOTES_SECRET=old > /etc/notes/notes.env; ${up('notes')}`,
    undo: `cp -p /root/e /etc/notes/notes.env; ${up('notes')}`,
    shows: notesSays('401'),
    diagnosed: /401/,
    remedies: [...restore, ...anyRestart],
  },
  {
    name: 'resolver that is not there',
    service: 'notes',
    inject: `cp /etc/hosts /root/h; sed '/store.internal/d' /root/h > /etc/hosts; echo 'nameserver 10.218.0.200' > /etc/resolv.conf; ${up('notes')}`,
    undo: `cat /root/h > /etc/hosts; : > /etc/resolv.conf; ${up('notes')}`,
    shows: notesSays('-i resolution'),
    diagnosed: /name is not resolved: store\.internal/,
    remedies: ['restart-the-resolver'],
  },
  {
    name: 'needed database fails to start',
    service: 'notes',
    inject: `cp /etc/systemd/system/notes-db.service /root/; sed -i 's,^ExecStart=.*,ExecStart=/bin/false,' /etc/systemd/system/notes-db.service; systemctl daemon-reload; systemctl restart notes-db; ${up('notes')}`,
    undo: `cp /root/notes-db.service /etc/systemd/system/; systemctl daemon-reload; systemctl restart notes-db; ${up('notes')}`,
    shows: notesSays('refused'),
    diagnosed: /notes-db/,
    remedies: ['start-what-it-depends-on'],
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
    name: 'comma too many',
    service: 'feed',
    inject: `cp -p /etc/feed/feed.json /root/f; sed -i 's,/feed",*$,/feed"\\,,' /etc/feed/feed.json; ${up('feed')}`,
    undo: `cp -p /root/f /etc/feed/feed.json; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`,
    diagnosed: /feed\.json/,
    remedies: anyRestart,
  },
  {
    name: 'check that hangs',
    service: 'tick',
    inject: `cp -p /usr/local/bin/tick-check /root/; printf '#!/bin/sh\\nsleep 999\\n' > /usr/local/bin/tick-check; mkdir -p /etc/systemd/system/tick.service.d; printf '[Service]\\nTimeoutStartSec=3\\nRestart=no\\n' > /etc/systemd/system/tick.service.d/x.conf; systemctl daemon-reload; ${up('tick')}`,
    undo: `cp -p /root/tick-check /usr/local/bin/; ${noDropIn('tick')}`,
    shows: down('tick'),
    diagnosed: /longer|time/,
    remedies: ['set-aside-drop-ins', ...anyRestart],
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
  {
    name: 'sourced file gone',
    service: 'worker7',
    inject: `mv /etc/worker/7.conf /root/; ${up('worker@7')}`,
    undo: `mv /root/7.conf /etc/worker/; ${up('worker@7')}`,
    shows: `sleep 1; ${down('worker@7')}`,
    diagnosed: /\/etc\/worker\/7\.conf/,
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
  {
    name: 'certificate file gone',
    service: 'gate',
    inject: `mv /etc/nginx/tls/gate.crt /root/; ${up('nginx')}`,
    undo: `mv /root/gate.crt /etc/nginx/tls/; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /gate\.crt/,
    remedies: ['renew-certificate', ...anyRestart],
  },
  says(
    'Elasticsearch',
    'bootstrap check failure [1] of [1]: max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]',
    /max_map_count/,
  ),
  says('stale socket', 'listen unix /run/app/app.sock: bind: address already in use', /app\.sock/, [
    'free-the-port',
    ...anyRestart,
  ]),
  says(
    'Docker daemon',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    /docker/i,
  ),
  says('stale NFS', "ls: cannot access '/mnt/tank': Stale file handle", /stale/i),
  says('LDAP', 'ldap_bind: Invalid credentials (49)', /credentials/i, [...restore, ...anyRestart]),
  says(
    'Kafka',
    'org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata after 60000 ms.',
    /orders/,
  ),
  says('licence', 'ERROR license expired on 2026-01-01, please contact sales', /licen[cs]e/i),
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
    name: 'sound: worker',
    service: 'worker7',
    inject: 'true',
    undo: 'true',
    shows: 'true',
    diagnosed: null,
    remedies: [],
  },
  {
    name: 'sound: feed with another unit that fails',
    service: 'feed',
    inject: `systemd-run -q --unit=stranger /bin/false || true; sleep 1`,
    undo: 'systemctl reset-failed stranger',
    shows: 'true',
    diagnosed: /^(?!critical)/,
    remedies: ['none'],
  },
];
