import '../../locale.ts';
import { expect, test } from 'vitest';
import type { Unit } from '../../../../../src-preload/contract/index.ts';
import { scaleWords, unitWords } from '../../../../../src-renderer/panel/data/unit-words.ts';

test.each<[number, Unit, string]>([
  [1234.567, { kind: 'number' }, '1,234.57'],
  [0.12345, { kind: 'number' }, '0.1235'],
  [3, { kind: 'number', decimals: 2 }, '3.00'],
  [3, { kind: 'number', suffix: 'calls' }, '3 calls'],
  [0.425, { kind: 'percent' }, '42.5%'],
  [12.5, { kind: 'currency', currency: 'EUR' }, '€12.50'],
  [12.5, { kind: 'currency' }, '12.5'],
  [2048, { kind: 'bytes' }, '2 KiB'],
  [-2048, { kind: 'bytes' }, '−2 KiB'],
  [4.25, { kind: 'seconds' }, '4.3 s'],
  [5400, { kind: 'seconds' }, '1 h 30 min'],
  [850, { kind: 'distance' }, '850 m'],
  [12_340, { kind: 'distance' }, '12.3 km'],
])('%d is written by its unit', (value, unit, words) => {
  expect(unitWords(value, unit)).toBe(words);
});

test('a scale is short and has no words after its numbers', () => {
  expect(scaleWords(12_000, { kind: 'number', suffix: 'calls' })).toBe('12k');
  expect(scaleWords(0.5, { kind: 'percent', suffix: 'of all' })).toBe('50%');
});
