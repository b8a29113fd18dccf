import { useSnapshot } from '../state/useDesk.ts';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Settings.module.css';

const usualSeconds = 60;

/** The outside watchdog that misses Sitrep when this computer sleeps or dies. */
export function HeartbeatLine() {
  const heartbeat = useSnapshot((snapshot) => snapshot.lab.lab.heartbeat);
  if (heartbeat === undefined) {
    return (
      <div className={classes['stack']}>
        <StateMark state="unobserved">off: nobody notices when this computer itself is down</StateMark>
        <p className={classes['quiet']}>
          Give lab.yaml the push address of an outside watchdog (healthchecks.io, an Uptime Kuma push monitor):{' '}
          <code>{"heartbeat: { url: 'https://hc-ping.com/…', every: 60 }"}</code>
        </p>
      </div>
    );
  }
  return (
    <StateMark state="ok">
      a sign of life to {new URL(heartbeat.url).host} every {heartbeat.every ?? usualSeconds} s
    </StateMark>
  );
}
