import { isOnlyManual, ruleOf } from '../../../src-preload/contract/index.ts';
import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { bytesWords, countWords, numberWords, unitsWords } from '../../ui/format.ts';
import classes from './quota.module.css';

/** Calls made today against those of polling every 5 minutes, where anything would poll the source. */
export function CallsToday({ source: { today, config } }: { source: SourceStatus }) {
  const isCompared = today.fixedCalls > 0 || !isOnlyManual(ruleOf(config.policy));
  const most = Math.max(1, today.calls, today.fixedCalls);
  const share = (n: number) => `${(n / most) * 100}%`;
  const saved = today.fixedCalls - today.calls;
  return (
    <section className={classes['today']} aria-label="Calls today">
      <h2 className={classes['heading']}>Today</h2>
      <div className={classes['pair']}>
        <span>Freshet</span>
        <div className={classes['track']}>
          <div className={classes['used']} style={{ width: share(today.calls) }} />
        </div>
        <strong data-testid="calls-today">{numberWords(today.calls)}</strong>
        {isCompared && (
          <>
            <span>Every 5 min</span>
            <div className={classes['track']}>
              <div className={classes['fixed']} style={{ width: share(today.fixedCalls) }} />
            </div>
            <strong>{numberWords(today.fixedCalls)}</strong>
          </>
        )}
      </div>
      <p className={classes['words']}>
        {isCompared && <>{saved > 0 ? `${countWords(saved, 'call')} saved` : 'No calls saved so far'} · </>}
        {today.cost !== today.calls && <>{unitsWords(today.cost)} units spent · </>}
        {numberWords(today.notModified)} not modified · {countWords(today.refused, 'refusal')} by the quota · {bytesWords(today.bytes)}
      </p>
    </section>
  );
}
