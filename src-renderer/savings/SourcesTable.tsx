import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { SavingsSource } from '../../src-preload/contract/index.ts';
import { hrefOf } from '../shell/route.ts';
import { bytesWords, moneyWords, numberWords, unitsWords } from '../ui/format.ts';
import classes from './Savings.module.css';
import { comparedWords, savedShare } from './savings-words.ts';
import { sortAfterPress, sortSources } from './sort-sources.ts';
import type { SourceColumn, SourceSort } from './sort-sources.ts';

interface Column {
  column: SourceColumn;
  name: string;
  title?: string;
}

const first: readonly Column[] = [
  { column: 'name', name: 'Source' },
  { column: 'saved', name: 'Saved', title: 'Calls of fixed polling that were not made' },
  { column: 'share', name: 'Compared' },
  { column: 'calls', name: 'Calls made' },
  { column: 'fixedCalls', name: 'Fixed polling' },
];
const money: Column = { column: 'money', name: 'Money saved', title: 'At the price that is set now' };
const units: Column = { column: 'cost', name: 'Units spent', title: 'What the calls cost in the unit of the quota' };
const last: readonly Column[] = [
  { column: 'notModified', name: '304', title: 'Calls that brought nothing new' },
  { column: 'refused', name: 'Refused', title: 'Calls that the quota did not let leave' },
  { column: 'bytes', name: 'Received' },
];

function Head({ column, name, title, sort, onSort }: Column & { sort: SourceSort; onSort: (sort: SourceSort) => void }) {
  const sorted = sort.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" aria-sort={sorted}>
      <button type="button" className={classes['sort']} title={title} onClick={() => onSort(sortAfterPress(sort, column))}>
        {name}
        {sorted === 'ascending' && <IconArrowUp size={12} aria-hidden />}
        {sorted === 'descending' && <IconArrowDown size={12} aria-hidden />}
      </button>
    </th>
  );
}

function Row({ source, withMoney, withUnits }: { source: SavingsSource; withMoney: boolean; withUnits: boolean }) {
  const share = savedShare(source);
  const spent = source.money[0];
  return (
    <tr data-testid="savings-source">
      <th scope="row" className={classes['name']} title={source.sourceName}>
        <a href={hrefOf({ screen: 'source', id: source.sourceId, tab: 'quota' })}>{source.sourceName}</a>
      </th>
      {share === null ? (
        <>
          <td className={classes['none']}>–</td>
          <td className={classes['none']}>{source.comparable ? 'not yet' : 'by hand only'}</td>
        </>
      ) : (
        <>
          <td>{numberWords(source.fixedCalls - source.calls)}</td>
          <td>{comparedWords(share)}</td>
        </>
      )}
      <td>{numberWords(source.calls)}</td>
      <td>{share === null ? '–' : numberWords(source.fixedCalls)}</td>
      {withMoney && <td>{spent === undefined || share === null ? '–' : moneyWords(spent.fixed - spent.spent, spent.currency)}</td>}
      {withUnits && <td>{unitsWords(source.cost)}</td>}
      <td>{numberWords(source.notModified)}</td>
      <td>{numberWords(source.refused)}</td>
      <td>{bytesWords(source.bytes)}</td>
    </tr>
  );
}

/** The span by source; a press on a head sorts by it. */
export function SourcesTable({ sources }: { sources: readonly SavingsSource[] }) {
  const [sort, setSort] = useState<SourceSort>({ column: 'saved', descending: true });
  const withMoney = sources.some((source) => source.money.length > 0);
  const withUnits = sources.some((source) => source.cost !== source.calls);
  const columns = [...first, ...(withMoney ? [money] : []), ...(withUnits ? [units] : []), ...last];
  const someByHand = sources.some((source) => !source.comparable);
  return (
    <div>
      <h2 className={classes['heading']}>By source</h2>
      <div className={classes['scroll']} role="region" aria-label="Savings by source" tabIndex={0}>
        <table className={classes['table']} data-testid="savings-sources">
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.column} {...column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sortSources(sources, sort).map((source) => (
              <Row key={source.sourceId} source={source} withMoney={withMoney} withUnits={withUnits} />
            ))}
          </tbody>
        </table>
      </div>
      {someByHand && (
        <p className={classes['note']}>
          Nothing would poll what is refreshed by hand only, so there is no fixed polling to compare it with. Its calls are counted all the
          same.
        </p>
      )}
    </div>
  );
}
