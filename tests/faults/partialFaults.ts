import { pause } from '#tests/support/pause.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import * as lab from '#tests/lab/lab.ts';
import type { Bystander } from './bystander.ts';
import type { Fault, Report } from './fault.ts';

const nothing = (): Promise<void> => Promise.resolve();
const done = async (work: Promise<unknown>): Promise<void> => void (await work);

/** The faults that leave part of the host working. */
export function partialFaults(): readonly Fault[] {
  const midCommand = watchOf();
  const lossy = watchOf();
  const slow = watchOf();
  return [
    {
      id: 'sshd-killed',
      name: 'sshd killed in mid-command',
      expected: 'connectionLost',
      boundMs: 5 * secondMs,
      inject: async (host, { session }) => {
        const remote = session.start('echo begun; sleep 60', { deadlineMs: 2 * minuteMs });
        await new Promise((resolve) => remote.stdout.once('data', resolve));
        remote.stderr.resume();
        void remote.ended.then((end) => midCommand.tell(end.kind, 'text' in end ? end.text : JSON.stringify(end)));
        await lab.asRoot(host, 'pkill -KILL sshd; systemctl restart ssh');
      },
      reported: midCommand.told,
      heal: nothing,
      returnsWithinMs: 30 * secondMs,
      alert: null,
    },
    {
      id: 'disk-full',
      name: 'disk full',
      expected: 'disk critical',
      boundMs: 30 * secondMs,
      inject: (host) => done(lab.asRoot(host, 'cat /dev/zero >/var/tmp/ballast 2>/dev/null; sync; true')),
      reported: diskAlert,
      heal: (host) => done(lab.asRoot(host, 'rm /var/tmp/ballast')),
      returnsWithinMs: 30 * secondMs,
      alert: 'disk',
    },
    {
      id: 'packet-loss-30',
      isPatient: true,
      name: '30 % packet loss',
      expected: 'answered',
      boundMs: minuteMs,
      inject: async (host, bystander) => {
        await lab.losePackets(host, 30);
        askUntilAnswered(bystander, lossy.tell);
      },
      reported: lossy.told,
      heal: (host) => done(lab.losePackets(host, 0)),
      returnsWithinMs: minuteMs,
      alert: null,
    },
    {
      id: 'rate-16kbit',
      isPatient: true,
      name: '16 kbit/s',
      expected: 'answered',
      boundMs: minuteMs,
      inject: async (host, bystander) => {
        await lab.limitRate(host, '16kbit');
        askUntilAnswered(bystander, slow.tell);
      },
      reported: slow.told,
      heal: (host) => done(lab.limitRate(host, 'off')),
      returnsWithinMs: minuteMs,
      alert: null,
    },
  ];
}

/** Remembers the first thing that was told. */
function watchOf(): { readonly tell: (kind: string, text: string) => void; readonly told: () => Report | null } {
  let report: Report | null = null;
  return {
    tell: (kind, text) => void (report ??= { kind, text, atMs: performance.now() }),
    told: () => report,
  };
}

/** A new connection on the bad line, and a question over it whose deadline suits the line. */
function askUntilAnswered({ openAnother }: Bystander, tell: (kind: string, text: string) => void): void {
  const session = openAnother();
  const startedAtMs = performance.now();
  const tookS = (): string => ((performance.now() - startedAtMs) / 1000).toFixed(1);
  const ask = async (connected: string): Promise<void> => {
    const [result] = await session.probe([{ id: 'one', script: 'df -P; cat /proc/meminfo', deadlineMs: 20_000 }]);
    if (result?.kind !== 'answered') return await ask(connected);
    tell(
      'answered',
      `A new connection stood after ${connected} s and its first question was answered after ${tookS()} s.`,
    );
  };
  const connect = async (): Promise<void> => {
    const state = await session.connect();
    if (state.kind === 'connected') return await ask(tookS());
    await pause(200);
    await connect();
  };
  void connect();
}

function diskAlert({ alerts }: Bystander): Report | null {
  for (const { change, atMs } of alerts) {
    if (change.kind !== 'raised' && change.kind !== 'worsened') continue;
    const { outcome, text } = change.kind === 'raised' ? change.alert : change;
    if (outcome === 'critical' && text.includes('/')) return { kind: 'disk critical', text, atMs };
  }
  return null;
}
