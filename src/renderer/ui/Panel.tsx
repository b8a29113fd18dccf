import type { ReactNode } from 'react';
import classes from './Panel.module.css';

type Props = {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Rows that bring their own padding. */
  readonly isFlush?: boolean;
};

/** A titled surface; a region of its own for those who navigate by landmarks. */
export function Panel({ title, aside, children, isFlush = false }: Props) {
  return (
    <section className={classes['panel']} aria-label={title}>
      <header className={classes['head']}>
        <h2 className={classes['title']}>{title}</h2>
        {aside !== undefined && <div className={classes['aside']}>{aside}</div>}
      </header>
      <div className={classes['body']} data-flush={isFlush || undefined}>
        {children}
      </div>
    </section>
  );
}
