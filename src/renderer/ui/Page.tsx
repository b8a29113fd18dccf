import { type ReactNode, useEffect } from 'react';
import classes from './Page.module.css';

type Props = {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly intro?: ReactNode;
  readonly children: ReactNode;
};

/** A screen with its heading; the window's title follows. */
export function Page({ title, aside, intro, children }: Props) {
  useTitle(title);
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <h1 className={classes['title']}>{title}</h1>
        {aside !== undefined && <div className={classes['aside']}>{aside}</div>}
      </header>
      {intro !== undefined && <p className={classes['intro']}>{intro}</p>}
      {children}
    </div>
  );
}

/** Puts the screen's name into the window's title. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Sitrep' ? title : `${title} · Sitrep`;
  }, [title]);
}
