import { expect, test } from 'vitest';
import { statusTone } from '../../../../../src-renderer/panel/data/status-tone.ts';
import { toneOf } from '../../../../../src-renderer/panel/data/thresholds.ts';

const thresholds = [
  { from: 90, tone: 'bad' as const },
  { from: 0, tone: 'good' as const },
  { from: 50, tone: 'warning' as const },
];

test.each([
  [-1, null],
  [0, 'good'],
  [50, 'warning'],
  [1000, 'bad'],
  [null, null],
])('%s has the tone of the highest threshold that it reached', (value, tone) => {
  expect(toneOf(value, thresholds)).toBe(tone);
});

test('a state in words has the tone that the word commonly means, and a number that of its threshold', () => {
  expect(statusTone('Operational', null, [])).toBe('good');
  expect(statusTone('very-stale', null, [])).toBe('bad');
  expect(statusTone('purple', null, [])).toBeNull();
  expect(statusTone(60, 60, thresholds)).toBe('warning');
});
