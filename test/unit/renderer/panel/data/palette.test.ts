import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colorSlots, SERIES_COLORS } from '../../../../../src-renderer/panel/data/palette.ts';

test('a name alone has the same colour everywhere', () => {
  const [slot] = colorSlots(['Odds']);
  expect(colorSlots(['Odds', 'Weather'])[0]).toBe(slot);
});

test('no two names of a chart share a colour while there are enough', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: SERIES_COLORS }), (names) => {
      expect(new Set(colorSlots(names)).size).toBe(names.length);
    }),
  );
});

test('more names than colours still have one each', () => {
  const names = Array.from({ length: 30 }, (_name, index) => String(index));
  expect(colorSlots(names).every((slot) => slot >= 0 && slot < SERIES_COLORS)).toBe(true);
});
