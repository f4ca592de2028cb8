import { bytesWords, moneyWords, numberWords, percentWords, unitsWords } from '../ui/format.ts';
import classes from './Savings.module.css';
import type { ShownDay } from './savings-days.ts';
import { dayName } from './savings-words.ts';

interface DaysTableProps {
  days: readonly ShownDay[];
  today: string;
  withUnits: boolean;
  currencies: readonly string[];
}

function Row({ shown, today, withUnits, currencies }: { shown: ShownDay } & Omit<DaysTableProps, 'days'>) {
  const { counted, share } = shown;
  if (counted === null) {
    return (
      <tr className={classes['none']}>
        <th scope="row">{dayName(shown.day, today)}</th>
        <td colSpan={7 + (withUnits ? 1 : 0) + currencies.length}>nothing counted</td>
      </tr>
    );
  }
  const isCompared = counted.compared > 0;
  return (
    <tr>
      <th scope="row">{dayName(shown.day, today)}</th>
      <td>{numberWords(counted.calls)}</td>
      <td>{isCompared ? numberWords(counted.fixedCalls) : '–'}</td>
      <td>{isCompared ? numberWords(counted.fixedCalls - counted.calls) : '–'}</td>
      {withUnits && <td>{unitsWords(counted.cost)}</td>}
      {currencies.map((currency) => {
        const money = counted.money.find((each) => each.currency === currency);
        return <td key={currency}>{money === undefined ? '–' : moneyWords(money.fixed - money.spent, currency)}</td>;
      })}
      <td>{numberWords(counted.notModified)}</td>
      <td>{numberWords(counted.refused)}</td>
      <td>{bytesWords(counted.bytes)}</td>
      <td>{share === null ? '–' : percentWords(share)}</td>
    </tr>
  );
}

/** The numbers of the chart, the newest day first. */
export function DaysTable({ days, ...about }: DaysTableProps) {
  return (
    <details className={classes['details']}>
      <summary>Every day as a table</summary>
      <div className={classes['scroll']} role="region" aria-label="Savings by day" tabIndex={0}>
        <table className={classes['table']} data-testid="savings-days">
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              <th scope="col">Calls made</th>
              <th scope="col">Fixed polling</th>
              <th scope="col">Saved</th>
              {about.withUnits && <th scope="col">Units spent</th>}
              {about.currencies.map((currency) => (
                <th key={currency} scope="col">
                  {currency} saved
                </th>
              ))}
              <th scope="col">Nothing new (304)</th>
              <th scope="col">Refused by quota</th>
              <th scope="col">Received</th>
              <th scope="col" title="For how much of the day fixed polling was counted">
                Counted
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((shown) => (
              <Row key={shown.day} shown={shown} {...about} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
