import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { bytesWords, countWords, numberWords } from '../../ui/format.ts';
import classes from './quota.module.css';

/** Calls made today against those of polling every 5 minutes. */
export function CallsToday({ today }: { today: SourceStatus['today'] }) {
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
        <span>Every 5 min</span>
        <div className={classes['track']}>
          <div className={classes['fixed']} style={{ width: share(today.fixedCalls) }} />
        </div>
        <strong>{numberWords(today.fixedCalls)}</strong>
      </div>
      <p className={classes['words']}>
        {saved > 0 ? `${countWords(saved, 'call')} saved` : 'No calls saved so far'} · {numberWords(today.notModified)} not modified ·{' '}
        {countWords(today.refused, 'refusal')} · {bytesWords(today.bytes)}
      </p>
    </section>
  );
}
