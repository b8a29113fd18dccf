import type { StepOutput } from '../../run/stepOutput.ts';
import type { DiagnosisSubject } from '../subject.ts';
import { readProperties, readSections } from './blocks.ts';
import { type Account, type FileEntry, readAccount, readFiles, readWays, type Way } from './files.ts';
import { type JournalLine, readJournal } from './journalLines.ts';
import { type Listener, readListeners } from './listeners.ts';

/** What a diagnosis saw, taken apart once; the rules look only here. */
export type Scene = {
  readonly subject: DiagnosisSubject;
  /** What the host's own clock said, and when the outage began by that clock; null where it is not known. */
  readonly hostNow: number | null;
  readonly startedAt: number | null;
  readonly has: (title: string) => boolean;
  readonly output: (title: string) => string;
  /** Why a look failed; null where it said something. */
  readonly failure: (title: string) => string | null;
  readonly unit: ReadonlyMap<string, string> | null;
  /** The unit's journal as far as it is about this outage. */
  readonly journal: readonly JournalLine[];
  readonly listeners: readonly Listener[];
  readonly account: Account | null;
  readonly ways: readonly Way[];
  readonly files: readonly FileEntry[];
};

const beforeMs = 10 * 60_000;
const startMs = 2_000;

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
  const skewMs = hostNow === null || askedAt === null ? 0 : hostNow - askedAt;
  const startedAt = incidentStartedAt === null ? null : incidentStartedAt + (Math.abs(skewMs) > 30_000 ? skewMs : 0);
  const upMs = Number(uptime.split(' ')[0]) * 1_000;
  return {
    subject,
    hostNow,
    startedAt,
    has: (title) => byTitle.has(title),
    output,
    failure: (title) => failureOf(byTitle.get(title)),
    unit,
    journal: window(readJournal(output('Last journal lines')), unit, startedAt, hostNow, upMs),
    listeners: readListeners(output('Who listens')),
    account: readAccount(output('Way to its files')),
    ways: readWays(output('Way to its files')),
    files: readFiles(output('Files of the service')),
  };
}

function failureOf(output: StepOutput | undefined): string | null {
  if (output === undefined) return 'it was not asked';
  if (output.end.kind === 'exited' && output.end.code !== 127)
    return output.stdout.trim() === '' && output.stderr.trim() !== ''
      ? (output.stderr.trim().split('\n').at(-1) ?? null)
      : null;
  if (output.end.kind === 'exited') return 'the host has no such command';
  return output.end.kind === 'timedOut' ? 'it took too long' : 'the host did not answer it';
}

/** Lines from shortly before the start on; of a unit that runs, only what it said since it was started. */
function window(
  lines: readonly JournalLine[],
  unit: ReadonlyMap<string, string> | null,
  startedAt: number | null,
  hostNow: number | null,
  upMs: number,
): readonly JournalLine[] {
  const enteredMs = Number(unit?.get('ActiveEnterTimestampMonotonic') ?? 0) / 1_000;
  const isUp = unit?.get('ActiveState') === 'active';
  const runsSince =
    isUp && hostNow !== null && upMs > 0 && enteredMs > 0 ? hostNow - (upMs - enteredMs) - startMs : null;
  const from = Math.max(startedAt === null ? 0 : startedAt - beforeMs, runsSince ?? 0);
  return lines.filter(({ at }) => Number.isNaN(at) || at >= from);
}

/** Sections of an output by their `== ` lines. */
export const sectionsOf = (scene: Scene, title: string) => readSections(scene.output(title));
