/** One thing that goes wrong: how to bring it about and take it back as root on the host, and what is right. */
export type Cause = {
  readonly name: string;
  /** The service that the incident is about; the auditor where none is named. */
  readonly service?: string;
  readonly inject: string;
  readonly undo: string;
  /** Holds on the host once the cause shows; waited for, since services restart and give up in their own time. */
  readonly shows: string;
  /** What the first finding must say; null for a sound host, where nothing must be named as wrong. */
  readonly diagnosed: RegExp | null;
  /** The points of the runbook's issue patterns that must be decided with yes; none of them where the host is sound. */
  readonly points?: readonly string[];
  /** Any of these is the fitting remedy; it must be the first suggestion. `none` where none of the runbook fits. */
  readonly remedies: readonly string[];
};

const root = '/opt/gitops-auditor';
const configuration = `${root}/config.json`;
const restart = 'systemctl reset-failed gitops-auditor; systemctl restart gitops-auditor';
const restartAnyway = `${restart} || true`;
const isDown = '[ "$(systemctl is-active gitops-auditor)" != active ]';
const isDegraded = "curl -s -o /dev/null -w '%{http_code}' http://localhost:3000/health | grep -q 503";
const keep = `cp -p ${configuration} /root/config.kept`;
const putBack = `cp -p /root/config.kept ${configuration}; ${restart}`;
const dropIns = '/etc/systemd/system/gitops-auditor.service.d';
const dropIn = (lines: string) =>
  `mkdir -p ${dropIns}; printf '${lines}' > ${dropIns}/local.conf; systemctl daemon-reload; ${restartAnyway}`;
const withoutDropIn = `rm -rf ${dropIns}; systemctl daemon-reload; ${restart}`;

/** The causes that issue D names. */
export const causes: readonly Cause[] = [
  {
    name: 'bad config line',
    inject: `${keep}; sed -i 's/"port": 3000,/"port": 3000;/' ${configuration}; ${restartAnyway}`,
    undo: putBack,
    shows: isDown,
    diagnosed: /config\.json, line 3/,
    points: ['Check configuration files for syntax errors'],
    remedies: ['restore-backup'],
  },
  {
    name: 'wrong owner',
    inject: `${keep}; chown root:root ${configuration}; chmod 600 ${configuration}; ${restartAnyway}`,
    undo: putBack,
    shows: isDown,
    diagnosed: /config\.json has the wrong owner: root:root/,
    points: ['Verify file permissions'],
    remedies: ['repair-permissions'],
  },
  {
    name: 'wrong mode',
    inject: `chmod 000 ${root}/server.py; ${restartAnyway}`,
    undo: `chmod 644 ${root}/server.py; ${restart}`,
    shows: isDown,
    diagnosed: /server\.py has the wrong mode/,
    points: ['Verify file permissions'],
    remedies: ['repair-permissions'],
  },
  {
    name: 'port taken',
    inject: `systemctl stop gitops-auditor; systemd-run -q --unit=intruder python3 -m http.server 3000; sleep 1; ${restartAnyway}`,
    undo: `systemctl stop intruder; ${restart}`,
    shows: isDown,
    diagnosed: /Port 3000 is held by python3 \(PID \d+, unit intruder\.service\)/,
    points: ['Check port availability'],
    remedies: ['free-port'],
  },
  {
    name: 'missing dependency unit',
    inject: dropIn(String.raw`[Unit]\nRequires=gitops-database.service\nAfter=gitops-database.service\n`).replace(
      'systemctl restart',
      'systemctl stop gitops-auditor; systemctl start',
    ),
    undo: withoutDropIn,
    shows: isDown,
    diagnosed: /needs gitops-database\.service, which does not exist/,
    points: ['Review dependency services'],
    remedies: ['set-aside-drop-ins'],
  },
  {
    name: 'full disk',
    inject: `fallocate -l "$(df --output=avail -B1 / | tail -n 1)" ${root}/repos/huge.pack || dd if=/dev/zero of=${root}/repos/huge.pack bs=1M 2>/dev/null; dd if=/dev/zero of=${root}/repos/rest bs=4k 2>/dev/null; true`,
    undo: `rm -f ${root}/repos/huge.pack ${root}/repos/rest; ${restart}`,
    shows: isDegraded,
    diagnosed: /disk \/ (?:9[5-9]|100) %, most of it by \/opt\/gitops-auditor\/repos/,
    points: ['Check database/storage performance'],
    remedies: ['clear-temporary-data', 'prune-repositories'],
  },
  {
    name: 'full inodes',
    inject: `python3 -c 'import os
os.makedirs("${root}/repos/cache.git", exist_ok=True)
try:
    for n in range(200000): open(f"${root}/repos/cache.git/{n}", "x").close()
except OSError: pass'`,
    undo: `rm -rf ${root}/repos/cache.git; ${restart}`,
    shows: isDegraded,
    diagnosed: /inodes \/ (?:9[5-9]|100) %, most of it by \/opt\/gitops-auditor\/repos/,
    points: ['Check database/storage performance'],
    remedies: ['clear-temporary-data', 'prune-repositories'],
  },
  {
    name: 'memory pressure',
    inject: `${keep}; sed -i 's/"port": 3000,/"port": 3000, "leak_mb": 300,/' ${configuration}; ${restart}; sleep 3; awk '/^MemAvailable:/ { $2 = 400000 } { print $1, $2, $3 }' /proc/meminfo > /root/meminfo; mount --bind /root/meminfo /proc/meminfo`,
    undo: `umount /proc/meminfo; ${putBack}`,
    shows: 'true',
    diagnosed: /Memory pressure: memory 9\d %.*python3.*gitops-auditor/,
    points: ['Monitor CPU and memory usage'],
    remedies: ['restart'],
  },
  {
    name: 'restart loop',
    inject:
      dropIn(
        String.raw`[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=\nExecStart=/bin/sh -c "sleep 0.3; exit 3"\nRestart=always\nRestartSec=300ms\n`,
      ) + '; sleep 4',
    undo: withoutDropIn,
    shows: '[ "$(systemctl show -p NRestarts --value gitops-auditor)" -ge 3 ]',
    diagnosed: /Restart loop|restarting again and again|Likely cause: .*gitops-auditor\.service\.d\/local\.conf/,
    points: ['Review recent configuration changes'],
    remedies: ['set-aside-drop-ins'],
  },
  {
    name: 'expired certificate',
    inject: `${keep}; cp /root/expired.crt /etc/nginx/store.crt; nginx -s reload; sed -i 's,http://store.internal:9100,https://store.internal:8443,' ${configuration}; ${restart}`,
    undo: `cp /root/valid.crt /etc/nginx/store.crt; nginx -s reload; ${putBack}`,
    shows: isDegraded,
    diagnosed: /certificate .*expired/i,
    points: ['Test external API connectivity'],
    remedies: ['renew-certificate'],
  },
  {
    name: 'DNS broken',
    inject: `cp /etc/hosts /root/hosts.kept; sed -i '/store.internal/d' /etc/hosts; echo 'nameserver 127.0.0.9' > /etc/resolv.conf; ${restart}`,
    undo: `cat /root/hosts.kept > /etc/hosts; : > /etc/resolv.conf; ${restart}`,
    shows: isDegraded,
    diagnosed: /name is not resolved: store\.internal/,
    points: ['Validate network connectivity'],
    remedies: ['restart-resolver'],
  },
  {
    name: 'upstream down',
    inject: `${keep}; sed -i 's,http://store.internal:9100/repositories,http://127.0.0.1:8080/health,' ${configuration}; systemctl stop gitops-dashboard; ${restart}`,
    undo: `systemctl start gitops-dashboard; ${putBack}`,
    shows: isDegraded,
    diagnosed: /Connection refused by .*8080.*gitops-dashboard/,
    points: ['Test external API connectivity'],
    remedies: ['restart-dashboard'],
  },
  {
    name: '401',
    inject: `${keep}; sed -i 's/"good"/"revoked"/' ${configuration}; ${restart}`,
    undo: putBack,
    shows: isDegraded,
    diagnosed: /refuses the credentials \(401\)/,
    points: ['Verify authentication credentials'],
    remedies: ['restore-backup'],
  },
  {
    name: '429',
    inject: `echo 429 > /run/store-status; ${restart}`,
    undo: `rm /run/store-status; ${restart}`,
    shows: isDegraded,
    diagnosed: /limits the rate of requests \(429\)/,
    points: ['Check rate limiting status'],
    remedies: ['pause-audits'],
  },
  {
    name: 'corrupt JSON',
    inject: `cp -p ${root}/audit-history/latest.json /root/latest.kept; printf '{"audits": 17, "rep' > ${root}/audit-history/latest.json; ${restartAnyway}`,
    undo: `cp -p /root/latest.kept ${root}/audit-history/latest.json; ${restart}`,
    shows: isDown,
    diagnosed: /latest\.json/,
    points: ['Check configuration files for syntax errors'],
    remedies: ['set-aside-history'],
  },
  {
    name: 'bad commit deployed',
    inject: `cd ${root}; sed -i 's/^read_history()$/reed_history()/' server.py; chown gitops:gitops server.py; sudo -u gitops git -c user.name=ops -c user.email=ops@lab -C ${root} commit -q -am 'Read the history faster'; ${restartAnyway}`,
    undo: `sudo -u gitops git -C ${root} reset -q --hard HEAD~1; ${restart}`,
    shows: isDown,
    diagnosed: /NameError in .*server\.py, line \d+.*came with [0-9a-f]{7} "Read the history faster"/,
    points: ['Review recent configuration changes'],
    remedies: ['roll-back'],
  },
  {
    name: 'read-only mount',
    inject: `mount --bind ${root} ${root}; mount -o remount,bind,ro ${root}; ${restart}`,
    undo: `umount -l ${root}; ${restart}`,
    shows: isDegraded,
    diagnosed: /mounted read-only/,
    points: ['Check database/storage performance'],
    remedies: ['remount'],
  },
  {
    name: 'deleted file',
    inject: `${keep}; rm ${configuration}; ${restartAnyway}`,
    undo: putBack,
    shows: isDown,
    diagnosed: /Missing: .*config\.json/,
    points: ['Check configuration files for syntax errors'],
    remedies: ['restore-backup'],
  },
  {
    name: 'too many open files',
    inject: `${keep}; sed -i 's/"port": 3000,/"port": 3000, "leak_files": true,/' ${configuration}; ${restart}`,
    undo: putBack,
    shows: "journalctl -q -n 20 -u gitops-auditor | grep -q 'open files'",
    diagnosed: /too many files open|allowed files open/,
    points: ['Monitor CPU and memory usage'],
    remedies: ['restart'],
  },
  {
    name: 'failing timer',
    inject: `mv ${root}/repos ${root}/repos.away; systemctl start gitops-audit.service || true`,
    undo: `mv ${root}/repos.away ${root}/repos; systemctl reset-failed gitops-audit.service`,
    shows: 'systemctl is-failed -q gitops-audit.service',
    diagnosed: /gitops-audit\.service, which gitops-audit\.timer starts, failed/,
    points: ['Review dependency services'],
    remedies: ['run-audit'],
  },
];
