import type { CheckView } from '../state/checkView.ts';
import { useDeskStore } from '../state/useDesk.ts';
import { formatValue } from './formatValue.ts';
import classes from './Measures.module.css';
import { Sparkline } from './Sparkline.tsx';

const measured = ['load', 'memory', 'disk'] as const;

/** Load as a line of what this window saw, memory and disk as last measured. Nothing where nothing was seen. */
export function Measures({ checks }: { readonly checks: readonly CheckView[] }) {
  return (
    <span className={classes['measures']}>
      {measured.map((kind) => (
        <Measure key={kind} kind={kind} check={checks.find((check) => check.kind === kind)} />
      ))}
    </span>
  );
}

function Measure({ kind, check }: { readonly kind: (typeof measured)[number]; readonly check: CheckView | undefined }) {
  const trend = useDeskStore((store) => (check === undefined ? undefined : store.trends[check.checkId]));
  const value = check?.observed?.last?.values[0];
  if (check === undefined || value === undefined) return <span className={classes['measure']} />;
  return (
    <span
      className={classes['measure']}
      data-kind={kind}
      data-stale={check.state === 'unobserved' || check.mutedBy !== null || undefined}
    >
      {kind === 'load' && trend !== undefined && <Sparkline values={trend.values} />}
      <span className={classes['name']}>{kind === 'memory' ? 'mem' : kind}</span>
      <span className={classes['value']}>{formatValue(value)}</span>
    </span>
  );
}
