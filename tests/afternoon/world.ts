import type { LabHost } from '#tests/lab/lab.ts';
import type { LabDraft } from './afternoonLab.ts';
import type { Observer } from './observer.ts';
import type { ObserverNetwork } from './observerNetwork.ts';

/** Everything that a fault can get its hands on. */
export type World = {
  /** Hosts are counted from 1. */
  readonly host: (number: number) => LabHost;
  /** Runs a shell line as root on that host, without SSH. */
  readonly root: (number: number, line: string) => Promise<string>;
  readonly observer: Observer;
  readonly network: ObserverNetwork;
  /** Rewrites `lab.yaml` and waits until it is in force. */
  readonly editLab: (edit: (lab: LabDraft) => LabDraft) => Promise<void>;
};
