import { useDeskStore, useSnapshot } from '../state/useDesk.ts';
import { useNow } from '../state/useNow.ts';
import { formatAgo } from '../ui/formatTime.ts';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Freshness.module.css';
import { minuteMs } from '#shared/time/instant.ts';

const staleAfterMs = 2 * minuteMs;

/** How fresh everything on screen is: when anything was last seen, or why nothing is. */
export function Freshness() {
  const link = useDeskStore((store) => store.link.kind);
  const live = useSnapshot((snapshot) => snapshot.live);
  const now = useNow();
  const seen = live.hosts.flatMap((host) => host.checks).map((check) => check.last?.observedAt ?? 0);
  const seenAt = Math.max(0, ...seen);
  return (
    <div className={classes['freshness']}>
      {link !== 'open' ? (
        <StateMark state="unobserved">not connected</StateMark>
      ) : live.observer.kind !== 'healthy' ? (
        <StateMark state="unobserved">
          this computer is {live.observer.kind === 'offline' ? 'offline' : 'waking up'}
        </StateMark>
      ) : seenAt === 0 ? (
        <StateMark state="unobserved">nothing seen yet</StateMark>
      ) : (
        <StateMark state={now - seenAt > staleAfterMs ? 'unobserved' : 'ok'}>seen {formatAgo(seenAt, now)}</StateMark>
      )}
    </div>
  );
}
