import { currentHostViews } from './currentHostViews.ts';
import type { HostView } from './hostView.ts';
import { useSnapshot } from './useDesk.ts';

/** All hosts worst first, recomputed when the lab or what is seen of it changes. */
export function useHostViews(): readonly HostView[] {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const live = useSnapshot((snapshot) => snapshot.live);
  return currentHostViews(lab, live);
}
