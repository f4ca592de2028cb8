import '../locale.ts';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { freshnessState, type Reason, type SourceStatus } from '../../../../src-preload/contract/index.ts';
import { nextStep, nextWords, stateAt, stateWords } from '../../../../src-renderer/ui/state-words.ts';
import { aConfig, aDecision, ago, aSource, NOW, someInputs } from '../make.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  return () => vi.useRealTimers();
});

const aged = (ms: number, change: Partial<SourceStatus> = {}) => aSource({ checkedAt: ago(ms), ...change });
const decidedBy = (reason: Reason, dueAt: string | null = null, untilAt: string | null = null) =>
  aDecision({ reason, dueAt, inputs: someInputs({ untilAt }) });
const running = (page: number, pages: number | null) => ({ refreshId: 'r', trigger: 'manual' as const, startedAt: ago(0), page, pages });

describe('the state', () => {
  test('age moves on by itself: fresh, stale, very stale', () => {
    const source = aged(0);
    expect(stateAt(source, true, NOW + 30 * MINUTE)).toBe('fresh');
    expect(stateAt(source, true, NOW + 30 * MINUTE + 1)).toBe('stale');
    expect(stateAt(source, true, NOW + 3 * HOUR)).toBe('stale');
    expect(stateAt(source, true, NOW + 3 * HOUR + 1)).toBe('very-stale');
  });

  test('data from the future is fresh', () => {
    expect(stateAt(aged(-HOUR), true, NOW)).toBe('fresh');
  });

  test('what was never checked is never, whatever the time', () => {
    expect(stateAt(aSource({ checkedAt: null }), true, NOW + 1e12)).toBe('never');
  });

  test('a source that is called only while somebody looks rests when nobody does', () => {
    expect(stateAt(aged(HOUR), false, NOW)).toBe('resting');
    const fixed = aConfig({ policy: { preset: 'fixed', everySeconds: 300 } });
    expect(stateAt(aged(HOUR, { config: fixed }), false, NOW)).toBe('stale');
  });

  test('time asleep is not held against the data', () => {
    expect(stateAt(aged(HOUR, { forgivenSeconds: 3_000 }), true, NOW)).toBe('fresh');
  });

  test('a pause of the whole app holds the source too, though it is not paused itself', () => {
    expect(stateAt(aSource({ state: 'paused' }), true, NOW)).toBe('paused');
    expect(stateAt(aSource({ paused: true }), true, NOW)).toBe('paused');
  });

  test('what runs is refreshing, also when it is paused or blocked', () => {
    expect(stateAt(aSource({ running: running(0, null), paused: true, obstacle: 'error' }), true, NOW)).toBe('refreshing');
    expect(stateAt(aSource({ obstacle: 'rate-limited' }), true, NOW)).toBe('rate-limited');
  });
});

describe('the chip', () => {
  const says = (source: SourceStatus, nowMs = NOW) => stateWords(source, stateAt(source, true, nowMs), nowMs);

  test('says how old the data is', () => {
    expect(says(aged(12_000))).toBe('Fresh · 12 s');
    expect(says(aged(31 * MINUTE))).toBe('Stale · 31 min');
    expect(says(aged(4 * HOUR))).toBe('Very stale · 4 h, target 30 min');
    expect(says(aged(-5_000))).toBe('Fresh · 0 s');
    expect(says(aSource({ checkedAt: null }))).toBe('Not fetched yet');
  });

  test.each([
    [0, null, 'Refreshing…'],
    [1, null, 'Refreshing… 1 page'],
    [2, null, 'Refreshing… 2 pages'],
    [2, 7, 'Refreshing… 2 of 7 pages'],
    [0, 7, 'Refreshing…'],
  ])('counts the pages: %s of %s', (page, pages, words) => {
    expect(says(aSource({ running: running(page, pages) }))).toBe(words);
  });

  test('says what it waits for, and until when as far as that is known', () => {
    const waiting = (reason: Reason, obstacleUntil: string | null) =>
      says(aSource({ obstacle: 'waiting', obstacleUntil, decision: decidedBy(reason) }));
    expect(waiting('backing-off', ago(-HOUR))).toBe('Waiting to try again · next call 12:12');
    expect(waiting('backing-off', null)).toBe('Waiting to try again');
    expect(waiting('cancelled', ago(-HOUR))).toBe('Cancelled · next call 12:12');
    expect(waiting('quota-spent', ago(-24 * HOUR))).toBe('Waiting for quota · next call 22 Nov, 11:12');
    expect(says(aSource({ obstacle: 'rate-limited', obstacleUntil: ago(-HOUR) }))).toBe('Rate-limited by the server until 12:12');
    expect(says(aSource({ obstacle: 'rate-limited' }))).toBe('Rate-limited by the server');
  });

  test('says how long the pause lasts: that of the source, or that of the app', () => {
    expect(says(aSource({ paused: true }))).toBe('Paused until you resume');
    expect(says(aSource({ paused: true, pausedUntil: ago(-HOUR) }))).toBe('Paused until 12:12');
    expect(says(aSource({ state: 'paused', decision: decidedBy('app-paused', null, ago(-HOUR)) }))).toBe('Paused until 12:12');
    expect(says(aSource({ paused: true, decision: decidedBy('backing-off', null, ago(-HOUR)) }))).toBe('Paused until you resume');
  });

  test('says what failed', () => {
    const failure = { code: 'not-found', message: 'Answered 404', advice: 'Check the URL' } as const;
    expect(says(aSource({ obstacle: 'error', failure }))).toBe('Failed · Answered 404');
    expect(says(aSource({ obstacle: 'error' }))).toBe('Failed');
    expect(says(aSource({ obstacle: 'sign-in' }))).toBe('Sign in again');
    expect(says(aSource({ obstacle: 'offline', checkedAt: null }))).toBe('Offline · no data yet');
    expect(says(aged(HOUR, { obstacle: 'offline' }))).toBe('Offline · data from 10:12');
  });

  test('has words for every state of the contract, and so has the next step', () => {
    for (const state of freshnessState.options) {
      for (const source of [aSource(), aSource({ checkedAt: null })]) {
        expect(stateWords(source, state, NOW)).toMatch(/\S/);
        expect(nextStep(source, state)).toMatch(/\S/);
      }
    }
  });
});

test('the next step after a failure is its advice', () => {
  const failure = { code: 'unauthorized', message: 'Answered 401', advice: 'Enter the key again' } as const;
  expect(nextStep(aSource({ failure }), 'sign-in')).toBe('Enter the key again');
  expect(nextStep(aSource(), 'error')).toBe('Open the source to see why.');
});

test('the next step of a source without troubles is the decision on it, in the time zone of the user', () => {
  const decision = decidedBy('young-on-open', ago(-HOUR));
  expect(nextStep(aSource({ decision }), 'fresh')).toContain('12:12');
});

describe('the next call', () => {
  const next = (decision: SourceStatus['decision'], change: Partial<SourceStatus> = {}) => nextWords(aSource({ decision, ...change }), NOW);

  test.each([
    [-HOUR, 'now'],
    [0, 'now'],
    [1, 'in 1 s'],
    [1_001, 'in 2 s'],
    [59_999, 'in 60 s'],
    [MINUTE, 'at 11:13'],
    [24 * HOUR, 'at 22 Nov, 11:12'],
  ])('due in %d ms comes %s', (ms, words) => {
    expect(next(decidedBy('fresh', ago(-ms)))).toBe(words);
  });

  test.each([
    ['paused', 'when you resume'],
    ['app-paused', 'when you resume'],
    ['needs-fix', 'after a fix'],
    ['safe-mode', 'not in safe mode'],
    ['nobody-looking', 'when you look'],
  ] as const)('that is not due because of %s comes %s', (reason, words) => {
    expect(next(decidedBy(reason))).toBe(words);
  });

  test('of a manual source comes when it is asked for', () => {
    expect(next(decidedBy('manual-only'), { config: aConfig({ policy: { preset: 'manual' } }) })).toBe('when you ask');
  });

  test('of a source that is being called is running', () => {
    expect(next(decidedBy('refreshing', ago(HOUR)), { running: running(1, null) })).toBe('running');
  });
});
