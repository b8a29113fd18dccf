import type { Finding } from '#shared/run/run.ts';
import { compareFindings } from '../state/suggestedActions.ts';
import { numbered } from './numbered.ts';
import classes from './FindingList.module.css';
import { type MarkState, StateMark } from './StateMark.tsx';

const marks: Readonly<Record<Finding['severity'], MarkState>> = {
  ok: 'ok',
  info: 'unobserved',
  warning: 'warning',
  critical: 'critical',
  unknown: 'unknown',
};

/** Findings, gravest first, each with the lines that prove it. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <ul className={classes['list']} aria-label="Findings">
      {numbered(findings.toSorted(compareFindings)).map(({ index, item: finding }) => (
        <li key={index}>
          <StateMark state={marks[finding.severity]} />
          <div className={classes['text']}>
            {finding.text}
            {finding.proof !== '' && isProblem(finding) && <pre className={classes['proof']}>{finding.proof}</pre>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function isProblem({ severity }: Finding): boolean {
  return severity !== 'ok' && severity !== 'info';
}
