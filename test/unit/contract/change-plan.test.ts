import { expect, test } from 'vitest';
import { changePlanSentence, type ChangePlan, type PlanSide } from '../../../src-preload/contract/index.ts';

const side = (change: Partial<PlanSide> = {}): PlanSide => ({
  unit: 'credit',
  costPerCall: 6,
  callsPerDay: 7,
  costPerDay: 40,
  price: null,
  windows: [],
  ...change,
});
const plan = (change: Partial<ChangePlan> = {}) => ({
  before: side(),
  after: side(),
  added: [],
  changes: true,
  hoursLearned: true,
  ...change,
});
const window = { per: 'month' as const, limit: 500, budget: false, perDay: null, spentOn: null };

test.each<[string, Partial<ChangePlan>, string]>([
  ['nothing but the costs', {}, '6 credits a call, about 40 credits a day'],
  [
    'the example',
    {
      after: side({ costPerCall: 18, costPerDay: 120, windows: [{ ...window, fate: 'spent', spentOn: '2026-11-19T10:00:00.000Z' }] }),
      added: [{ name: 'regions', count: 2 }],
    },
    "+2 regions: 6 → 18 credits a call, about 40 → 120 credits a day; the month's 500 would be spent on 2026-11-19",
  ],
  ['fewer', { added: [{ name: 'markets', count: -1 }] }, '−1 markets: 6 credits a call, about 40 credits a day'],
  [
    'what was counted in calls is not compared',
    { before: side({ unit: 'call', costPerCall: 1 }) },
    '6 credits a call, about 40 credits a day',
  ],
  ['one', { before: null, after: side({ unit: 'call', costPerCall: 1, costPerDay: 1 }) }, 'about 1 call a day'],
  ['less than one', { before: null, after: side({ unit: 'call', costPerCall: 1, costPerDay: 0.4286 }) }, 'about 0.4 calls a day'],
  [
    'a day that does not last',
    { before: null, after: side({ windows: [{ ...window, per: 'day', fate: 'spent', spentOn: '2026-11-19T10:00:00.000Z' }] }) },
    "6 credits a call, about 40 credits a day; the day's 500 would be spent before the day ends",
  ],
  [
    'a budget that is spread',
    {
      before: null,
      after: side({
        windows: [
          { ...window, budget: true, fate: 'spread', perDay: 16.4 },
          { ...window, fate: 'spread', perDay: 20 },
          { ...window, fate: 'lasts' },
        ],
      }),
    },
    '6 credits a call, about 40 credits a day; held back to about 16 credits a day so that the budget of 500 lasts',
  ],
])('a plan in words: %s', (_name, change, words) => {
  expect(changePlanSentence(plan(change))).toBe(words);
});
