import { expect, test } from 'vitest';
import { simulateMonth } from './month.ts';

test('a week with 200 sources on six keys, people, outages, refusals and restarts breaks no limit', async () => {
  const report = await simulateMonth(7);
  expect(report.broken).toEqual([]);
  expect(report.restarts).toBeGreaterThan(0);
  expect(report.tooMany).toBeGreaterThan(0);
  expect(report.calls).toBeLessThan(report.fixedCalls / 4);
});
