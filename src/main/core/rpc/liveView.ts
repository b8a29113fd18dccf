import type { LiveView } from '#shared/host/liveView.ts';
import type { CoreServices } from './coreServices.ts';

/** The monitor's view at this instant, as clients get it. */
export function liveView(services: Pick<CoreServices, 'monitor'>, takenAt: number): LiveView {
  const { hosts, observer } = services.monitor.live();
  return { hosts: [...hosts], observer, takenAt };
}
