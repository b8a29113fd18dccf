import { execFileSync } from 'node:child_process';
import { createMonitor } from '#core/monitor/createMonitor.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { openDesk } from '#tests/core/ssh/desk.ts';
import { lab, service } from './monitorBench.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';

const mode = (process.argv[2] ?? 'dbus') as 'dbus' | 'journal' | 'off';
const rounds = Number(process.argv[3] ?? 10);
const root = (line: string): string => execFileSync('tests/lab/lab.sh', ['root', '1', 'sh', '-c', line], { encoding: 'utf8' });
const desk = await openDesk();
await desk.configure(`Host lab1\n HostName 10.219.0.11\n User ops\n IdentityFile ${process.env['LAB']}/id_ed25519\n IdentitiesOnly yes`);
const clock = systemClock();
let wake = (_: AlertChange): void => undefined;
const log = (message: string, fields?: object): void => console.log(Math.round(performance.now()), message, JSON.stringify(fields ?? {}));
const monitor = createMonitor({
  sessions: desk.sessions, clock, logger: { debug: log, info: log, warn: log, error: log },
  power: { onSuspend: () => () => undefined, onResume: () => () => undefined, onNetworkChange: () => () => undefined },
  gateway: () => Promise.resolve({ kind: 'healthy' }), variablesOf: () => ({}),
  report: (change) => wake(change), openAlerts: () => [], newId: () => crypto.randomUUID(), push: mode,
});
root(`cat > /run/systemd/system/victim.service <<'U'
[Service]
ExecStart=/bin/sleep 100000
U
systemctl daemon-reload; systemctl reset-failed victim; systemctl start victim`);
const reachable = { id: 'up', kind: 'reachable' } as const;
const checks = [{ id: 'victim', kind: 'systemd-unit', unit: 'victim' }, { id: 'web', kind: 'http', url: 'http://127.0.0.1:8080/' }, { id: 'disk', kind: 'disk', path: '/' }, { id: 'j', kind: 'journal', pattern: 'zzz' }] as const;
monitor.applyLab(lab([{ ...desk.host('lab1'), checks: [reachable] }], [service('v', 'lab1', checks)]));
const sleep = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms));
await sleep(3000);
console.log(JSON.stringify(monitor.live(), null, 1).slice(0, 3000));
const times: number[] = [];
for (let i = 0; i < rounds; i += 1) {
  const said = new Promise<AlertChange>((resolve) => (wake = (c) => c.kind === 'raised' && resolve(c)));
  const pid = Number(root('systemctl show -p MainPID --value victim').trim());
  const host = root('true'); void host;
  const started = performance.now();
  root(`kill -9 ${pid}`);
  const killed = performance.now();
  const change = await said;
  times.push(performance.now() - killed);
  if (i === 0) console.log('kill took', killed - started, JSON.stringify(change));
  // fresh counters, so that the rounds do not count as flapping
  const end = monitor.beginChange(['victim']);
  root('systemctl reset-failed victim; systemctl start victim');
  await monitor.waitUntilOk(['victim'], 20_000, new AbortController().signal);
  while (monitor.stateOf('victim')?.phase.kind !== 'ok') await sleep(100);
  end();
  await sleep(1500);
}
times.sort((a, b) => a - b);
console.log(mode, 'median', times[Math.floor(times.length / 2)], 'worst', times.at(-1), times.map(Math.round).join(' '));
await monitor.close();
await desk.sessions.close();
process.exit(0);
