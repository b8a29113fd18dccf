import type { Ports } from '../ports/ports.ts';
import type { CoreServices } from './coreServices.ts';
import type { SitrepRouter } from './createRouter.ts';

/** The running core, as a shell holds it. The shell owns the data folder before it starts one. */
export type Core = {
  readonly services: CoreServices;
  /** To be served over a transport; each window gets the same one. */
  readonly router: SitrepRouter;
  /** Ends monitoring, connections, runs and the journal, in that order; settles within a few seconds. */
  readonly close: () => Promise<void>;
};

export type CoreOptions = {
  readonly version: string;
  readonly shellKind: 'electron' | 'web';
  /** Starts the demo lab at once. */
  readonly startDemo: boolean;
};

export type CreateCore = (ports: Ports, options: CoreOptions) => Promise<Core>;
