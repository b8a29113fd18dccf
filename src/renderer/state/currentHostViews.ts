import type { LiveView } from '#shared/host/liveView.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { type HostView, hostViews } from './hostView.ts';

let newest: { readonly lab: LabFile; readonly live: LiveView; readonly views: readonly HostView[] } | null = null;

/** The views of all hosts, computed once for everything on screen that asks, from the ones before where it can be. */
export function currentHostViews(lab: LabFile, live: LiveView): readonly HostView[] {
  if (newest?.lab === lab && newest.live === live) return newest.views;
  const views = hostViews(lab, live, newest?.lab === lab ? newest.views : []);
  newest = { lab, live, views };
  return views;
}
