import '../locale.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { freshnessLine } from '../../../../src-renderer/shell/freshness-line.ts';
import { ago, anApp, aSource, NOW } from '../make.ts';

const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  return () => vi.useRealTimers();
});

const fresh = () => aSource();
const stale = () => aSource({ checkedAt: ago(HOUR) });
const failed = () => aSource({ obstacle: 'error' });
const limited = (until: string | null) => aSource({ obstacle: 'rate-limited', obstacleUntil: until });
const line = (...sources: ReturnType<typeof aSource>[]) => freshnessLine(sources, anApp(), true, NOW);

test('without sources there is nothing to be fresh, paused or not', () => {
  expect(line()).toEqual({ state: 'never', words: 'No sources yet' });
  expect(freshnessLine([], anApp({ paused: true }), true, NOW).words).toBe('No sources yet');
});

test('all fresh is said in two words', () => {
  expect(line(fresh())).toEqual({ state: 'fresh', words: 'All fresh' });
  expect(line(fresh(), fresh())).toEqual({ state: 'fresh', words: 'All fresh' });
});

test('what needs the user comes first, what is fresh last', () => {
  expect(line(fresh(), stale(), failed(), fresh())).toEqual({ state: 'error', words: '1 failed · 1 stale · 2 fresh' });
});

test('sources that are all in one state are not counted, a single one is', () => {
  expect(line(stale(), stale())).toEqual({ state: 'stale', words: 'All stale' });
  expect(line(stale())).toEqual({ state: 'stale', words: '1 stale' });
});

test('of several limits the one that ends first is named', () => {
  expect(line(limited(ago(-2 * HOUR)), limited(ago(-HOUR)), limited(null), fresh()).words).toBe('3 rate-limited until 12:12 · 1 fresh');
  expect(line(limited(null), fresh()).words).toBe('1 rate-limited · 1 fresh');
});

test('a pause of everything is all there is to say', () => {
  expect(freshnessLine([failed()], anApp({ paused: true }), true, NOW)).toEqual({
    state: 'paused',
    words: 'Everything is paused until you resume',
  });
  expect(freshnessLine([failed()], anApp({ paused: true, pausedUntil: ago(-HOUR) }), true, NOW).words).toBe(
    'Everything is paused until 12:12',
  );
});

test('before anything is known of the app, the sources speak for themselves', () => {
  expect(freshnessLine([fresh()], null, true, NOW).words).toBe('All fresh');
});

test('with nobody looking, what would be stale is resting', () => {
  expect(freshnessLine([stale(), fresh()], anApp(), false, NOW)).toEqual({ state: 'resting', words: '1 resting · 1 fresh' });
});

test('the line ages with the time', () => {
  expect(freshnessLine([fresh()], anApp(), true, NOW + HOUR).words).toBe('1 stale');
  expect(freshnessLine([fresh()], anApp(), true, NOW + 24 * HOUR).words).toBe('1 very stale');
});
