import '../locale.ts';
import { expect, test } from 'vitest';
import { quotaPeriod } from '../../../../src-preload/contract/index.ts';
import {
  amountWords,
  forecastWords,
  limitWords,
  perWords,
  quotaName,
  spentMoneyWords,
  spreadWords,
  tightest,
} from '../../../../src-renderer/ui/quota-words.ts';
import { dateWords } from '../../../../src-renderer/ui/format.ts';
import { ago, aQuota } from '../make.ts';

test('a window on the clock is the one that runs, a sliding one is any', () => {
  expect(quotaName({ per: 'hour', align: 'clock', timeZone: 'Asia/Tokyo' })).toBe('this hour (Asia/Tokyo)');
  expect(quotaName({ per: 'quarter-hour', align: 'sliding', timeZone: 'UTC' })).toBe('in any quarter of an hour');
});

test('every period of the contract has a name of its own', () => {
  expect(new Set(quotaPeriod.options.map(perWords)).size).toBe(quotaPeriod.options.length);
  expect(perWords('quarter-hour')).toBe('Per quarter of an hour');
});

test('the tightest window is the one with the smallest share left, not the fewest calls', () => {
  const few = aQuota({ limit: 10, remaining: 9 });
  const spent = aQuota({ limit: 1_000, remaining: 100 });
  expect(tightest([few, spent])).toBe(spent);
  expect(tightest([few])).toBe(few);
  expect(tightest([])).toBeUndefined();
});

test('of windows that are equally tight the first one is named', () => {
  const first = aQuota({ limit: 10, remaining: 0 });
  expect(tightest([first, aQuota({ limit: 100, remaining: 0 })])).toBe(first);
});

const EUROS = { price: { perUnit: 0.02, currency: 'EUR' } };
const euros = (amount: number) => new Intl.NumberFormat(undefined, { style: 'currency', currency: 'EUR' }).format(amount);

test('a limit is in calls or credits, a budget in money where the price is known', () => {
  const month = { per: 'month' as const, limit: 500 };
  expect(limitWords(aQuota(month))).toBe('500 calls this month (UTC)');
  expect(limitWords(aQuota({ ...month, unit: 'credit', ...EUROS }))).toBe('500 credits this month (UTC)');
  expect(limitWords(aQuota({ ...month, budget: true }))).toBe('Budget of 500 calls this month (UTC)');
  expect(limitWords(aQuota({ ...month, budget: true, ...EUROS }))).toBe(`Budget of ${euros(10)} this month (UTC)`);
  expect(amountWords(aQuota({ budget: true, ...EUROS }), 1)).toBe(euros(0.02));
});

test('money is said beside the calls of a day or a month', () => {
  expect(spentMoneyWords(aQuota({ per: 'month', used: 100, ...EUROS }))).toBe(`${euros(2)} spent`);
  expect(spentMoneyWords(aQuota({ per: 'minute', used: 100, ...EUROS }))).toBeNull();
  expect(spentMoneyWords(aQuota({ per: 'month', used: 100 }))).toBeNull();
  expect(spentMoneyWords(aQuota({ per: 'month', budget: true, ...EUROS }))).toBeNull();
});

test('where the pace leads', () => {
  const spentOn = ago(-8 * 86_400_000);
  const month = { per: 'month' as const, expected: 410.4 };
  expect(forecastWords(aQuota({ per: 'month' }))).toBeNull();
  expect(forecastWords(aQuota(month))).toBe('about 410 calls by the end of the month at this pace');
  expect(forecastWords(aQuota({ ...month, budget: true, ...EUROS }))).toBe(`about ${euros(8.2)} by the end of the month at this pace`);
  expect(forecastWords(aQuota({ ...month, spentOn }))).toBe(`spent on ${dateWords(spentOn)} at this pace`);
  expect(forecastWords(aQuota({ ...month, spentOn, spread: 'even' }))).toBe(
    `at this pace spent on ${dateWords(spentOn)}, so scheduled calls are held back`,
  );
});

test('how calls are spread', () => {
  expect(spreadWords({ spread: 'none' })).toBeNull();
  expect(spreadWords({ spread: 'even' })).toBe('spread evenly');
  expect(spreadWords({ spread: 'usual-hours' })).toBe('spread over your usual hours');
});
