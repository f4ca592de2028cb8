import type { QuotaUse } from '../../../src-preload/contract/index.ts';
import { absoluteTime, countWords, numberWords, timeWords } from '../../ui/format.ts';
import classes from './quota.module.css';

const PERIODS: Record<QuotaUse['per'], string> = {
  second: 'second',
  minute: 'minute',
  'quarter-hour': 'quarter hour',
  hour: 'hour',
  day: 'day',
  month: 'month',
};

/** One quota window: what is used, what is kept for asked refreshes, and when calls come back. */
export function QuotaBar({ use }: { use: QuotaUse }) {
  const share = (n: number) => `${Math.min(100, (n / use.limit) * 100)}%`;
  const kept = Math.min(use.reserved, use.remaining);
  const name = `${numberWords(use.limit)} per ${PERIODS[use.per]}${use.align === 'sliding' ? ', sliding' : ''}`;
  return (
    <div className={classes['window']} data-testid={`quota-${use.per}`}>
      <div className={classes['name']}>{name}</div>
      <div
        className={classes['track']}
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={use.limit}
        aria-valuenow={Math.min(use.used, use.limit)}
        aria-valuetext={`${use.used} of ${use.limit} used`}
      >
        <div className={classes['used']} style={{ width: share(use.used) }} />
        <div className={classes['kept']} style={{ width: share(kept) }} />
      </div>
      <div className={classes['words']}>
        <strong>{numberWords(use.used)}</strong> used · <strong>{numberWords(use.remaining)}</strong> left
        {kept > 0 && <> · {countWords(kept, 'call')} of them kept for when you ask</>}
        {use.resetsAt !== null && (
          <span title={absoluteTime(use.resetsAt)}>
            {' '}
            · {use.align === 'sliding' ? 'next call given back' : 'resets'} {timeWords(use.resetsAt)}
          </span>
        )}
      </div>
    </div>
  );
}
