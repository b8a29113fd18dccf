import type { Severity } from '#shared/incident/incident.ts';
import classes from './SeverityLabel.module.css';

/** P1 to P4 as a filled label. */
export function SeverityLabel({ severity }: { readonly severity: Severity }) {
  return (
    <span className={classes['label']} data-severity={severity}>
      P{severity}
    </span>
  );
}
