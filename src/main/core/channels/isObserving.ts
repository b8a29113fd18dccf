import type { HostLive, Observer } from '#shared/host/liveView.ts';
import { minuteMs } from '#shared/time/instant.ts';

const freshMs = 5 * minuteMs;

export type Seen = { readonly observer: Observer; readonly hosts: readonly HostLive[] };

/** Whether our own side is healthy and some check was answered, well or badly, within the last 5 minutes. */
export function isObserving({ observer, hosts }: Seen, now: number): boolean {
  if (observer.kind !== 'healthy') return false;
  return hosts.some(({ checks }) =>
    checks.some(({ phase, last }) => phase.kind !== 'unobserved' && last !== null && now - last.observedAt < freshMs),
  );
}
