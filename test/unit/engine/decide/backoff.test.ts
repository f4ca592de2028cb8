import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, retryAfterMs, withJitter } from '../../../../src-main/engine/decide/backoff.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['1.5', 1_500],
  ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
  ['504911232', 86_400_000],
  ['Fri, 20 Nov 2042 12:00:00 GMT', 86_400_000],
  ['soon', null],
  ['', null],
  ['-5', null],
  [null, null],
])('Retry-After: %s', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});

test('a source that keeps failing rests 1, 2, 4 … minutes, at most an hour', () => {
  expect([1, 2, 3, 6, 7, 100].map(backoffMs)).toEqual([60_000, 120_000, 240_000, 1_920_000, 3_600_000, 3_600_000]);
});

test('jitter moves a wait by at most a fifth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.double({ min: 0, max: 0.999999, noNaN: true }), (delay, random) => {
      const moved = withJitter(delay, () => random);
      expect(moved).toBeGreaterThanOrEqual(Math.floor(delay * 0.8));
      expect(moved).toBeLessThanOrEqual(Math.ceil(delay * 1.2));
    }),
  );
});
