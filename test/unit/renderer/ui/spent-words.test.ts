import '../locale.ts';
import { expect, test } from 'vitest';
import { spentWords } from '../../../../src-renderer/ui/spent-words.ts';
import { timeWords } from '../../../../src-renderer/ui/format.ts';
import type { SourceStatus } from '../../../../src-preload/contract/index.ts';
import { aConfig, aDecision, ago, aSource, NOW, someInputs } from '../make.ts';

const UNTIL = ago(-3_600_000);

const spent = (change: Partial<SourceStatus> = {}) =>
  spentWords(
    aSource({
      checkedAt: ago(35 * 60_000),
      decision: aDecision({ reason: 'quota-spent', inputs: someInputs({ untilAt: UNTIL }) }),
      config: aConfig({ quota: { cost: 6 } }),
      asking: { cost: 6, left: 50, allowed: true, allowedAt: null },
      ...change,
    }),
    NOW,
  );

test('until when, what is shown meanwhile and what a refresh would still cost', () => {
  expect(spent()).toEqual({
    until: `The quota for scheduled calls is spent until ${timeWords(UNTIL)}.`,
    meanwhile: `Shown meanwhile: the data of ${timeWords(ago(35 * 60_000))}, 35 min old.`,
    asking: 'A refresh now costs 6 of the 50 credits kept for you.',
  });
});

test('nothing is said while there is a call left for the schedule', () => {
  expect(spent({ decision: aDecision({ reason: 'fresh' }) })).toBeNull();
});

test.each<[string, SourceStatus['asking'], string]>([
  [
    'too little is kept',
    { cost: 6, left: 0, allowed: false, allowedAt: UNTIL },
    `Not enough is left for a refresh that you ask for until ${timeWords(UNTIL)}.`,
  ],
  [
    'it never fits',
    { cost: 6, left: 5, allowed: false, allowedAt: null },
    'A refresh costs 6 credits, which is more than the quota ever allows.',
  ],
  [
    'several pages',
    { cost: 60, left: 50, allowed: true, allowedAt: null },
    'A refresh now costs about 60 credits; the 50 credits kept for you pay for a part of it.',
  ],
])('what a refresh would still cost when %s', (_name, asking, words) => {
  expect(spent({ asking })?.asking).toBe(words);
});

test('a quota that is spent for presses too is called so, and calls are called calls', () => {
  const words = spent({ checkedAt: null, config: aConfig(), asking: { cost: 1, left: 0, allowed: false, allowedAt: UNTIL } });
  expect(words?.until).toBe(`The quota is spent until ${timeWords(UNTIL)}.`);
  expect(words?.meanwhile).toBe('There is no data to show meanwhile.');
  expect(spent({ config: aConfig(), asking: { cost: 1, left: 3, allowed: true, allowedAt: null } })?.asking).toBe(
    'A refresh now costs 1 of the 3 calls kept for you.',
  );
});
