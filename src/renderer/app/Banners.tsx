import { Link } from 'wouter';
import { paths } from '../state/paths.ts';
import { useDeskStore, useSnapshot } from '../state/useDesk.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './Banners.module.css';

/** What holds for every screen: a lost connection, our own side failing, mistakes in lab.yaml, a locked vault. */
export function Banners() {
  const link = useDeskStore((store) => store.link.kind);
  const observer = useSnapshot((snapshot) => snapshot.live.observer);
  const problems = useSnapshot((snapshot) => snapshot.lab.problems);
  const vault = useSnapshot((snapshot) => snapshot.shell.vault);
  const problem = problems[0];
  return (
    <div className={classes['banners']}>
      {link === 'lost' && (
        <p className={classes['banner']} role="alert">
          <StateMark state="unobserved" />
          <span>
            <strong>Connection to Sitrep lost.</strong> What is shown is the last that was known; it reconnects by
            itself.
          </span>
        </p>
      )}
      {observer.kind === 'offline' && (
        <output className={classes['banner']}>
          <StateMark state="unobserved" />
          <span>
            <strong>
              This computer is offline since <TimeOfDay at={observer.sinceAt} />:
            </strong>{' '}
            {observer.text}. Hosts are not seen, which says nothing about them.
          </span>
        </output>
      )}
      {problem !== undefined && (
        <output className={classes['banner']} data-state="warning">
          <StateMark state="warning" />
          <span>
            <strong>
              {problem.file} line {problem.line}: {problem.message}.
            </strong>{' '}
            {problem.mend} The last valid version stays in force.{' '}
            <Link href={paths.settings}>{problems.length > 1 ? `All ${problems.length} problems` : 'Settings'}</Link>
          </span>
        </output>
      )}
      {vault === 'locked' && (
        <output className={classes['banner']} data-state="warning">
          <StateMark state="paused" />
          <span>
            <strong>The vault is locked.</strong> Hosts that need its secrets are not seen until it is unlocked.{' '}
            <Link href={paths.settings}>Unlock it</Link>
          </span>
        </output>
      )}
    </div>
  );
}
