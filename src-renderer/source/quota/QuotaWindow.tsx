import type { QuotaUse } from '../../../src-preload/contract/index.ts';
import { absoluteTime, numberWords, timeWords } from '../../ui/format.ts';
import { amountWords, forecastWords, limitWords, spentMoneyWords, spreadWords } from '../../ui/quota-words.ts';
import { QuotaBar } from '../../ui/QuotaBar.tsx';
import classes from './quota.module.css';

/** One quota window: what is used, what is kept for asked refreshes, and when calls come back. */
export function QuotaWindow({ use }: { use: QuotaUse }) {
  const kept = Math.min(use.reserved, use.remaining);
  const written = (amount: number) => (use.budget && use.price !== null ? amountWords(use, amount) : numberWords(amount));
  const more = [spentMoneyWords(use), spreadWords(use), forecastWords(use)].filter((each) => each !== null);
  return (
    <div className={classes['window']} data-testid={use.budget ? 'quota-budget' : `quota-${use.per}`}>
      <div className={classes['name']}>{limitWords(use)}</div>
      <QuotaBar use={use} />
      <div className={classes['words']}>
        <strong>{written(use.used)}</strong> {use.budget ? 'spent' : 'used'} · <strong>{written(use.remaining)}</strong> left
        {kept > 0 && (
          <>
            {' '}
            · {written(kept)} of {use.budget && use.price !== null ? 'it' : 'them'} kept for when you ask
          </>
        )}
        {use.resetsAt !== null && (
          <span title={absoluteTime(use.resetsAt)}>
            {' '}
            · {use.align === 'sliding' ? 'next call given back' : 'resets'} {timeWords(use.resetsAt)}
          </span>
        )}
        {more.length > 0 && <> · {more.join(' · ')}</>}
      </div>
    </div>
  );
}
