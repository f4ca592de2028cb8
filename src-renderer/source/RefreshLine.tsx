import type { SourceStatus } from '../../src-preload/contract/index.ts';
import classes from './source.module.css';

function words(running: NonNullable<SourceStatus['running']>): string {
  if (running.pages !== null && running.pages > 1) return `Refreshing… ${running.page} of ${running.pages} pages`;
  return running.page > 1 ? `Refreshing… ${running.page} pages so far` : 'Refreshing…';
}

/** The thin line under the head; it moves while a refresh runs, and the words say how far that is. */
export function RefreshLine({ running }: { running: SourceStatus['running'] }) {
  const known = running !== null && running.pages !== null && running.pages > 1 ? running.pages : null;
  return (
    <div>
      <div
        className={classes['progress']}
        {...(running === null
          ? { 'aria-hidden': true }
          : {
              role: 'progressbar',
              'aria-label': 'Refresh',
              'aria-valuemin': 0,
              'aria-valuemax': known ?? undefined,
              'aria-valuenow': known === null ? undefined : running.page,
            })}
      >
        {running !== null &&
          (known === null ? (
            <div className={classes['moving']} />
          ) : (
            <div className={classes['done']} style={{ width: `${(running.page / known) * 100}%` }} />
          ))}
      </div>
      <p className={classes['under']} role="status">
        {running === null ? '' : words(running)}
      </p>
    </div>
  );
}
