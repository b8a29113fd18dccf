import type { LabProblem } from '#shared/lab/labFile.ts';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Settings.module.css';

type Props = { readonly problems: readonly LabProblem[]; readonly goTo: (problem: LabProblem) => void };

/** The mistakes of a text under it; each leads to its line. */
export function ProblemLines({ problems, goTo }: Props) {
  return (
    <div aria-live="polite">
      {problems.length === 0 ? (
        <StateMark state="ok">no mistakes found</StateMark>
      ) : (
        <ul className={classes['problems']} aria-label="Mistakes in this text">
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.message}`}>
              <StateMark state="warning" />{' '}
              <button type="button" className={classes['line']} onClick={() => goTo(problem)}>
                Line {problem.line}
              </button>{' '}
              <strong>{problem.message}.</strong> {problem.mend}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
