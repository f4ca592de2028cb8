import { expect, test } from 'vitest';
import { quotaPeriod } from '../../../../src-preload/contract/index.ts';
import { perWords, quotaName, tightest } from '../../../../src-renderer/ui/quota-words.ts';
import { aQuota } from '../make.ts';

test('a window on the clock is the one that runs, a sliding one is any', () => {
  expect(quotaName({ per: 'hour', align: 'clock' })).toBe('this hour (UTC)');
  expect(quotaName({ per: 'quarter-hour', align: 'sliding' })).toBe('in any quarter of an hour');
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
