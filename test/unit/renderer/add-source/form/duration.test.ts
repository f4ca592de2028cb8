import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inUnit, toSeconds, unitOf } from '../../../../../src-renderer/add-source/form/duration.ts';

test.each([
  ['', 'min'],
  [0, 'min'],
  [1, 's'],
  [90, 's'],
  [60, 'min'],
  [5_400, 'min'],
  [7_200, 'h'],
  [90_000, 'h'],
  [172_800, 'd'],
] as const)('%j seconds are given in %s', (seconds, unit) => {
  expect(unitOf(seconds)).toBe(unit);
});

test('an empty field stays empty in every unit', () => {
  expect([inUnit('', 'h'), toSeconds('', 'd')]).toEqual(['', '']);
});

test('a length in its own unit is a whole number, and the same length again', () => {
  fc.assert(
    fc.property(fc.nat({ max: 366 * 86_400 }), (seconds) => {
      const unit = unitOf(seconds);
      expect(Number.isInteger(inUnit(seconds, unit))).toBe(true);
      expect(toSeconds(inUnit(seconds, unit), unit)).toBe(seconds);
    }),
  );
});

test('what is typed in parts becomes whole seconds', () => {
  expect(toSeconds(0.5, 'h')).toBe(1_800);
  expect(toSeconds(0.001, 'min')).toBe(0);
  expect(inUnit(100, 'min')).toBe(1.67);
});
