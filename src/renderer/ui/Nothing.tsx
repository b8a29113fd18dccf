import type { ReactNode } from 'react';
import classes from './Nothing.module.css';

/** Says plainly that there is nothing, and what would change that. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className={classes['nothing']}>{children}</p>;
}
