import { randomBytes } from 'node:crypto';
import type { CommandEnd } from '#shared/run/run.ts';
import type { Clock, Stop } from '../../ports/ports.ts';
import type { CommandOptions, RemoteCommand } from '../hostSession.ts';
import { type CommandChannel, type CommandExit, HandoverLostError, type ShellTransport } from '../shellTransport.ts';
import { type CommandOutputs, createCommandOutputs } from './commandOutputs.ts';
import { type Interruption, watchInterruption } from './interruption.ts';
import { killGroup } from './killGroup.ts';
import { shStart } from './shStart.ts';
import { needsBash } from './needsBash.ts';
import { startedScript } from './startedScript.ts';

/** Milliseconds after cancel or deadline at which a kill that was not confirmed counts as failed. */
const killLimitMs = 5_000;
/** Milliseconds after which a kill that finds no channel gets the command's own place. */
const makeRoomMs = 500;
/** Milliseconds between TERM and KILL where the server signals for us. */
const signalGraceMs = 2_000;
/** Longest start line; Linux takes 128 KiB as one argument. */
const longestStart = 120_000;

/**
 * Runs exactly this shell text on a channel of its own, in a process group of its own that cancel and deadline kill.
 * `ended` never rejects and always settles. Both outputs must be read (or resumed): they hold the command back.
 */
export function startCommand(
  transport: () => Promise<ShellTransport>,
  command: string,
  options: CommandOptions,
  deps: { readonly clock: Clock },
): RemoteCommand {
  const marker = randomBytes(16).toString('hex');
  const outputs = createCommandOutputs(marker, deps.clock);
  const interruption = watchInterruption(options, deps.clock);
  const task: Task = { transport, command, options, clock: deps.clock, marker, outputs, interruption };
  const ended = run(task).finally(() => {
    interruption.stop();
    outputs.stdout.end();
    outputs.stderr.end();
  });
  return { stdout: outputs.stdout, stderr: outputs.stderr, ended };
}

type Task = {
  readonly transport: () => Promise<ShellTransport>;
  readonly command: string;
  readonly options: CommandOptions;
  readonly clock: Clock;
  readonly marker: string;
  readonly outputs: CommandOutputs;
  readonly interruption: Interruption;
};

async function run(task: Task): Promise<CommandEnd> {
  const start = startLine(task);
  if (start.kind === 'failed') return { kind: 'notStarted', text: start.text };
  const { happened } = task.interruption;
  const reached = await Promise.race([settled(task.transport), happened]);
  if (reached === 'cancelled') return { kind: 'cancelled', killed: true };
  if (reached === 'timedOut') {
    return { kind: 'notStarted', text: `No connection to the host within ${task.options.deadlineMs / 1000} s.` };
  }
  if (reached.kind === 'failed') return { kind: 'notStarted', text: reached.text };
  return runOn(task, reached.value, start.value);
}

async function runOn(task: Task, transport: ShellTransport, start: string): Promise<CommandEnd> {
  const { interruption, outputs, options } = task;
  const opening = settled(() => transport.openCommand(start, interruption.signal));
  const opened = await Promise.race([opening, interruption.happened]);
  if (opened === 'cancelled' || opened === 'timedOut') {
    // The host may have begun although it has not answered. A channel that comes late is closed.
    void opening.then((late) => late.kind === 'done' && late.value.close());
    return { kind: opened, killed: false };
  }
  if (opened.kind === 'failed') return { kind: opened.isLost ? 'connectionLost' : 'notStarted', text: opened.text };
  const channel = opened.value;
  outputs.connect(channel);
  // Without input the command reads /dev/null; the channel stays open for signals.
  if (options.stdin !== undefined) channel.stdin.end(options.stdin);
  const exit = await Promise.race([channel.exit, interruption.happened]);
  if (exit === 'cancelled' || exit === 'timedOut') {
    const killed = await kill(task, transport, channel);
    channel.close();
    await outputs.finish(after(task.clock, 0));
    return { kind: exit, killed };
  }
  await outputs.finish(interruption.happened);
  channel.close();
  return endOf(exit, task);
}

function startLine(task: Task): Settled<string> {
  const { command, options, marker } = task;
  if (`${command}${options.cwd ?? ''}`.includes('\0')) {
    return failed('The command contains a NUL character, which no shell can take.');
  }
  const line = shStart(
    startedScript(command, { cwd: options.cwd ?? null, marker, hasInput: options.stdin !== undefined }),
  );
  if (line.length > longestStart) return failed('The command is too long for one command line.');
  return { kind: 'done', value: line };
}

async function kill(task: Task, transport: ShellTransport, channel: CommandChannel): Promise<boolean> {
  const said = task.outputs.said();
  if (said?.kind !== 'started') return false;
  const limit = new AbortController();
  const stopLimit = task.clock.after(killLimitMs, () => limit.abort(new Error('The kill was not confirmed.')));
  const stopRoom = makeRoom(channel, task.clock);
  const aborted = new Promise<false>((resolve) => {
    limit.signal.addEventListener('abort', () => resolve(false), { once: true });
  });
  try {
    return await Promise.race([killGroup(transport, said, limit.signal, stopRoom), aborted]);
  } finally {
    stopLimit();
    stopRoom();
  }
}

/** A host that allows one session only has no room for the kill until the command has ended. */
function makeRoom(channel: CommandChannel, clock: Clock): Stop {
  let stop = clock.after(makeRoomMs, () => {
    if (channel.signal === undefined) return channel.close();
    channel.signal('TERM');
    stop = clock.after(signalGraceMs, () => channel.signal?.('KILL'));
  });
  return () => stop();
}

function endOf(exit: CommandExit, task: Task): CommandEnd {
  const said = task.outputs.said();
  if (exit.kind === 'lost') return { kind: 'connectionLost', text: exit.text };
  if (said === null) {
    const complaint = task.outputs.complaint();
    const why = complaint === '' ? 'Its login shell did not run it (a forced command?).' : `It said: ${complaint}`;
    return { kind: 'notStarted', text: `The host did not run the command. ${why}` };
  }
  if (said.kind === 'noSuchFolder') {
    return { kind: 'notStarted', text: `The folder ${task.options.cwd ?? ''} cannot be entered on the host.` };
  }
  if (said.kind === 'noBash') return { kind: 'notStarted', text: `${needsBash(task.command)}, and the host has none.` };
  return exit;
}

type Settled<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly text: string; readonly isLost: boolean };

const failed = (text: string, isLost = false) => ({ kind: 'failed', text, isLost }) as const;

async function settled<Value>(start: () => Promise<Value>): Promise<Settled<Value>> {
  try {
    return { kind: 'done', value: await start() };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error), error instanceof HandoverLostError);
  }
}

function after(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => void clock.after(delayMs, resolve));
}
