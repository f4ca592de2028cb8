import { useCallback } from 'react';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { countWords, dayWords, numberWords, percentWords } from '../ui/format.ts';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { useNow } from '../ui/use-now.ts';
import classes from './SavingsCard.module.css';
import { TwoLines } from './TwoLines.tsx';

const DAYS = 30;
const AGAIN_MS = 60_000;

type Savings = Awaited<ReturnType<ReturnType<typeof api>['app']['savings']>>;

function Numbers({ items, total, everySeconds, hasDemo }: Savings & { hasDemo: boolean }) {
  const { calls, fixedCalls, notModified } = total;
  const saved = fixedCalls === 0 ? null : 1 - calls / fixedCalls;
  const first = items[0];
  const last = items.at(-1);
  const days = items.length > 1 ? [...items].sort((a, b) => (a.day < b.day ? -1 : 1)) : items;
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
      {first !== undefined && last !== undefined && (
        <>
          <TwoLines
            values={days.map((item) => item.calls)}
            others={days.map((item) => item.fixedCalls)}
            label={`Calls per day: ${numberWords(calls)} made, ${numberWords(fixedCalls)} by fixed polling`}
          />
          <div className={classes['days']}>
            <span>{dayWords(days[0]?.day ?? first.day)}</span>
            <span>{dayWords(days.at(-1)?.day ?? last.day)}</span>
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
      {loaded.state === 'ready' && <Numbers {...loaded.data} hasDemo={hasDemo} />}
    </section>
  );
}
