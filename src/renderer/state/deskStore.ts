import { createStore } from 'zustand/vanilla';
import type { Snapshot } from '#shared/rpc/contract.ts';
import type { Connection } from '../client/connection.ts';
import type { Trends } from './trends.ts';

/**
 *   connecting -> open -> lost -> open -> ...
 *        \___________________^
 */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** `hasBeenOpen` tells a core that went away from one that never let us in. */
  | { readonly kind: 'lost'; readonly hasBeenOpen: boolean; readonly attempts: number };

export type DeskStore = {
  readonly link: LinkState;
  readonly connection: Connection | null;
  /** What was last known; kept on screen, marked stale, while the connection is lost. */
  readonly snapshot: Snapshot | null;
  readonly trends: Trends;
};

/** Everything that the window knows of the core. Only `followDesk` writes it. */
export const deskStore = createStore<DeskStore>(() => ({
  link: { kind: 'connecting' },
  connection: null,
  snapshot: null,
  trends: {},
}));
