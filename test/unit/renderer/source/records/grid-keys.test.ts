import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moveBy } from '../../../../../src-renderer/source/records/grid-keys.ts';

const size = { rows: 100, columns: 5, page: 20 };

test.each([
  ['ArrowDown', { row: 0, column: 0 }, { row: 1, column: 0 }],
  ['ArrowDown', { row: 99, column: 0 }, { row: 99, column: 0 }],
  ['ArrowUp', { row: 0, column: 2 }, { row: -1, column: 2 }],
  ['ArrowUp', { row: -1, column: 2 }, { row: -1, column: 2 }],
  ['PageDown', { row: -1, column: 1 }, { row: 20, column: 1 }],
  ['PageDown', { row: 90, column: 1 }, { row: 99, column: 1 }],
  ['PageUp', { row: 25, column: 1 }, { row: 5, column: 1 }],
  ['PageUp', { row: 5, column: 1 }, { row: 0, column: 1 }],
  ['Home', { row: 50, column: 3 }, { row: 0, column: 3 }],
  ['End', { row: 50, column: 3 }, { row: 99, column: 3 }],
  ['ArrowRight', { row: 1, column: 4 }, { row: 1, column: 4 }],
  ['ArrowLeft', { row: 1, column: 0 }, { row: 1, column: 0 }],
])('%s from %j leads to %j', (key, from, to) => {
  expect(moveBy(key, from, size)).toEqual(to);
});

test('other keys do not move', () => {
  for (const key of ['Enter', 'a', 'Tab', '']) expect(moveBy(key, { row: 1, column: 1 }, size)).toBeNull();
});

test('no key leaves the table, also when it has no rows', () => {
  const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'ArrowRight', 'ArrowLeft'];
  fc.assert(
    fc.property(fc.nat(50), fc.integer({ min: 1, max: 9 }), fc.array(fc.constantFrom(...keys)), (rows, columns, pressed) => {
      let at = { row: -1, column: 0 };
      for (const key of pressed) at = moveBy(key, at, { rows, columns, page: 10 }) ?? at;
      expect(at.row).toBeGreaterThanOrEqual(-1);
      expect(at.row).toBeLessThan(Math.max(rows, 0));
      expect(at.column).toBeGreaterThanOrEqual(0);
      expect(at.column).toBeLessThan(columns);
    }),
  );
});
