import { FIXED_POLLING_MS, isOnlyManual, type Money, type Savings, type SavingsTotals } from '../../../src-preload/contract/index.ts';
import { dayOf, NO_TOTALS, type DayTotals, type PricedRow } from '../../store/days.ts';
import type { Core } from '../core.ts';
import type { SourceEntry } from '../source-entry.ts';

const DAY_MS = 86_400_000;

/** Sums of decimal fractions carry a trifle of binary ones. */
const exact = (n: number) => Math.round(n * 1e6) / 1e6;

function moneyOf({ config }: SourceEntry, { cost, fixedCost }: DayTotals): Money[] {
  const { price } = config.quota;
  if (price === undefined) return [];
  return [{ currency: price.currency, spent: exact(cost * price.perUnit), fixed: exact(fixedCost * price.perUnit) }];
}

/** Currencies are never added to each other. */
function addMoney(all: readonly Money[]): Money[] {
  return [...Map.groupBy(all, ({ currency }) => currency)]
    .map(([currency, each]) => ({
      currency,
      spent: exact(each.reduce((sum, { spent }) => sum + spent, 0)),
      fixed: exact(each.reduce((sum, { fixed }) => sum + fixed, 0)),
    }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

function totalsOf(counted: DayTotals, money: Money[]): SavingsTotals {
  const { calls, fixedCalls, notModified, refused, bytes, cost, fixedCost } = counted;
  return { calls, fixedCalls, notModified, refused, bytes, cost: exact(cost), fixedCost: exact(fixedCost), money };
}

function sum(all: readonly SavingsTotals[]): SavingsTotals {
  const total = { ...NO_TOTALS };
  for (const each of all) {
    for (const name of ['calls', 'fixedCalls', 'notModified', 'refused', 'bytes', 'cost', 'fixedCost'] as const) total[name] += each[name];
  }
  return totalsOf(total, addMoney(all.flatMap(({ money }) => money)));
}

/**
 * What these sources cost in the `days` UTC days that end with today, against fixed polling: by day, by source and
 * altogether. Money goes by the price that is set now.
 */
export function savingsOf({ store }: Pick<Core, 'store'>, entries: readonly SourceEntry[], days: number, now: number): Savings {
  const span = { from: dayOf(now - (days - 1) * DAY_MS), to: dayOf(now) };
  const rows = entries.map(({ row }) => row);
  const prices = entries.flatMap(({ row, config }): PricedRow[] =>
    config.quota.price === undefined ? [] : [{ row, currency: config.quota.price.currency, perUnit: config.quota.price.perUnit }],
  );
  const money = Map.groupBy(store.days.moneyPerDay(prices, span), ({ day }) => day);
  const bySource = new Map(store.days.perSource(rows, span).map((each) => [each.row, each]));
  const sources = entries.map((entry) => {
    const counted = bySource.get(entry.row);
    return {
      sourceId: entry.id,
      sourceName: entry.config.name,
      days: counted?.days ?? 0,
      comparable: !isOnlyManual(entry.rule),
      ...totalsOf(counted ?? NO_TOTALS, counted === undefined ? [] : moneyOf(entry, counted)),
    };
  });
  return {
    ...span,
    items: store.days.perDay(rows, span).map((counted) => {
      const ofDay = (money.get(counted.day) ?? []).map(({ currency, spent, fixed }) => ({
        currency,
        spent: exact(spent),
        fixed: exact(fixed),
      }));
      return { day: counted.day, compared: counted.compared, ...totalsOf(counted, ofDay) };
    }),
    sources,
    total: sum(sources),
    everySeconds: FIXED_POLLING_MS / 1000,
  };
}
