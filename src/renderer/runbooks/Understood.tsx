import type { ReactNode } from 'react';
import type { Runbook, RunbookAction, TimedList } from '#shared/runbook/runbook.ts';
import { formatSpan } from '../ui/formatSpan.ts';
import { count } from '../ui/formatValue.ts';
import { Panel } from '../ui/Panel.tsx';
import { SeverityLabel } from '../ui/SeverityLabel.tsx';
import { effectWords } from '../ui/runWords.ts';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Runbooks.module.css';

type GoTo = (line: number) => void;
type Props = {
  readonly runbook: Runbook;
  /** Shows a line of the text beside; without it lines are only named. */
  readonly goTo?: GoTo;
};

/** What was understood of a document, and with its line what was not. */
export function Understood({ runbook, goTo }: Props) {
  const diagnostics = runbook.actions.filter((action) => action.purpose === 'diagnostic');
  const remedies = runbook.actions.filter((action) => action.purpose === 'remedy');
  return (
    <>
      <Problems runbook={runbook} goTo={goTo} />
      <div className={classes['grid']}>
        <Part title="Severity levels" amount={runbook.levels.length}>
          {runbook.levels.map((level) => (
            <li key={level.line}>
              <SeverityLabel severity={level.rank} />{' '}
              <strong>{level.name === `P${level.rank}` ? '' : level.name}</strong>{' '}
              <span className={classes['quiet']}>{level.response?.text ?? 'no response time'}</span>
              <span className={classes['block']}>{level.criteria.join(' · ')}</span>
              {level.details.map(({ label, text }) => (
                <span key={label} className={classes['block']}>
                  <span className={classes['quiet']}>{label}:</span> {text}
                </span>
              ))}
            </li>
          ))}
        </Part>
        <TimedPart title="Phases" lists={runbook.phases} />
        <ActionPart title="Diagnostics" actions={diagnostics} />
        <ActionPart title="Remedies" actions={remedies} />
        <Part title="Issue patterns" amount={runbook.issuePatterns.length}>
          {runbook.issuePatterns.map((pattern) => (
            <li key={pattern.id}>
              <strong>{pattern.title}</strong>
              {pattern.points.map((point) => (
                <span key={point.id} className={classes['block']}>
                  {point.text}
                </span>
              ))}
            </li>
          ))}
        </Part>
        <Part title="Escalation" amount={runbook.escalation.length}>
          {runbook.escalation.flatMap((ladder) =>
            ladder.targets.map((target) => (
              <li key={target.line}>
                {ladder.title} {target.order}: <strong>{target.name}</strong>{' '}
                <span className={classes['quiet']}>{target.when}</span>
              </li>
            )),
          )}
        </Part>
        <Part title="Message templates" amount={runbook.templates.length}>
          {runbook.templates.map((template) => (
            <li key={template.id}>
              <strong>{template.title}</strong>
              <span className={classes['block']}>{template.subject}</span>
              <span className={classes['quiet']}>{count(template.placeholders.length, 'field')}</span>
            </li>
          ))}
        </Part>
        <TimedPart title="Follow-ups" lists={runbook.followUps} />
        <Part title="Prevention" amount={runbook.prevention.length}>
          {runbook.prevention.map((list) => (
            <li key={list.line}>
              <strong>{list.title}</strong>
              <span className={classes['block']}>{list.items.join(' · ')}</span>
            </li>
          ))}
        </Part>
        <Part title="Variables" amount={Object.keys(runbook.variables).length}>
          {Object.entries(runbook.variables).map(([name, variable]) => (
            <li key={name}>
              <code>{name}</code>
              {variable.default === undefined ? '' : ` = ${variable.default}`}{' '}
              <span className={classes['quiet']}>{variable.description}</span>
            </li>
          ))}
        </Part>
      </div>
    </>
  );
}

function Problems({ runbook, goTo }: { readonly runbook: Runbook; readonly goTo: GoTo | undefined }) {
  const { problems, notUnderstood } = runbook;
  if (problems.length === 0 && notUnderstood.length === 0) return null;
  return (
    <Panel title={problems.length > 0 ? 'Problems' : 'Not understood'}>
      <ul className={classes['list']}>
        {problems.map((problem) => (
          <li key={`${problem.line}:${problem.message}`}>
            <StateMark state={problem.severity === 'error' ? 'critical' : 'warning'}>
              <Line line={problem.line} goTo={goTo} />
            </StateMark>{' '}
            {problem.message} <span className={classes['quiet']}>{problem.mend}</span>
          </li>
        ))}
        {notUnderstood.map((part) => (
          <li key={`${part.line}:${part.text}`}>
            <StateMark state="unknown">
              <Line line={part.line} goTo={goTo} />
            </StateMark>{' '}
            not understood: {part.text}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type PartProps = { readonly title: string; readonly amount: number; readonly children: ReactNode };

function Part({ title, amount, children }: PartProps) {
  if (amount === 0) return null;
  return (
    <Panel title={title} aside={amount}>
      <ul className={classes['list']}>{children}</ul>
    </Panel>
  );
}

function TimedPart({ title, lists }: { readonly title: string; readonly lists: readonly TimedList[] }) {
  return (
    <Part title={title} amount={lists.length}>
      {lists.map((list) => (
        <li key={list.id}>
          <strong>{list.title}</strong>{' '}
          {list.isUntimed !== true && <span className={classes['quiet']}>{formatSpan(list)}</span>}
          {list.steps.map((step) => (
            <span key={step.id} className={classes['block']}>
              {step.text}
            </span>
          ))}
        </li>
      ))}
    </Part>
  );
}

function ActionPart({ title, actions }: { readonly title: string; readonly actions: readonly RunbookAction[] }) {
  return (
    <Part title={title} amount={actions.length}>
      {actions.map((action) => (
        <li key={action.id}>
          <details>
            <summary>
              <strong>{action.title}</strong>{' '}
              <span className={classes['quiet']}>
                {effectWords[action.effect]}
                {action.needsCwd ? ', needs a folder (cwd)' : ''}
                {(action.undeclared ?? []).length > 0 ? `, needs variables ${action.undeclared?.join(', ')}` : ''}
              </span>
            </summary>
            <pre className={classes['command']}>{action.steps.map((step) => step.command).join('\n')}</pre>
          </details>
        </li>
      ))}
    </Part>
  );
}

function Line({ line, goTo }: { readonly line: number; readonly goTo: GoTo | undefined }) {
  if (goTo === undefined) return <>line {line}</>;
  return (
    <button type="button" className={classes['line']} onClick={() => goTo(line)}>
      line {line}
    </button>
  );
}
