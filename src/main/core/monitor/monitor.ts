import type { CheckState } from '#shared/check/checkState.ts';
import type { HostLive, Observer } from '#shared/host/liveView.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import type { Stop } from '../ports/ports.ts';

/** Asks the checks, believes their answers only when confirmed, and reports alerts. */
export type Monitor = {
  /** The lab in force; new, changed and removed checks are told apart by id and parameters. */
  readonly applyLab: (lab: LabFile) => void;
  readonly live: () => { readonly hosts: readonly HostLive[]; readonly observer: Observer };
  /** Called at most every 200 ms, after any change of `live`. */
  readonly onLive: (listener: () => void) => Stop;
  readonly stateOf: (checkId: string) => CheckState | null;
  readonly checkNow: (hostId: string) => void;
  /**
   * A remedy of ours is about to change what these checks look at: until the returned function is called no new
   * alert comes from them, and afterwards their counters start afresh.
   */
  readonly beginChange: (checkIds: readonly string[]) => Stop;
  /** Resolves true as soon as every check was seen ok since the call, false when the window has passed. Asks them at once and fast. */
  readonly waitUntilOk: (checkIds: readonly string[], windowMs: number, signal: AbortSignal) => Promise<boolean>;
  readonly close: () => Promise<void>;
};
