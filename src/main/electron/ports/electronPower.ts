import type { Clock, PowerEvents, Stop } from '#core/ports/ports.ts';
import { watchNetwork } from '#core/ports/watchNetwork.ts';

export type PowerMonitor = {
  on(event: 'suspend', listener: () => void): unknown;
  on(event: 'resume', listener: () => void): unknown;
  off(event: 'suspend', listener: () => void): unknown;
  off(event: 'resume', listener: () => void): unknown;
};

/** Suspend and resume as Electron tells them, and changes of the network as this computer shows them. */
export function electronPower(monitor: PowerMonitor, clock: Clock): PowerEvents {
  return {
    onSuspend: (listener): Stop => {
      monitor.on('suspend', listener);
      return () => monitor.off('suspend', listener);
    },
    onResume: (listener): Stop => {
      monitor.on('resume', listener);
      return () => monitor.off('resume', listener);
    },
    onNetworkChange: (listener) => watchNetwork(clock, listener),
  };
}
