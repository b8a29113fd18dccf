import type { StepOutput } from '../../run/stepOutput.ts';
import type { DiagnosisSubject } from '../subject.ts';
import { readProperties, readSections } from './blocks.ts';
import { type Configured, readConfigured } from './configured.ts';
import { type Account, type FileEntry, type Owners, ownersBelow, readAccount, readFiles } from './files.ts';
import { type JournalLine, readJournal } from './journalLines.ts';
import { lastRun, runsOf, wasRestarted } from './lastRun.ts';
import { type Listener, readListeners } from './listeners.ts';
import { readPrograms } from './programs.ts';
import { readWays, type Way } from './ways.ts';

/** What a diagnosis saw, taken apart once; the rules look only here. */
export type Scene = {
  readonly subject: DiagnosisSubject;
  /** What the host's own clock said, and when the outage began by that clock; null where it is not known. */
  readonly hostNow: number | null;
  readonly startedAt: number | null;
  /** How much the host's clock is ahead of the observer's; null where it is not known. */
  readonly skewMs: number | null;
  readonly has: (title: string) => boolean;
  readonly output: (title: string) => string;
  /** Why a look failed; null where it said something. */
  readonly failure: (title: string) => string | null;
  readonly unit: ReadonlyMap<string, string> | null;
  /** Whether the unit runs, and not only until it ends again; true without a unit. */
  readonly isUp: boolean;
  /** From when on words are about this outage: shortly before it, or the last start of a unit that runs. */
  readonly since: number;
  /** The host's time zone, as `+0100`. */
  readonly zone: string;
  /** The unit's journal as far as it is about this outage: its last run. */
  readonly journal: readonly JournalLine[];
  readonly listeners: readonly Listener[];
  readonly account: Account | null;
  /** Folders and files that are the service's own, by its runbook and by its unit. */
  readonly places: readonly string[];
  /** Programs that the unit starts. */
  readonly programs: readonly string[];
  /** Ways to what the unit's files name. */
  readonly ways: readonly Way[];
  /** Ways to what the unit's words name. */
  readonly namedWays: readonly Way[];
  readonly files: readonly FileEntry[];
  readonly owners: Owners;
  readonly configured: readonly Configured[];
};

const beforeMs = 10 * 60_000;
const startMs = 2_000;
/** A unit that systemd started again so shortly before may end again: it does not count as running, and what it said before counts. */
const freshMs = 120_000;

export type SceneInput = {
  readonly subject: DiagnosisSubject;
  readonly outputs: readonly { readonly title: string; readonly output: StepOutput }[];
  /** The start of the incident, and when the host was asked, both by the observer's clock. */
  readonly incidentStartedAt: number | null;
  readonly askedAt: number | null;
};

export function sceneOf({ subject, outputs, incidentStartedAt, askedAt }: SceneInput): Scene {
  const byTitle = new Map(outputs.map(({ title, output }) => [title, output]));
  const output = (title: string) => byTitle.get(title)?.stdout ?? '';
  const unit = readProperties(output('Unit state'))[0] ?? null;
  const [uptime = '', , now = ''] = output('Uptime and load').split('\n');
  const hostNow = /^\d{9,}$/.test(now) ? Number(now) * 1_000 : null;
  const skewMs = hostNow === null || askedAt === null ? null : hostNow - askedAt;
  const startedAt =
    incidentStartedAt === null ? null : incidentStartedAt + (Math.abs(skewMs ?? 0) > 30_000 ? (skewMs ?? 0) : 0);
  const said = readJournal(output('Last journal lines'));
  const hasRunMs = runTime(unit, Number(uptime.split(' ')[0]) * 1_000);
  const isSettled = !(
    Number(unit?.get('NRestarts') ?? 0) > 0 &&
    hasRunMs !== null &&
    hasRunMs < freshMs &&
    wasRestarted(said)
  );
  const files = readFiles(output('Files of the service'));
  const isRunning = unit?.get('ActiveState') === 'active' && isSettled;
  const since = sinceOf({ isRunning, hasRunMs, startedAt, hostNow });
  const told = [...output('Files of the service').matchAll(/^place (\/.*)$/gm)].map((one) => one[1] ?? '');
  return {
    subject,
    hostNow,
    startedAt,
    skewMs,
    has: (title) => byTitle.has(title),
    output,
    failure: (title) => failureOf(byTitle.get(title)),
    unit,
    isUp: isUp(unit, subject.unit) && isSettled,
    since,
    zone: /([+-]\d{4})\s*$/.exec(output('Changed packages'))?.[1] ?? '+0000',
    journal: window(said, isRunning, since),
    listeners: readListeners(output('Who listens')),
    account: accountOf(unit, output('Way to its files')),
    places: [...new Set([...subject.paths, ...told])],
    programs: readPrograms(output('Programs that it starts')).programs.map(({ path }) => path),
    ways: readWays(output('Way to its files')),
    namedWays: readWays(output('Way to what it named')),
    files,
    owners: ownersBelow(files),
    configured: readConfigured(output('What its configuration names')),
  };
}

function isUp(unit: ReadonlyMap<string, string> | null, name: string | null): boolean {
  if (unit === null) return name === null;
  const [active, sub] = [unit.get('ActiveState'), unit.get('SubState')];
  return (
    (active === 'active' && sub !== 'auto-restart') || (active === 'inactive' && (sub === 'exited' || rests(unit)))
  );
}

/** A unit that is only started for its work, by a timer, a socket or a person, and whose last work went well. */
function rests(unit: ReadonlyMap<string, string>): boolean {
  const isDone = unit.get('LoadState') === 'loaded' && unit.get('Result') === 'success';
  return isDone && (unit.get('Type') === 'oneshot' || /\.(?:timer|socket|path)\b/.test(unit.get('TriggeredBy') ?? ''));
}

/** A unit of the system without a `User=` runs as root. */
function accountOf(unit: ReadonlyMap<string, string> | null, shown: string): Account | null {
  if (unit?.get('User') === '' && unit.get('DynamicUser') !== 'yes') return { name: 'root', groups: ['root'] };
  return readAccount(shown);
}

function failureOf(output: StepOutput | undefined): string | null {
  if (output === undefined) return 'it was not asked';
  const { end, stdout, stderr } = output;
  const missing = /(?:^|[\s:])([\w.-]+): (?:command )?not found/.exec(stderr)?.[1];
  if (stdout.trim() === '' && missing !== undefined) return `the host has no ${missing}`;
  if (end.kind === 'exited' && end.code === 127) return 'the host has no such command';
  if (end.kind === 'exited')
    return stdout.trim() === '' && stderr.trim() !== '' ? (stderr.trim().split('\n').at(-1) ?? null) : null;
  return end.kind === 'timedOut' ? 'it took too long' : 'the host did not answer it';
}

/** For how long the unit has been running; null where it does not, or where that is not known. */
function runTime(unit: ReadonlyMap<string, string> | null, upMs: number): number | null {
  const enteredMs = Number(unit?.get('ActiveEnterTimestampMonotonic') ?? 0) / 1_000;
  return unit?.get('ActiveState') === 'active' && upMs > 0 && enteredMs > 0 ? upMs - enteredMs : null;
}

/** Shortly before the start; of a unit that runs, when it was started. */
function sinceOf(about: {
  readonly isRunning: boolean;
  readonly hasRunMs: number | null;
  readonly startedAt: number | null;
  readonly hostNow: number | null;
}): number {
  const { isRunning, hasRunMs, startedAt, hostNow } = about;
  const runsSince = isRunning && hostNow !== null && hasRunMs !== null ? hostNow - hasRunMs - startMs : 0;
  return Math.max(startedAt === null ? 0 : startedAt - beforeMs, runsSince);
}

/** The lines since then, of its last run. */
function window(lines: readonly JournalLine[], isRunning: boolean, since: number): readonly JournalLine[] {
  const near = lines.filter(({ at }) => Number.isNaN(at) || at >= since);
  return isRunning ? (runsOf(near).at(-1) ?? near) : lastRun(near);
}

/** Sections of an output by their `== ` lines. */
export const sectionsOf = (scene: Scene, title: string) => readSections(scene.output(title));
