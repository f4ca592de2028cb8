import '../locale.ts';
import { expect, test } from 'vitest';
import {
  comparedWords,
  dayFacts,
  dayName,
  daySentence,
  hasUnits,
  savedShare,
  shareWords,
  totalsSentence,
} from '../../../../src-renderer/savings/savings-words.ts';
import { aDay, aSource, someTotals } from './make.ts';

test.each([
  [someTotals({ calls: 33, fixedCalls: 288 }), 255 / 288],
  [someTotals({ calls: 0, fixedCalls: 10 }), 1],
  [someTotals({ calls: 20, fixedCalls: 10 }), -1],
  [someTotals({ calls: 5, fixedCalls: 0 }), null],
])('the share that was saved is measured against fixed polling, where there was any', (total, share) => {
  expect(savedShare(total)).toBe(share);
});

test.each([
  [0.861, '86% fewer'],
  [1, '100% fewer'],
  [0.9999, '99% fewer'],
  [0, 'as many'],
  [-0.12, '12% more'],
  [-2, '200% more'],
])('a share of %d reads %s', (share, words) => {
  expect(comparedWords(share)).toBe(words);
});

const total = someTotals({
  calls: 1204,
  fixedCalls: 8640,
  notModified: 312,
  refused: 4,
  bytes: 38 * 1_048_576,
  money: [{ currency: 'EUR', spent: 2, fixed: 14.4 }],
});

test('the totals in one line: made and compared, saved in calls and money, nothing new, refused, received', () => {
  expect(totalsSentence(total, false)).toBe(
    '1,204 calls made, 8,640 by fixed polling; saved 7,436 calls, €12.40; 312 of them brought nothing new (304); 4 refused by quota; 38 MiB received',
  );
});

test('every currency is told by itself, and what was spent beyond fixed polling too', () => {
  const money = [
    { currency: 'EUR', spent: 1, fixed: 3 },
    { currency: 'USD', spent: 5, fixed: 2 },
    { currency: 'JPY', spent: 100, fixed: 1100 },
  ];
  expect(totalsSentence({ ...total, money, notModified: 0, refused: 0 }, false)).toContain(
    'saved 7,436 calls, €2.00, JP¥1,000; US$3.00 more spent; 38 MiB',
  );
  expect(totalsSentence(someTotals({ calls: 20, fixedCalls: 10, notModified: 0 }), false)).toBe(
    '20 calls made, 10 by fixed polling; 2 KiB received',
  );
});

test('units are told where calls differ in cost', () => {
  expect(totalsSentence({ ...total, cost: 7224, fixedCost: 51_840.5 }, true)).toContain(
    '; 7,224 units spent, 51,840.5 by fixed polling; saved',
  );
});

test('what nothing would poll is told without a comparison', () => {
  const alone = someTotals({
    calls: 1,
    fixedCalls: 0,
    fixedCost: 0,
    notModified: 0,
    bytes: 10,
    money: [{ currency: 'EUR', spent: 0.002, fixed: 0 }],
  });
  expect(totalsSentence(alone, false)).toBe('1 call made; €0.002 spent; 10 B received');
});

test('units of several sources are not told together', () => {
  const weighted = someTotals({ cost: 66 });
  expect(hasUnits({ sources: [aSource('A')], total: weighted })).toBe(true);
  expect(hasUnits({ sources: [aSource('A'), aSource('B')], total: weighted })).toBe(false);
  expect(hasUnits({ sources: [aSource('A')], total: someTotals() })).toBe(false);
});

test('a day tells every number that was counted, in one line as in the tooltip', () => {
  const counted = aDay('2026-11-20', { calls: 33, refused: 2, cost: 66, money: [{ currency: 'EUR', spent: 0.66, fixed: 5.76 }] });
  expect(dayFacts({ day: counted.day, counted, share: 0.58 }, true).map(({ name, words }) => `${name}: ${words}`)).toEqual([
    'Calls made: 33',
    'By fixed polling: 288',
    'Saved: 255 (89% fewer)',
    'Nothing new (304): 11',
    'Refused by quota: 2',
    'Units spent: 66',
    'Spent in EUR: €0.66',
    'Received: 2 KiB',
    'Counted for: 58% of the day',
  ]);
  expect(daySentence({ day: counted.day, counted: aDay(counted.day), share: 1 }, '2026-11-21', false)).toBe(
    '20 Nov: calls made 33, by fixed polling 288, saved 255 (89% fewer), nothing new (304) 11, refused by quota 0, received 2 KiB',
  );
});

test('a day without numbers says so, and one without comparison leaves it out', () => {
  expect(daySentence({ day: '2026-11-21', counted: null, share: null }, '2026-11-21', false)).toBe('21 Nov, today: nothing was counted');
  const counted = aDay('2026-11-20', { compared: 0, fixedCalls: 0 });
  expect(dayFacts({ day: counted.day, counted, share: null }, false).map(({ name }) => name)).not.toContain('By fixed polling');
});

test('a whole day needs no words for how much of it was counted', () => {
  expect(shareWords(1)).toBeNull();
  expect(shareWords(null)).toBeNull();
  expect(shareWords(0.42)).toBe('42% of the day');
  expect(dayName('2026-11-20', '2026-11-21')).toBe('20 Nov');
});
