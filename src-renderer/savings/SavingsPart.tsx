import { SegmentedControl } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Savings } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { dayWords, percentWords } from '../ui/format.ts';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { useNow } from '../ui/use-now.ts';
import { DaysTable } from './DaysTable.tsx';
import classes from './Savings.module.css';
import { SavingsChart } from './SavingsChart.tsx';
import { SavingsLegend } from './SavingsLegend.tsx';
import { hasGaps, shownDays } from './savings-days.ts';
import type { ShownDay } from './savings-days.ts';
import { comparedWords, hasUnits, savedShare, totalsSentence } from './savings-words.ts';
import { SourcesTable } from './SourcesTable.tsx';

const AGAIN_MS = 60_000;
const ranges = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
];
const scales = [
  { value: 'fixed', label: 'With fixed polling' },
  { value: 'made', label: 'Calls made only' },
];

/** Why the first day, or a day between, has fewer calls of fixed polling than the others. */
function PartlyNote({ days, today, isCompared }: { days: readonly ShownDay[]; today: string; isCompared: boolean }) {
  const first = days.find(({ counted }) => counted !== null);
  const isPartly = first !== undefined && first.share !== null && first.share < 1 && first.day !== today;
  return (
    <p className={classes['note']}>
      {isPartly &&
        `${dayWords(first.day)} was counted for ${percentWords(first.share ?? 0)} of the day: from when a source was added, while Freshet ran. `}
      {first?.day === today && 'Today is the first day and is counted from when a source was added; whole days follow. '}
      Days are UTC days.{isCompared && ' Fixed polling calls every 5 minutes while Freshet runs and the source is not paused.'}
    </p>
  );
}

function Numbers({ savings, alone }: { savings: Savings; alone: boolean }) {
  const [scale, setScale] = useState('fixed');
  const days = shownDays(savings);
  const { total, to, sources } = savings;
  const share = savedShare(total);
  const withFixed = scale === 'fixed' && share !== null;
  const withUnits = hasUnits(savings);
  return (
    <>
      <div className={classes['lead']} data-testid="savings-totals">
        {share !== null && <span className={classes['number']}>{comparedWords(share)}</span>}
        <p className={classes['sentence']}>{totalsSentence(total, withUnits)}</p>
      </div>
      {share === null && sources.every(({ comparable }) => !comparable) && (
        <p className={classes['note']}>
          Nothing would poll what is refreshed by hand only, so there is no fixed polling to compare it with. Its calls are counted all the
          same.
        </p>
      )}
      {share !== null && (
        <SegmentedControl
          size="xs"
          data={scales}
          value={scale}
          onChange={setScale}
          aria-label="Scale"
          style={{ alignSelf: 'flex-start' }}
        />
      )}
      <SavingsChart days={days} today={to} withFixed={withFixed} withUnits={withUnits} />
      <SavingsLegend withFixed={withFixed} hasGaps={hasGaps(days)} />
      <PartlyNote days={days} today={to} isCompared={share !== null} />
      <DaysTable days={days} today={to} withUnits={withUnits} currencies={total.money.map(({ currency }) => currency)} />
      {!alone && <SourcesTable sources={sources} />}
    </>
  );
}

/** What one source, or all of them, cost against fixed polling: totals, a chart by day, and a table by source. */
export function SavingsPart({ sourceId }: { sourceId: string | null }) {
  const round = useNow(AGAIN_MS);
  const hasDemo = useFreshet((state) => state.app?.demo.on === true);
  const [range, setRange] = useState('30');
  const load = useCallback(() => api().app.savings({ days: Number(range), ...(sourceId === null ? {} : { sourceId }) }), [sourceId, range]);
  const [loaded, retry] = useLoaded(load, round);
  return (
    <section className={classes['part']} aria-label="Savings">
      <div className={classes['tools']}>
        <h2 className={classes['heading']}>Calls made and calls saved</h2>
        <SegmentedControl size="xs" data={ranges} value={range} onChange={setRange} aria-label="How far back" />
      </div>
      {loaded.state === 'loading' && <Loading words="Counting the calls" />}
      {loaded.state === 'failed' && <ErrorState error={loaded.error} onRetry={retry} />}
      {loaded.state === 'ready' && loaded.data.items.length === 0 && (
        <EmptyState
          title="No savings yet"
          text={`Savings appear after the first day, its first numbers within 5 minutes. From then on every call is counted, and every call that fixed polling would have made.${hasDemo && sourceId === null ? ' The demo is left out, as it is hurried to show life.' : ''}`}
        />
      )}
      {loaded.state === 'ready' && loaded.data.items.length > 0 && <Numbers savings={loaded.data} alone={sourceId !== null} />}
    </section>
  );
}
