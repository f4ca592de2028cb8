import { useCallback } from 'react';
import type { Savings } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { shownDays } from '../savings/savings-days.ts';
import { hrefOf } from '../shell/route.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { countWords, dayWords, numberWords, percentWords } from '../ui/format.ts';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { useNow } from '../ui/use-now.ts';
import classes from './SavingsCard.module.css';
import { TwoLines } from './TwoLines.tsx';

const DAYS = 30;
const AGAIN_MS = 60_000;

function Numbers({ savings, hasDemo }: { savings: Savings; hasDemo: boolean }) {
  const { items, total, everySeconds } = savings;
  const { calls, fixedCalls, notModified } = total;
  const saved = fixedCalls === 0 ? null : 1 - calls / fixedCalls;
  const days = shownDays(savings);
  return (
    <>
      <p className={classes['number']} data-testid="savings">
        {saved === null ? '–' : percentWords(Math.abs(saved))}
      </p>
      <p className={classes['text']}>
        {saved === null
          ? `No calls to compare yet${hasDemo ? '; the demo is left out, as it is hurried to show life' : ''}`
          : `${saved >= 0 ? 'fewer' : 'more'} calls than polling every ${numberWords(everySeconds / 60)} minutes, over ${countWords(DAYS, 'day')}`}
      </p>
      {items.length > 0 && (
        <>
          <TwoLines
            values={days.map(({ counted }) => counted?.calls ?? null)}
            others={days.map(({ counted }) => counted?.fixedCalls ?? null)}
            label={`Calls per day: ${numberWords(calls)} made, ${numberWords(fixedCalls)} by fixed polling`}
          />
          <div className={classes['days']}>
            <span>{dayWords(days[0]?.day ?? savings.from)}</span>
            <span>{dayWords(savings.to)}</span>
          </div>
        </>
      )}
      <dl className={classes['facts']}>
        <dt className={classes['made']}>Calls made</dt>
        <dd>{numberWords(calls)}</dd>
        <dt className={classes['fixed']}>By fixed polling</dt>
        <dd>{numberWords(fixedCalls)}</dd>
        <dt>Answered 'not modified'</dt>
        <dd>{numberWords(notModified)}</dd>
      </dl>
      <a className={classes['more']} href={hrefOf({ screen: 'history', part: 'savings' })}>
        By day and source
      </a>
    </>
  );
}

/** Calls made against the calls of fixed polling: two lines and one number. */
export function SavingsCard({ sourceId }: { sourceId: string | null }) {
  const round = useNow(AGAIN_MS);
  const hasDemo = useFreshet((state) => state.app?.demo.on === true);
  const load = useCallback(() => api().app.savings({ days: DAYS, ...(sourceId === null ? {} : { sourceId }) }), [sourceId]);
  const [loaded, retry] = useLoaded(load, round);
  return (
    <section className={classes['card']} aria-label="Calls saved">
      {loaded.state === 'loading' && <Loading words="Counting the calls" />}
      {loaded.state === 'failed' && <ErrorState error={loaded.error} onRetry={retry} />}
      {loaded.state === 'ready' && <Numbers savings={loaded.data} hasDemo={hasDemo} />}
    </section>
  );
}
