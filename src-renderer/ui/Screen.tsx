import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import classes from './Screen.module.css';

interface ScreenProps {
  title: string;
  /** To the right of the title. */
  actions?: ReactNode;
  /** The body takes the height that is left and scrolls inside itself. */
  fill?: boolean;
  children: ReactNode;
}

export function Screen({ title, actions, fill = false, children }: ScreenProps) {
  return (
    <section className={cx(classes['screen'], fill && classes['fill'])} aria-label={title}>
      <header className={classes['head']}>
        <h1 className={classes['title']}>{title}</h1>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
