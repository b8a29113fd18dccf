import { useSnapshot } from '../state/useDesk.ts';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Settings.module.css';

/** Every mistake in the lab folder's files: where, what, and how to mend it. */
export function LabProblems() {
  const problems = useSnapshot((snapshot) => snapshot.lab.problems);
  if (problems.length === 0) return <StateMark state="ok">valid and in force</StateMark>;
  return (
    <ul className={classes['problems']} aria-label="Problems in the lab folder">
      {problems.map((problem) => (
        <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`}>
          <StateMark state="warning">
            {problem.file}:{problem.line}:{problem.column}
          </StateMark>{' '}
          <strong>{problem.message}</strong> {problem.mend}
        </li>
      ))}
      <li className={classes['quiet']}>The last valid version stays in force.</li>
    </ul>
  );
}
