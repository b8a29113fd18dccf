import type { Cause } from './causes.ts';

const root = '/opt/gitops-auditor';
const restart = 'systemctl reset-failed gitops-auditor; systemctl restart gitops-auditor';
const isDown = '[ "$(systemctl is-active gitops-auditor)" != active ]';
const isDegraded = "curl -s -o /dev/null -w '%{http_code}' http://localhost:3000/health | grep -q 503";
const dropIns = '/etc/systemd/system/gitops-auditor.service.d';
const dropIn = (lines: string) =>
  `mkdir -p ${dropIns}; printf '${lines}' > ${dropIns}/local.conf; systemctl daemon-reload; ${restart} || true`;
const withoutDropIn = `rm -rf ${dropIns}; systemctl daemon-reload; ${restart}`;

/** Causes beside those that the findings were first written for: they keep the rules general. */
export const furtherCauses: readonly Cause[] = [
  {
    name: 'stopped by somebody',
    inject: 'sudo -u ops sudo systemctl stop gitops-auditor',
    undo: restart,
    shows: isDown,
    diagnosed: /stopped by ops with sudo/,
    remedies: ['restart'],
  },
  {
    name: 'masked unit',
    inject: `systemctl stop gitops-auditor; mv /etc/systemd/system/gitops-auditor.service /root/unit.kept; systemctl mask gitops-auditor`,
    undo: `systemctl unmask gitops-auditor; cp /root/unit.kept /etc/systemd/system/gitops-auditor.service; systemctl daemon-reload; ${restart}`,
    shows: isDown,
    diagnosed: /masked/,
    remedies: ['rejoin'],
  },
  {
    name: 'failed dependency unit',
    inject: `printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sh -c "echo no licence >&2; exit 4"\\n' > /etc/systemd/system/gitops-licence.service; ${dropIn(String.raw`[Unit]\nRequires=gitops-licence.service\nAfter=gitops-licence.service\n`)}`,
    undo: `rm -f /etc/systemd/system/gitops-licence.service; ${withoutDropIn}; systemctl reset-failed`,
    shows: isDown,
    diagnosed: /needs gitops-licence\.service, which is failed/,
    remedies: ['reset-and-restart', 'restart'],
  },
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
    name: 'missing environment file',
    inject: dropIn(String.raw`[Service]\nEnvironmentFile=/etc/gitops/auditor.env\n`),
    undo: withoutDropIn,
    shows: isDown,
    diagnosed: /auditor\.env/,
    remedies: ['set-aside-drop-ins', 'restore-backup'],
  },
  {
    name: 'account that does not exist',
    inject: dropIn(String.raw`[Service]\nUser=auditor\n`),
    undo: withoutDropIn,
    shows: isDown,
    diagnosed: /account|user/i,
    remedies: ['set-aside-drop-ins'],
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
    name: 'killed process',
    inject: dropIn(String.raw`[Service]\nRestart=no\n`) + '; sleep 1; systemctl kill -s SEGV gitops-auditor',
    undo: withoutDropIn,
    shows: isDown,
    diagnosed: /crashed|signal|core/i,
    remedies: ['restart', 'roll-back', 'set-aside-drop-ins'],
  },
  {
    name: 'hanging process',
    inject: 'systemctl kill -s STOP gitops-auditor',
    undo: `systemctl kill -s CONT gitops-auditor; ${restart}`,
    shows: '! curl -s -m 1 -o /dev/null http://localhost:3000/health',
    diagnosed: /is stopped \(T\)|does not answer: .*timed out/,
    remedies: ['restart'],
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
    name: 'sound',
    inject: 'true',
    undo: 'true',
    shows: 'true',
    diagnosed: null,
    points: [],
    remedies: [],
  },
  {
    name: 'sound and busy',
    inject: `systemd-run -q --unit=busy sh -c 'for n in 1 2 3 4 5 6; do find / -xdev -type f -size -9k -exec cat {} + >/dev/null 2>&1; done'; for n in $(seq 300); do curl -s http://localhost:3000/health >/dev/null; done`,
    undo: 'systemctl stop busy || true',
    shows: 'true',
    diagnosed: null,
    points: [],
    remedies: [],
  },
];
