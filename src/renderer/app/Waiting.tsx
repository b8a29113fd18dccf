import { useDeskStore } from '../state/useDesk.ts';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Waiting.module.css';

/** Shown until the core has said something for the first time. */
export function Waiting() {
  const link = useDeskStore((store) => store.link);
  return (
    <main className={classes['waiting']}>
      <h1>Sitrep</h1>
      {link.kind === 'lost' ? (
        <div role="alert">
          <StateMark state="unobserved">Sitrep does not answer this window</StateMark>
          <p>
            It may have ended, or this window was not let in: the address that Sitrep prints when it starts works once.
            Open the newest one, or start Sitrep again. This page keeps trying.
          </p>
        </div>
      ) : (
        <output>Connecting…</output>
      )}
    </main>
  );
}
