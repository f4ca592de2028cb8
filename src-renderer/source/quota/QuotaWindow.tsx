import type { QuotaUse } from '../../../src-preload/contract/index.ts';
import { absoluteTime, countWords, numberWords, timeWords } from '../../ui/format.ts';
import { quotaName } from '../../ui/quota-words.ts';
import { QuotaBar } from '../../ui/QuotaBar.tsx';
import classes from './quota.module.css';

/** One quota window: what is used, what is kept for asked refreshes, and when calls come back. */
export function QuotaWindow({ use }: { use: QuotaUse }) {
  const kept = Math.min(use.reserved, use.remaining);
  return (
    <div className={classes['window']} data-testid={`quota-${use.per}`}>
      <div className={classes['name']}>
        {countWords(use.limit, 'call')} {quotaName(use)}
      </div>
      <QuotaBar use={use} />
      <div className={classes['words']}>
        <strong>{numberWords(use.used)}</strong> used · <strong>{numberWords(use.remaining)}</strong> left
        {kept > 0 && <> · {numberWords(kept)} of them kept for when you ask</>}
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
