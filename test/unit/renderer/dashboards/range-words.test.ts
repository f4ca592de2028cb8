import '../locale.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { customRange, localInput, rangeWords, stepped } from '../../../../src-renderer/dashboards/range-words.ts';
import { NOW } from '../make.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  return () => vi.useRealTimers();
});

test('a range is told as it was chosen', () => {
  expect(rangeWords({ lastSeconds: 86_400 })).toBe('Last 24 h');
  expect(rangeWords({ lastSeconds: 7_200 })).toBe('Last 2 h');
  expect(rangeWords({ all: true })).toBe('All time');
  expect(rangeWords({ from: '2026-11-21T08:00:00.000Z', to: '2026-11-21T09:30:00.000Z' })).toBe('09:00 – 10:30');
});

test('a range of one’s own is in the local time zone, and says what is wrong with it', () => {
  expect(localInput(NOW)).toBe('2026-11-21T11:12');
  expect(customRange('2026-11-21T09:00', '2026-11-21T10:00')).toEqual({ from: '2026-11-21T08:00:00.000Z', to: '2026-11-21T09:00:00.000Z' });
  expect(customRange('', '2026-11-21T10:00')).toBe('Say when it begins.');
  expect(customRange('2026-11-21T10:00', '2026-11-21T10:00')).toBe('The end must come after the beginning.');
});

test('the time before is as long, and there is none after now', () => {
  expect(stepped({ lastSeconds: 3_600 }, -1, NOW)).toEqual({ from: '2026-11-21T08:12:00.000Z', to: '2026-11-21T09:12:00.000Z' });
  expect(stepped({ lastSeconds: 3_600 }, 1, NOW)).toBeNull();
  expect(stepped({ all: true }, -1, NOW)).toBeNull();
});
