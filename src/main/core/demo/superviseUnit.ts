import { type ChildProcess, spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import type { Clock, Stop } from '../ports/ports.ts';
import type { JournalFile } from './journalFile.ts';
import { endWords, unitProperties, type UnitDefinition, type UnitSituation } from './unitProperties.ts';
import { afterExit, isStartLimitHit, type ProcessEnd, resultOf, type UnitState } from './unitState.ts';

/** How systemctl ends, and what it says on its error output. */
export type JobAnswer = { readonly status: number; readonly text: string };

/** One unit with a real process, kept as systemd keeps a Type=notify service with Restart=on-failure. */
export type SupervisedUnit = {
  readonly name: string;
  readonly state: () => UnitState;
  readonly start: () => Promise<JobAnswer>;
  readonly stop: () => Promise<JobAnswer>;
  readonly restart: () => Promise<JobAnswer>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly resetFailed: () => void;
  readonly mask: (isMasked: boolean) => void;
  /** Resolves as soon as the state is one of these kinds. */
  readonly until: (...kinds: readonly UnitState['kind'][]) => Promise<UnitState>;
};

const restartDelayMs = 100;
const stopTimeoutMs = 5_000;
const done: JobAnswer = { status: 0, text: '' };

/**
 * Supervises one unit; its state is written to `unitsFolder`, where the stand-in for systemctl reads it. One long closure,
 * since each step of the state machine (drawn at `UnitState`) changes the same situation.
 */
export function superviseUnit(
  definition: UnitDefinition,
  deps: {
    readonly clock: Clock;
    readonly journal: JournalFile;
    readonly node: string;
    readonly unitsFolder: string;
    /** Told each process group, so that nothing outlives the lab. */
    readonly leash: (groupId: number) => void;
  },
): SupervisedUnit {
  const { clock, journal } = deps;
  const unit = `${definition.name}.service`;
  const listeners = new Set<(state: UnitState) => void>();
  let situation: UnitSituation = {
    state: { kind: 'inactive', result: 'success' },
    changedAt: clock.now(),
    activeAt: null,
    inactiveAt: null,
    restarts: 0,
    lastProcess: null,
    isMasked: false,
  };
  let child: ChildProcess | null = null;
  let startsMs: number[] = [];
  let stopTimer: Stop = () => undefined;

  const say = (priority: number, message: string): void =>
    journal.append({ unit, priority, source: 'systemd[1]', message });
  const publish = (): void => {
    const path = join(deps.unitsFolder, '..', `${unit}.next`);
    writeFileSync(path, unitProperties(definition, situation));
    renameSync(path, join(deps.unitsFolder, unit));
  };
  const become = (state: UnitState): void => {
    const changedAt = clock.now();
    situation = { ...situation, state, changedAt };
    if (state.kind === 'running') situation = { ...situation, activeAt: changedAt };
    if (state.kind === 'inactive' || state.kind === 'failed') situation = { ...situation, inactiveAt: changedAt };
    publish();
    for (const listener of listeners) listener(state);
  };
  const until: SupervisedUnit['until'] = (...kinds) =>
    new Promise((resolve) => {
      const look = (state: UnitState): void => {
        if (!kinds.includes(state.kind)) return;
        listeners.delete(look);
        resolve(state);
      };
      listeners.add(look);
      look(situation.state);
    });

  const launch = (): void => {
    if (isStartLimitHit(startsMs, clock.monotonic())) {
      say(4, `${unit}: Start request repeated too quickly.`);
      say(4, `${unit}: Failed with result 'start-limit-hit'.`);
      say(3, `Failed to start ${unit} - ${definition.description}.`);
      const { state } = situation;
      return become({ kind: 'failed', result: 'result' in state ? state.result : 'start-limit-hit' });
    }
    startsMs = [...startsMs, clock.monotonic()].slice(-10);
    say(6, `Starting ${unit} - ${definition.description}...`);
    const started = spawnProcess();
    const pid = started.pid ?? 0;
    child = started;
    if (pid !== 0) deps.leash(pid);
    situation = { ...situation, lastProcess: { pid, startedAt: clock.now(), end: null } };
    become({ kind: 'starting', pid });
  };

  const spawnProcess = (): ChildProcess => {
    const started = spawn(deps.node, [definition.script], {
      cwd: definition.cwd,
      env: { ...definition.environment, NOTIFY_FD: '3' },
      // The process ends with its standard input, which ends with us.
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const source = `${definition.name}[${started.pid ?? 0}]`;
    for (const output of [started.stdout, started.stderr]) {
      if (output === null) continue;
      createInterface({ input: output }).on('line', (message) =>
        journal.append({ unit, priority: message.startsWith('error') ? 3 : 6, source, message }),
      );
    }
    const notifications = started.stdio[3];
    if (notifications instanceof Object && 'resume' in notifications) listenForReady(notifications, started);
    let end: ProcessEnd = { code: 203 };
    started.once('error', (error) => say(3, `${unit}: Failed to execute: ${error.message}`));
    started.once('exit', (code, signal) => (end = signal === null ? { code: code ?? 0 } : { signal }));
    // Not before its last words were read.
    started.once('close', () => exited(started, end));
    started.stdin?.on('error', () => undefined);
    return started;
  };

  const listenForReady = (notifications: Readable, from: ChildProcess): void => {
    notifications.on('error', () => undefined);
    notifications.on('data', () => {
      if (child !== from || situation.state.kind !== 'starting') return;
      say(6, `Started ${unit} - ${definition.description}.`);
      become({ kind: 'running', pid: from.pid ?? 0 });
    });
  };

  const exited = (which: ChildProcess, end: ProcessEnd): void => {
    if (child !== which) return;
    child = null;
    stopTimer();
    const before = situation.state;
    if (situation.lastProcess !== null) situation = { ...situation, lastProcess: { ...situation.lastProcess, end } };
    if (before.kind === 'stopping') return stopped();
    const { code, status } = endWords(end);
    if (resultOf(end) !== 'success') say(5, `${unit}: Main process exited, code=${code}, status=${status}`);
    const next = afterExit(end);
    if (next.kind === 'inactive') say(6, `${unit}: Deactivated successfully.`);
    else say(4, `${unit}: Failed with result '${resultOf(end)}'.`);
    if (before.kind === 'starting') say(3, `Failed to start ${unit} - ${definition.description}.`);
    become(next);
    if (next.kind === 'restarting') restartLater();
  };

  const restartLater = (): void => {
    stopTimer = clock.after(restartDelayMs, () => {
      if (situation.state.kind !== 'restarting') return;
      situation = { ...situation, restarts: situation.restarts + 1 };
      say(6, `${unit}: Scheduled restart job, restart counter is at ${situation.restarts}.`);
      launch();
    });
  };

  const stopped = (): void => {
    say(6, `${unit}: Deactivated successfully.`);
    say(6, `Stopped ${unit} - ${definition.description}.`);
    become({ kind: 'inactive', result: 'success' });
  };

  const stop = async (): Promise<JobAnswer> => {
    const process = child;
    if (situation.state.kind === 'restarting') {
      stopTimer();
      say(6, `Stopped ${unit} - ${definition.description}.`);
      become({ kind: 'inactive', result: 'success' });
    }
    if (process === null) return done;
    if (situation.state.kind !== 'stopping') {
      say(6, `Stopping ${unit} - ${definition.description}...`);
      become({ kind: 'stopping', pid: process.pid ?? 0 });
      process.kill('SIGTERM');
      stopTimer = clock.after(stopTimeoutMs, () => process.kill('SIGKILL'));
    }
    await until('inactive', 'failed');
    return done;
  };

  const start = async (): Promise<JobAnswer> => {
    if (situation.isMasked) return { status: 1, text: `Failed to start ${unit}: Unit ${unit} is masked.\n` };
    if (situation.state.kind === 'stopping') await until('inactive', 'failed');
    if (situation.state.kind === 'running') return done;
    if (situation.state.kind !== 'starting') {
      stopTimer();
      // Kinder than systemd: a person who starts it after a row of failures need not know of reset-failed.
      startsMs = [];
      situation = { ...situation, restarts: 0 };
      launch();
    }
    const reached = await until('running', 'restarting', 'failed', 'inactive');
    return reached.kind === 'running' ? done : jobFailed(unit);
  };

  publish();
  return {
    name: definition.name,
    state: () => situation.state,
    start,
    stop,
    restart: async () => {
      await stop();
      return start();
    },
    kill: (signal) => void child?.kill(signal),
    resetFailed: () => {
      if (situation.state.kind === 'failed') become({ kind: 'inactive', result: 'success' });
    },
    mask: (isMasked) => {
      situation = { ...situation, isMasked };
      publish();
    },
    until,
  };
}

function jobFailed(unit: string): JobAnswer {
  return {
    status: 1,
    text: `Job for ${unit} failed because the control process exited with error code.\nSee "systemctl status ${unit}" and "journalctl -xeu ${unit}" for details.\n`,
  };
}
