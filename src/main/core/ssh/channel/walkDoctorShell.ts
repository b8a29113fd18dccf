import type { DoctorStep } from '#shared/host/doctor.ts';
import type { Clock } from '../../ports/ports.ts';
import type { CommandOutput } from '../hostSession.ts';
import type { ShellTransport } from '../shellTransport.ts';
import { collectOutput } from './collectOutput.ts';
import { startCommand } from './startCommand.ts';

type Verdict = Pick<DoctorStep, 'verdict' | 'text' | 'mend'>;
type Ask = (command: string) => Promise<CommandOutput>;

/** Milliseconds one question may take. */
const questionMs = 10_000;
/** Milliseconds of clock difference from which times in journals can no longer be compared by eye. */
const skewMs = 2_000;

/**
 * The part of "Test this host" behind the authentication: shell, sudo, systemd, journal, clock. Changes nothing on the
 * host. Without a usable shell the other steps are skipped.
 */
export async function* walkDoctorShell(deps: {
  readonly transport: ShellTransport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): AsyncGenerator<DoctorStep> {
  const { transport, clock, signal } = deps;
  const ask: Ask = (command) =>
    collectOutput(startCommand(async () => transport, command, { deadlineMs: questionMs, signal }, { clock }));
  const timed = async (name: DoctorStep['name'], look: (ask: Ask) => Promise<Verdict>): Promise<DoctorStep> => {
    const startedMs = clock.monotonic();
    const verdict = await look(ask);
    return { name, ...verdict, tookMs: clock.monotonic() - startedMs };
  };
  const shell = await timed('shell', lookAtShell);
  yield shell;
  const steps = [
    ['sudo', lookAtSudo],
    ['systemd', lookAtSystemd],
    ['journal', lookAtJournal],
    ['clock', (question: Ask) => lookAtClock(question, clock)],
  ] as const;
  for (const [name, look] of steps) {
    if (shell.verdict === 'failed') {
      yield { name, verdict: 'skipped', text: 'Not looked at: there is no usable shell.', mend: null, tookMs: 0 };
    } else yield await timed(name, look);
  }
}

const ok = (text: string): Verdict => ({ verdict: 'ok', text, mend: null });

/** One line of what went wrong, for people. */
function complaint({ end, stderr }: CommandOutput): string {
  if (end.kind === 'notStarted' || end.kind === 'connectionLost') return end.text;
  if (end.kind === 'timedOut') return `No answer within ${questionMs / 1000} s.`;
  return stderr.trim().split('\n')[0] ?? '';
}

const succeeded = (output: CommandOutput): boolean => output.end.kind === 'exited' && output.end.code === 0;

const noShell =
  'Give the user a login shell; look for a ForceCommand in sshd_config, command= in authorized_keys, and an "exit" in its start-up files.';
const waitingStartUp =
  'Look at the start-up files of its shell (.bashrc, .zshenv, config.fish): what waits there or starts another shell must do so only in a terminal.';

async function lookAtShell(ask: Ask): Promise<Verdict> {
  const output = await ask('uname -sr; id -un');
  const [system, user] = output.stdout.trim().split('\n');
  if (succeeded(output) && user !== undefined)
    return ok(`Commands run as ${user} on ${system ?? 'an unknown system'}.`);
  return {
    verdict: 'failed',
    text: `The host accepts the login but runs no commands. ${complaint(output)}`.trim(),
    mend: output.end.kind === 'timedOut' ? waitingStartUp : noShell,
  };
}

async function lookAtSudo(ask: Ask): Promise<Verdict> {
  const output = await ask(
    'if [ "$(id -u)" = 0 ]; then echo root; elif ! command -v sudo >/dev/null 2>&1; then echo none; ' +
      'elif e=$(LC_ALL=C sudo -n true 2>&1); then echo all; ' +
      'elif case $e in *"have a tty"*) ;; *) false ;; esac; then echo tty; ' +
      'elif l=$(LC_ALL=C sudo -n -l 2>/dev/null); then echo some; echo "$l" | grep NOPASSWD; else echo password; fi; :',
  );
  const [kind = '', ...rules] = output.stdout.trim().split('\n');
  switch (kind) {
    case 'root':
      return ok('The login is root; sudo is not needed.');
    case 'all':
      return ok('sudo works without a password.');
    case 'some':
      if (rules.length > 0) return ok(`sudo allows without a password: ${rules.map((rule) => rule.trim()).join('; ')}`);
      return sudoAsks;
    case 'tty':
      return {
        verdict: 'warning',
        text: 'sudo refuses to run without a terminal (requiretty), which Sitrep has not.',
        mend: 'In a sudoers file on the host (visudo): Defaults:USER !requiretty',
      };
    case 'none':
      return {
        verdict: 'warning',
        text: 'There is no sudo.',
        mend: 'Remedies that need root will fail; log in as root or install sudo.',
      };
    case 'password':
      return sudoAsks;
    default:
      return { verdict: 'warning', text: `sudo could not be tried. ${complaint(output)}`, mend: null };
  }
}

const sudoAsks: Verdict = {
  verdict: 'warning',
  text: 'sudo asks for a password.',
  mend: 'Allow the remedies in a sudoers file, such as: USER ALL=(root) NOPASSWD: /usr/bin/systemctl restart gitops-auditor. Or keep the sudo password in the vault, on the page of this host.',
};

async function lookAtSystemd(ask: Ask): Promise<Verdict> {
  const output = await ask(
    'command -v systemctl >/dev/null 2>&1 || { echo missing; exit 0; }; LC_ALL=C systemctl is-system-running 2>&1; :',
  );
  const state = output.stdout.trim().split('\n').at(-1) ?? '';
  switch (state) {
    case 'running':
      return ok('systemd is running, and no unit has failed.');
    case 'degraded':
      return {
        verdict: 'warning',
        text: 'systemd is running, but units have failed.',
        mend: 'See which: systemctl --failed',
      };
    case 'starting':
    case 'initializing':
      return { verdict: 'warning', text: 'systemd is still starting.', mend: 'Try again in a minute.' };
    case 'missing':
      return {
        verdict: 'warning',
        text: 'There is no systemctl.',
        mend: 'Watch services by process, port or HTTP instead of by unit.',
      };
    default:
      return {
        verdict: 'warning',
        text: `systemd is not usable: ${state || complaint(output)}`,
        mend: 'Watch services by process, port or HTTP instead of by unit.',
      };
  }
}

async function lookAtJournal(ask: Ask): Promise<Verdict> {
  const output = await ask(
    'command -v journalctl >/dev/null 2>&1 || { echo missing; exit 0; }; ' +
      // Without rights it is silent with status 0; entries of PID 1 are seen only with them.
      'if [ -n "$(journalctl -q -n 1 -o cat _PID=1 2>/dev/null)" ]; then echo all; else echo own; fi; id -un',
  );
  const [kind, user] = output.stdout.trim().split('\n');
  if (kind === 'all') return ok('The journal of all units can be read.');
  if (kind === 'missing') {
    return {
      verdict: 'warning',
      text: 'There is no journalctl.',
      mend: 'Evidence will lack the log; name log files in the runbook.',
    };
  }
  if (kind !== 'own')
    return { verdict: 'warning', text: `The journal could not be tried. ${complaint(output)}`, mend: null };
  return {
    verdict: 'warning',
    text: `${user ?? 'The user'} cannot read the journal of other users' units.`,
    mend: `On the host: sudo usermod -aG systemd-journal ${user ?? 'USER'}`,
  };
}

/** Compares with the middle of the question, so that a slow line does not count as skew. */
async function lookAtClock(ask: Ask, clock: Clock): Promise<Verdict> {
  const beforeAt = clock.now();
  const output = await ask('date +%s');
  const roundTripMs = clock.now() - beforeAt;
  const hostAt = Number(output.stdout.trim()) * 1000 + 500;
  if (!succeeded(output) || !Number.isFinite(hostAt)) {
    return { verdict: 'warning', text: `The host's time could not be read. ${complaint(output)}`, mend: null };
  }
  const differenceMs = hostAt - (beforeAt + roundTripMs / 2);
  const doubtMs = 500 + roundTripMs / 2;
  const seconds = Math.round(Math.abs(differenceMs) / 1000);
  if (Math.abs(differenceMs) <= skewMs + doubtMs) return ok('The clocks agree.');
  return {
    verdict: 'warning',
    text: `The host's clock is ${seconds} s ${differenceMs > 0 ? 'ahead of' : 'behind'} this computer's.`,
    mend: 'Let both follow a time server: on the host, timedatectl set-ntp true',
  };
}
