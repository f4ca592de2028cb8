import { Button, Table } from '@mantine/core';
import { IconFlame, IconTrash } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Cache, Warming } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { onEvents } from '../bridge/store.ts';
import { hrefOf } from '../shell/route.ts';
import { Ago } from '../ui/Ago.tsx';
import { announce } from '../ui/announce.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { bytesWords, countWords, numberWords, percentWords } from '../ui/format.ts';
import { Loading } from '../ui/Loading.tsx';
import { attempt, notify } from '../ui/notify.tsx';
import { Screen } from '../ui/Screen.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import classes from './CacheScreen.module.css';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;
const load = () => api().cache.list();

const states: Record<Cache['entries'][number]['state'], string> = {
  good: 'Ready',
  outdated: 'Its data has changed',
  computing: 'Being worked out',
  failed: 'Failed',
};
const reasons: Record<Warming['reason'], string> = {
  start: 'at the start',
  merge: 'after new data',
  expiry: 'before they expired',
  resume: 'after waking up',
  asked: 'you asked',
};

function msWords(ms: number): string {
  return ms < 1000 ? `${numberWords(Math.round(ms))} ms` : `${numberWords(Math.round(ms / 100) / 10)} s`;
}

function Totals({ totals }: { totals: Cache['totals'] }) {
  const facts: [string, string][] = [
    ['Hit rate', totals.hitRate === null ? 'nobody asked yet' : percentWords(totals.hitRate)],
    ['Answered from the cache', numberWords(totals.hits)],
    ['Worked out when asked', numberWords(totals.misses)],
    ['Kept', countWords(totals.entries, 'result')],
    ['Size', `${bytesWords(totals.bytes)} of at most ${bytesWords(totals.mostBytes)}`],
    ['Outdated by new data', numberWords(totals.invalidations)],
    ['Let go for room', numberWords(totals.evictions)],
    ['Queries ended as too slow', numberWords(totals.killed)],
  ];
  return (
    <dl className={classes['totals']} data-testid="cache-totals">
      {facts.map(([name, words]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

function Entries({ entries }: { entries: Cache['entries'] }) {
  return (
    <div className={classes['scroller']} tabIndex={0} role="region" aria-label="Kept results">
      <Table verticalSpacing={4} data-testid="cache-entries">
        <Table.Thead>
          <Table.Tr>
            {['Panel', 'State', 'Worked out', 'Took', 'Rows', 'Size', 'Hits', 'Misses'].map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Table.Tr key={entry.key}>
              <Table.Td>
                <a href={hrefOf({ screen: 'dashboard', id: entry.dashboardId })}>{entry.title === '' ? entry.panelId : entry.title}</a>{' '}
                <small>{entry.dashboardId}</small>
              </Table.Td>
              <Table.Td title={entry.failure ?? undefined}>
                {states[entry.state]}
                {entry.failure !== null && `: ${entry.failure}`}
              </Table.Td>
              <Table.Td>
                <Ago iso={entry.computedAt} />
              </Table.Td>
              <Table.Td>{msWords(entry.tookMs)}</Table.Td>
              <Table.Td>{numberWords(entry.rows)}</Table.Td>
              <Table.Td>{bytesWords(entry.bytes)}</Table.Td>
              <Table.Td>{numberWords(entry.hits)}</Table.Td>
              <Table.Td>{numberWords(entry.misses)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Warmings({ warmings }: { warmings: readonly Warming[] }) {
  return (
    <ul className={classes['warmings']}>
      {warmings.slice(0, 10).map((warming) => (
        <li key={`${warming.at} ${warming.reason}`} title={warming.keys.join('\n')}>
          <Ago iso={warming.at} /> {reasons[warming.reason]}: {warming.successful} of {countWords(warming.total, 'result')}
          {warming.failed > 0 && `, ${warming.failed} failed`}, {msWords(warming.tookMs)}
        </li>
      ))}
    </ul>
  );
}

/** Which results are kept ready, and whether that pays. */
export function CacheScreen() {
  const [loaded, again] = useLoaded(load);
  useEffect(
    () =>
      onEvents((events) => {
        if (events.some(({ type }) => type === 'panel')) again();
      }),
    [again],
  );
  const warm = async () => {
    const done = await attempt(() => api().cache.warm());
    if (done === undefined) return;
    notify({
      text: `Worked out ${done.successful} of ${countWords(done.total, 'result')} in ${msWords(done.tookMs)}`,
      tone: done.failed > 0 ? 'warning' : 'plain',
    });
    again();
  };
  const clear = async () => {
    const done = await attempt(() => api().cache.clear());
    if (done === undefined) return;
    announce(`Forgot ${countWords(done.removed, 'result')}`);
    again();
  };
  if (loaded.state === 'loading') return <Loading words="Loading the cache" />;
  if (loaded.state === 'failed') return <ErrorState error={loaded.error} onRetry={again} />;
  const { entries, totals, warmings } = loaded.data;
  return (
    <Screen
      title="Cache of the dashboards"
      actions={
        <>
          <Button variant="default" leftSection={<IconFlame {...icon} />} onClick={() => void warm()} data-testid="cache-warm">
            Work all out again
          </Button>
          <Button variant="default" leftSection={<IconTrash {...icon} />} onClick={() => void clear()} data-testid="cache-clear">
            Clear
          </Button>
        </>
      }
    >
      <Totals totals={totals} />
      {entries.length === 0 ? (
        <EmptyState
          title="Nothing is kept at present"
          text="Results are kept once a dashboard is looked at, worked out anew when its data changes, and before they expire while somebody looks."
          action={<a href={hrefOf({ screen: 'dashboards' })}>Open a dashboard</a>}
        />
      ) : (
        <Entries entries={entries} />
      )}
      {warmings.length > 0 && (
        <section aria-label="Worked out in one go" className={classes['card']}>
          <h2>Worked out in one go</h2>
          <Warmings warmings={warmings} />
        </section>
      )}
    </Screen>
  );
}
