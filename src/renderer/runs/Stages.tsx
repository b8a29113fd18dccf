import type { Run } from '#shared/run/run.ts';
import classes from './RunPanel.module.css';
import { runStages } from './runStages.ts';

const stateWords = { done: 'done', now: 'now', failed: 'failed here', later: 'to come' } as const;

/** The six steps that every remedy goes through, as a line. */
export function Stages({ run }: { readonly run: Run }) {
  return (
    <ol className={classes['stages']} aria-label="Steps of the run">
      {runStages(run).map(({ name, state }) => (
        <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span>
            {name}
            <span className="visually-hidden">, {stateWords[state]}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
