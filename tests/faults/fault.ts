import type { LabHost } from '#tests/lab/lab.ts';
import type { Bystander } from './bystander.ts';

/** What was reported about a fault, and when it was first seen, in the words that a person gets. */
export type Report = { readonly kind: string; readonly text: string; readonly atMs: number };

/** Something that happens to a host, and what Sitrep has to say about it. */
export type Fault = {
  readonly id: string;
  readonly name: string;
  /** The kinds that are right: of a connection's failure, of a command's end, or `connected`. */
  readonly expected: string;
  /** The line is bad and not dead: keepalive and time to connect are as usual, not the short ones of the other faults. */
  readonly isPatient?: boolean;
  /** Milliseconds from the fault within which it must have been reported. */
  readonly boundMs: number;
  readonly inject: (host: LabHost, bystander: Bystander) => Promise<void>;
  /** What it comes to; null while it has not been reported. `sinceMs` is when the fault began. */
  readonly reported: (bystander: Bystander, sinceMs: number) => Report | null;
  readonly heal: (host: LabHost) => Promise<void>;
  /** Milliseconds within which all is well again by itself after `heal`; null where a person must act first. */
  readonly returnsWithinMs: number | null;
  /** What the monitor must have raised: an id of a check; null where it must have raised nothing. */
  readonly alert: 'reachable' | 'disk' | null;
};

/** The first failure of one of these kinds since the fault. */
export const failedAs =
  (...kinds: readonly string[]) =>
  ({ states }: Bystander, sinceMs: number): Report | null => {
    for (const { state, atMs } of states) {
      if (atMs < sinceMs || state.kind !== 'failed' || !kinds.includes(state.failure.kind)) continue;
      return { kind: state.failure.kind, text: state.failure.text, atMs };
    }
    return null;
  };
