import { isOnlyManual, ruleOf } from '../../src-preload/contract/index.ts';
import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { countWords, numberWords } from '../ui/format.ts';
import { tightest } from '../ui/quota-words.ts';
import { QuotaBar } from '../ui/QuotaBar.tsx';
import classes from './CallsToday.module.css';

/** Calls made today beside those of fixed polling, and how the tightest quota window stands. */
export function CallsToday({ source }: { source: SourceStatus }) {
  const { calls, fixedCalls } = source.today;
  const quota = tightest(source.quotas);
  const day = source.quotas.find((use) => use.per === 'day');
  return (
    <div className={classes['box']}>
      <span className={classes['words']}>
        <span>
          {numberWords(calls)}
          {day !== undefined && ` of ${numberWords(day.limit)}`}
        </span>
        {(fixedCalls > 0 || !isOnlyManual(ruleOf(source.config.policy))) && (
          <span
            className={classes['fixed']}
            title={`Polling every 5 minutes would have made ${countWords(fixedCalls, 'call')} in the same time`}
          >
            fixed {numberWords(fixedCalls)}
          </span>
        )}
      </span>
      {quota !== undefined && <QuotaBar use={quota} />}
    </div>
  );
}
