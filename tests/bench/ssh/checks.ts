import type { ProbeRequest } from '#core/ssh/hostSession.ts';

/** The twelve checks of the published cycle: what a small monitor asks a Linux host each time, in its plainest form. */
export const scripts: readonly string[] = [
  'systemctl is-active nginx',
  'systemctl is-active gitops-auditor',
  'systemctl is-active ssh',
  'df -P',
  'df -Pi',
  'cat /proc/meminfo',
  'cat /proc/loadavg',
  'curl -s -o /dev/null -w "%{http_code} %{time_total}" --max-time 5 http://127.0.0.1/',
  'ss -Hltn',
  'stat -c %Y /etc/hostname',
  'journalctl -q -n 20 --no-pager -p warning',
  'cat /proc/uptime',
];

/** The same where a script has them, one after the other in one shell, with a line between their outputs. */
export const oneScript = `${scripts.map((script) => `${script}\necho "-- $?"`).join('\n')}\n`;

export const cycleRequests: readonly ProbeRequest[] = scripts.map((script, index) => ({
  id: `check-${index + 1}`,
  script,
  deadlineMs: 30_000,
}));
