import type { ReactNode } from 'react';
import classes from './states.module.css';

interface EmptyStateProps {
  title: string;
  text: string;
  action?: ReactNode;
}

/** What is shown where there is nothing yet, with the next step. */
export function EmptyState({ title, text, action }: EmptyStateProps) {
  return (
    <div className={classes['box']} data-testid="empty-state">
      <h2 className={classes['title']}>{title}</h2>
      <p className={classes['text']}>{text}</p>
      {action !== undefined && <div className={classes['action']}>{action}</div>}
    </div>
  );
}
