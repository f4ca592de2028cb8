import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartGeometry, mostCalls, scaleFor } from '../../../../src-renderer/savings/chart-geometry.ts';
import type { ShownDay } from '../../../../src-renderer/savings/savings-days.ts';
import { aDay } from './make.ts';

const SIZE = { width: 708, height: 236, left: 0 };

const dayAt = (index: number) => new Date(Date.UTC(2026, 9, 1 + index)).toISOString().slice(0, 10);

/** Days as calls, 304s, calls of fixed polling and refusals; `null` for days without numbers. */
const days = (...all: (readonly [calls: number, notModified?: number, fixed?: number, refused?: number] | null)[]): ShownDay[] =>
  all.map((each, index) => {
    if (each === null) return { day: dayAt(index), counted: null, share: null };
    const [calls, notModified = 0, fixedCalls = 0, refused = 0] = each;
    const compared = fixedCalls > 0 ? 1 : 0;
    return { day: dayAt(index), counted: aDay(dayAt(index), { calls, notModified, fixedCalls, refused, compared }), share: 1 };
  });

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [9, [0, 5, 10]],
  [33, [0, 10, 20, 30, 40]],
  [288, [0, 100, 200, 300]],
  [57_600, [0, 20_000, 40_000, 60_000]],
])('a scale for %d is made of round whole numbers', (most, values) => {
  expect(scaleFor(most)).toEqual(values);
});

test('a scale holds what it is for, in few steps of whole numbers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (most) => {
      const values = scaleFor(most);
      expect(values.at(-1)).toBeGreaterThanOrEqual(most);
      expect(values.length).toBeLessThanOrEqual(6);
      for (const value of values) expect(Number.isInteger(value)).toBe(true);
    }),
  );
});

test('the scale holds fixed polling only where that is drawn', () => {
  const all = days([33, 0, 288], [40], null);
  expect(mostCalls(all, true)).toBe(288);
  expect(mostCalls(all, false)).toBe(40);
  expect(mostCalls([], true)).toBe(1);
});

test("a bar is as high as its calls, the 'not modified' of them on top", () => {
  const { bars, base } = chartGeometry(days([100, 25], [50, 50]), SIZE, false);
  const [first, second] = bars;
  const height = base - 8;
  expect(first).toMatchObject({ brought: { y: base - height * 0.75, height: height * 0.75 }, notModified: { y: 8, height: height / 4 } });
  expect(second).toMatchObject({ brought: { height: 0 }, notModified: { y: 8 + height / 2, height: height / 2 } });
});

test('a day with a call is never without a bar, one without calls has none to see, one without numbers has none', () => {
  const { bars } = chartGeometry(days([1, 0, 57_600], [0, 0, 288], null), SIZE, true);
  expect(bars[0]?.brought.height).toBe(2);
  expect(bars[1]?.brought.height).toBe(0);
  expect(bars[2]).toBeNull();
});

test('fixed polling is a skyline that is broken where nothing was counted', () => {
  const { outline } = chartGeometry(days([1, 0, 100], [1, 0, 50], null, [1, 0, 100]), SIZE, true);
  expect(outline).toBe('M0 200V8H175V104H350V200M525 200V8H700V200');
  expect(chartGeometry(days([1, 0, 100]), SIZE, false).outline).toBe('');
  expect(chartGeometry(days([5]), SIZE, true).outline).toBe('');
});

test('days without numbers are one gap where they follow each other, and none before the first number', () => {
  const { gaps } = chartGeometry(days(null, [1], null, null, [1], null, [1]), SIZE, true);
  expect(gaps).toEqual([
    { x: 200, width: 200 },
    { x: 500, width: 100 },
  ]);
  expect(chartGeometry(days(null, null), SIZE, true).gaps).toEqual([]);
});

test('a day in which the quota refused calls has a mark under its middle', () => {
  const { refusals, base } = chartGeometry(days([1], [1, 0, 0, 4]), SIZE, false);
  expect(refusals).toEqual([{ day: '2026-10-02', x: 525, y: base + 8 }]);
});

test('today is named, and before it as many days as there is room for', () => {
  const names = (count: number, width: number) =>
    chartGeometry(days(...Array.from({ length: count }, () => [1] as const)), { ...SIZE, width }, false).names;
  expect(names(7, 708).map(({ day }) => day.slice(8))).toEqual(['01', '02', '03', '04', '05', '06', '07']);
  expect(names(7, 308).map(({ day }) => day.slice(8))).toEqual(['01', '03', '05', '07']);
  expect(names(90, 708).length).toBe(9);
  expect(names(90, 708).at(-1)).toMatchObject({ day: dayAt(89), x: 700, anchor: 'end' });
});

test('whatever is counted and however narrow the window, everything is drawn within the chart', () => {
  const aCount = fc.nat({ max: 100_000 });
  const someDay = fc.option(
    fc
      .tuple(aCount, fc.double({ min: 0, max: 1, noNaN: true }), aCount, aCount)
      .map(([calls, share, fixed, refused]) => [calls, Math.floor(calls * share), fixed, refused] as const),
  );
  fc.assert(
    fc.property(
      fc.array(someDay, { minLength: 1, maxLength: 90 }),
      fc.integer({ min: 120, max: 2000 }),
      fc.boolean(),
      (all, width, withFixed) => {
        const chart = chartGeometry(days(...all), { width, height: 240, left: 60 }, withFixed);
        expect(chart.bars.length).toBe(all.length);
        for (const bar of chart.bars) {
          if (bar === null) continue;
          expect(bar.x).toBeGreaterThanOrEqual(59.5);
          expect(bar.x + bar.width).toBeLessThanOrEqual(chart.right + 1);
          expect(bar.notModified.y).toBeGreaterThanOrEqual(chart.top - 0.1);
          expect(bar.notModified.y + bar.notModified.height).toBeCloseTo(bar.brought.y, 0);
          expect(bar.brought.y + bar.brought.height).toBeCloseTo(chart.base, 0);
          expect(bar.brought.height).toBeGreaterThanOrEqual(0);
        }
        const last = chart.slots.at(-1);
        expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(chart.right, 6);
        expect(chart.outline).not.toMatch(/NaN|Infinity/);
      },
    ),
  );
});
