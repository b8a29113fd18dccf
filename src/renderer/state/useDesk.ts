import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Snapshot } from '#shared/rpc/contract.ts';
import { deskStore, type DeskStore } from './deskStore.ts';

/** Part of the store, live. The selector must return stored values, not new objects. */
export function useDeskStore<T>(select: (store: DeskStore) => T): T {
  return useStore(deskStore, select);
}

/** The first snapshot that there was; screens are shown only when there is one. */
export const FirstSnapshot = createContext<Snapshot | null>(null);

/** Part of the newest snapshot, live. Only below the screens' root, which waits for the first one. */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T): T {
  const first = useContext(FirstSnapshot);
  return useStore(deskStore, (store) => {
    const snapshot = store.snapshot ?? first;
    if (snapshot === null) throw new Error('A screen was shown before the first snapshot');
    return select(snapshot);
  });
}
