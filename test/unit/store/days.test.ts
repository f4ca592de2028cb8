import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { dayOf, NO_TOTALS } from '../../../src-main/store/days.ts';
import { Store } from '../../../src-main/store/store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const YEAR = { from: '2026-01-01', to: '2026-12-31' };

function openStore() {
  const store = new Store(join(tempFolder(), 'a.db'));
  const add = (id: string) => store.sources.add(sourceConfigSchema.parse({ id, name: id, url: 'https://example.com/' }), 'app', 0).row;
  return { days: store.days, a: add('a'), b: add('b') };
}

test('a moment belongs to its day in UTC', () => {
  expect(dayOf(Date.parse('2026-11-20T23:59:59.999Z'))).toBe('2026-11-20');
  expect(dayOf(Date.parse('2026-11-21T00:00:00.000Z'))).toBe('2026-11-21');
});

test('what is added to a day adds up, and a correction may take away', () => {
  const { days, a } = openStore();
  days.add(a, '2026-11-20', { calls: 1, cost: 10 });
  days.add(a, '2026-11-20', { calls: 1, cost: 10, bytes: 500 });
  days.add(a, '2026-11-20', { cost: -9.5 });
  expect(days.get(a, '2026-11-20')).toEqual({ ...NO_TOTALS, calls: 2, cost: 10.5, bytes: 500 });
  expect(days.get(a, '2026-11-21')).toEqual(NO_TOTALS);
});

test('days are listed over the chosen sources, oldest first, and days without numbers are left out', () => {
  const { days, a, b } = openStore();
  days.add(b, '2026-11-22', { fixedCalls: 288 });
  days.add(a, '2026-11-20', { calls: 3, fixedCalls: 288 });
  days.add(b, '2026-11-20', { calls: 4 });
  expect(days.perDay([a, b], YEAR).map(({ day, calls, fixedCalls, compared }) => [day, calls, fixedCalls, compared])).toEqual([
    ['2026-11-20', 7, 288, 1],
    ['2026-11-22', 0, 288, 1],
  ]);
  expect(days.perDay([a], YEAR).map(({ calls }) => calls)).toEqual([3]);
  expect(days.perDay([], YEAR)).toEqual([]);
});

test('a span holds its first and its last day, for days and for sources', () => {
  const { days, a, b } = openStore();
  for (const date of ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22']) days.add(a, date, { calls: 1 });
  days.add(b, '2026-11-19', { calls: 1 });
  const span = { from: '2026-11-20', to: '2026-11-21' };
  expect(days.perDay([a, b], span).map(({ day }) => day)).toEqual(['2026-11-20', '2026-11-21']);
  expect(days.perSource([a, b], span)).toEqual([{ ...NO_TOTALS, row: a, days: 2, calls: 2 }]);
});

test('money is what was spent at the price of each source, by day and currency', () => {
  const { days, a, b } = openStore();
  days.add(a, '2026-11-20', { cost: 100, fixedCost: 300 });
  days.add(b, '2026-11-20', { cost: 7, fixedCost: 9 });
  days.add(b, '2026-11-21', { cost: 1 });
  const eur = { row: a, currency: 'EUR', perUnit: 0.25 };
  expect(days.moneyPerDay([eur, { row: b, currency: 'EUR', perUnit: 2 }], YEAR)).toEqual([
    { day: '2026-11-20', currency: 'EUR', spent: 39, fixed: 93 },
    { day: '2026-11-21', currency: 'EUR', spent: 2, fixed: 0 },
  ]);
  expect(days.moneyPerDay([eur, { row: b, currency: 'USD', perUnit: 2 }], { from: '2026-11-20', to: '2026-11-20' })).toEqual([
    { day: '2026-11-20', currency: 'EUR', spent: 25, fixed: 75 },
    { day: '2026-11-20', currency: 'USD', spent: 14, fixed: 18 },
  ]);
  expect(days.moneyPerDay([], YEAR)).toEqual([]);
});
