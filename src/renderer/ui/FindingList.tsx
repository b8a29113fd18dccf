import type { ReactNode } from 'react';
import type { Finding } from '#shared/run/run.ts';
import { compareFindings } from '#shared/incident/suggestedActions.ts';
import classes from './FindingList.module.css';
import { Proof } from './Proof.tsx';
import { type MarkState, StateMark } from './StateMark.tsx';

const marks: Readonly<Record<Finding['severity'], MarkState>> = {
  ok: 'ok',
  info: 'info',
  warning: 'warning',
  critical: 'critical',
  unknown: 'unknown',
};

type Props = {
  readonly findings: readonly Finding[];
  readonly label?: string;
  /** What stands under a finding, such as the remedies that it suggests. */
  readonly below?: (finding: Finding) => ReactNode;
};

/** Findings, gravest first, each once and with the lines that prove it. */
export function FindingList({ findings, label = 'Findings', below }: Props) {
  const byKey = new Map(
    findings.toSorted(compareFindings).map((finding) => [`${finding.id}\n${finding.text}`, finding]),
  );
  return (
    <ul className={classes['list']} aria-label={label}>
      {[...byKey].map(([key, finding]) => (
        <li key={key}>
          <StateMark state={marks[finding.severity]} />
          <div className={classes['text']}>
            {finding.text}
            {finding.proof !== '' && isProblem(finding) && <Proof text={finding.proof} />}
            {below?.(finding)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function isProblem({ severity }: Finding): boolean {
  return severity !== 'ok' && severity !== 'info';
}
