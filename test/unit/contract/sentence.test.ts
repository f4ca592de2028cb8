import { expect, test } from 'vitest';
import {
  durationWords,
  policySentence,
  reason,
  sentence,
  sentenceParts,
  type DecisionInputs,
} from '../../../src-preload/contract/index.ts';

const inputs: DecisionInputs = {
  checkedAt: '2026-11-20T12:00:00.000Z',
  ageSeconds: 1500,
  preset: 'smart',
  active: true,
  lookingSince: null,
  lastLookedAt: '2026-11-20T14:02:00.000Z',
  intervalSeconds: 900,
  staleSeconds: 1800,
  failures: 2,
  untilAt: '2026-11-20T15:00:00.000Z',
  quotaUnit: 'call',
  quotaLimit: null,
  quotaSpread: null,
  quotaRemaining: 3,
};

test('every reason has a sentence, with a verb in front and no bracket left', () => {
  for (const each of reason.options) {
    const text = sentence({ reason: each, inputs, dueAt: '2026-11-20T15:10:00.000Z' });
    expect(text).toMatch(/^(Refreshed|Refreshes|Not refreshed|Tried again|Joined)/);
    expect(text).not.toMatch(/[[\]]|undefined|null|NaN/);
  }
});

test('the sentences of the brief', () => {
  expect(sentence({ reason: 'nobody-looking', inputs, dueAt: null }, (iso) => iso.slice(11, 16))).toBe(
    'Not refreshed: nobody has looked since 14:02; refreshes when you look',
  );
  expect(sentence({ reason: 'fresh', inputs, dueAt: '2026-11-20T15:10:00.000Z' }, (iso) => iso.slice(11, 16))).toBe(
    'Refreshes at 15:10: 15 min while you look',
  );
});

test('a time to come is told with the rule behind it', () => {
  const at = (change: Partial<DecisionInputs>) =>
    sentence({ reason: 'fresh', inputs: { ...inputs, ...change }, dueAt: '2026-11-20T15:10:00.000Z' }, (iso) => iso.slice(11, 16));
  expect(at({ preset: 'fixed', intervalSeconds: 300 })).toBe('Refreshes at 15:10: every 5 min');
  expect(at({ preset: 'cron', intervalSeconds: null })).toBe('Refreshes at 15:10, by its schedule');
});

test('calls that a plan holds back are told with what is left of how many, and where they go', () => {
  const at = (change: Partial<DecisionInputs>) =>
    sentence(
      { reason: 'quota-spread', inputs: { ...inputs, quotaLimit: 40, quotaRemaining: 12, ...change }, dueAt: '2026-11-20T15:10:00.000Z' },
      (iso) => iso.slice(11, 16),
    );
  expect(at({ quotaSpread: 'usual-hours' })).toBe(
    'Not refreshed: 12 of 40 calls are left and are spread over the hours in which you usually look; next call at 15:10',
  );
  expect(at({ quotaSpread: 'even', quotaUnit: 'credit', quotaRemaining: 1 })).toBe(
    'Not refreshed: 1 of 40 credits is left and is spread evenly; next call at 15:10',
  );
});

test('numbers and times are the strong parts', () => {
  const strong = sentenceParts({ reason: 'due-while-active', inputs, dueAt: null }, String).filter((part) => part.strong);
  expect(strong.map((part) => part.text)).toEqual(['25 min', '15 min']);
});

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [90, '1 min 30 s'],
  [900, '15 min'],
  [915, '15 min'],
  [3600, '1 h'],
  [7500, '2 h 5 min'],
  [172_800, '2 days'],
])('%i s is %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});

test('a policy is one sentence', () => {
  expect(policySentence({ preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 })).toBe(
    'Refreshes every 15 min while you look, and when you open it with data older than 30 min; not at all while nobody looks.',
  );
});
