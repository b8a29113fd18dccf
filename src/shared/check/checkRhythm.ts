import { secondMs } from '../time/instant.ts';
import type { LabSettings } from '../lab/labFile.ts';
import type { CheckDefinition, CheckKind } from './checkDefinition.ts';
import type { CheckPolicy } from './trackedCheck.ts';

/** When a check is asked, and how much evidence it takes. */
export type CheckRhythm = CheckPolicy & {
  readonly intervalMs: number;
  /** Between two results while a problem, or its end, waits for confirmation. */
  readonly recheckMs: number;
  readonly timeoutMs: number;
};

const defaultIntervalSeconds = 15;
const defaultTimeoutSeconds = 10;
const recheckSeconds = 2;
const defaultConfirm = 3;
const defaultRecover = 2;
/** A recheck may come a little early; anything nearer is the same moment seen twice. */
const spacingShare = 0.75;

/**
 * The rhythm of kinds that change slowly or cost much: seconds between results unless the check says otherwise, and
 * between rechecks.
 */
const slowKinds: Partial<
  Record<CheckKind, { readonly interval: number; readonly recheck: number; readonly timeout?: number }>
> = {
  'file-age': { interval: 60, recheck: 5 },
  journal: { interval: 30, recheck: 5 },
  json: { interval: 60, recheck: 5 },
  plugin: { interval: 60, recheck: 5, timeout: 30 },
  tls: { interval: 3600, recheck: 10 },
  'git-drift': { interval: 300, recheck: 20, timeout: 30 },
  'storage-health': { interval: 300, recheck: 10, timeout: 30 },
};

/** The rhythm of a check: its own words first, then the lab's, then what suits its kind. */
export function checkRhythm(check: CheckDefinition, settings: LabSettings): CheckRhythm {
  const slow = slowKinds[check.kind];
  const usual = Math.max(settings.interval ?? defaultIntervalSeconds, slow?.interval ?? 0);
  const interval = check.interval ?? usual;
  const recheck = Math.min(slow?.recheck ?? recheckSeconds, interval);
  return {
    intervalMs: interval * secondMs,
    recheckMs: recheck * secondMs,
    timeoutMs: (check.timeout ?? slow?.timeout ?? defaultTimeoutSeconds) * secondMs,
    confirm: check.confirm ?? settings.confirm ?? defaultConfirm,
    recover: check.recover ?? settings.recover ?? defaultRecover,
    spacingMs: Math.min(recheck, recheckSeconds) * secondMs * spacingShare,
  };
}
