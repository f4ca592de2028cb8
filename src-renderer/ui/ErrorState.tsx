import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { explain } from '../bridge/explain.ts';
import classes from './states.module.css';

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
}

/** A failed call in words: what was wrong, which values, and what to do. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { message, advice, problems } = explain(error);
  return (
    <div className={classes['box']} role="alert" data-testid="error-state">
      <IconAlertTriangle className={classes['alarm']} size={28} stroke={1.6} aria-hidden />
      <h2 className={classes['title']}>{message}</h2>
      {advice !== '' && <p className={classes['text']}>{advice}</p>}
      {problems.length > 0 && (
        <ul className={classes['problems']}>
          {problems.map((problem) => (
            <li key={`${problem.path} ${problem.message}`}>
              {problem.path !== '' && <code>{problem.path}</code>} {problem.message}
            </li>
          ))}
        </ul>
      )}
      {onRetry !== undefined && (
        <div className={classes['action']}>
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
