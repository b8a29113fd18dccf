import type { DemoBreakage, DemoView } from '#shared/rpc/contract.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { Stop } from '../ports/ports.ts';
import type { DemoLab } from './demoLab.ts';

/** The demo lab as the rest of the core sees it: off until somebody asks, then the same one until Sitrep ends. */
export type DemoControl = {
  readonly view: () => DemoView;
  readonly running: () => DemoLab | null;
  /** Does nothing while it runs; calls that come together start one. */
  readonly start: () => Promise<void>;
  /** Throws `RequestError` CONFLICT while it does not run. */
  readonly break: (how: DemoBreakage) => Promise<void>;
  readonly onStarted: (listener: () => void) => Stop;
  readonly close: () => Promise<void>;
};

export function createDemoControl(startLab: () => Promise<DemoLab>): DemoControl {
  const listeners = new Set<() => void>();
  let lab: DemoLab | null = null;
  let starting: Promise<void> | null = null;

  const begin = async (): Promise<void> => {
    try {
      lab = await startLab();
    } catch (cause) {
      starting = null;
      const text = cause instanceof Error ? cause.message : String(cause);
      throw new RequestError(
        'UNAVAILABLE',
        `The demo lab did not start: ${text}`,
        'It needs a POSIX sh and free loopback ports.',
        { cause },
      );
    }
    for (const listener of listeners) listener();
  };

  return {
    view: () =>
      lab === null
        ? { kind: 'off' }
        : { kind: 'on', hostIds: lab.hosts.map((host) => host.id), serviceId: lab.service.id },
    running: () => lab,
    start: () => (starting ??= begin()),
    break: async (how) => {
      if (lab === null) throw new RequestError('CONFLICT', 'The demo lab does not run', 'Start it first.');
      await lab.break(how);
    },
    onStarted: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      // One that is just starting has servers and processes too.
      await starting?.catch(() => undefined);
      await lab?.close();
    },
  };
}
