import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AT_TOP,
  MAX_HEIGHT,
  placeAfterScroll,
  placeAt,
  scaleFor,
  shiftAt,
  stepAt,
  type Place,
} from '../../../../../src-renderer/source/records/scroll-scale.ts';

const VIEWPORT = 800;
const STEP = 360;
const scaleArbitrary = (min: number) =>
  fc
    .tuple(fc.integer({ min, max: 2_000_000_000 }), fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 2_000 }))
    .map((sizes) => scaleFor(...sizes));
const anyScale = scaleArbitrary(0);
const tallScale = scaleArbitrary(MAX_HEIGHT + 1);
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('a list that fits is not scaled', () => {
  for (const total of [0, 1, 36, MAX_HEIGHT]) {
    const scale = scaleFor(total, VIEWPORT, STEP);
    expect(scale).toMatchObject({ height: total, pages: 1, jump: 0 });
    expect(placeAfterScroll(scale, total / 2, AT_TOP)).toEqual({ y: total / 2, scrollTop: total / 2, shift: 0 });
  }
});

test('an empty list has its only place at the top', () => {
  const scale = scaleFor(0, VIEWPORT, STEP);
  expect(placeAt(scale, 1e9)).toEqual(AT_TOP);
  expect(stepAt(scale, 1e9)).toBe(0);
});

test('a list of any length is an element that browsers can show', () => {
  for (const total of [MAX_HEIGHT + 1, 36e6, 36e9]) expect(scaleFor(total, VIEWPORT, STEP).height).toBe(MAX_HEIGHT);
});

test('a body that became shorter than the view has its last step', () => {
  expect(stepAt(scaleFor(1_000, VIEWPORT, 100), 5_000)).toBe(200);
  expect(stepAt(scaleFor(500, VIEWPORT, 100), 5_000)).toBe(0);
});

describe('for every list', () => {
  test('a place lies in the body and in the element, and its parts add up', () => {
    fc.assert(
      fc.property(anyScale, fc.double({ min: -1e6, max: 3e9, noNaN: true }), (scale, wanted) => {
        const { y, scrollTop, shift } = placeAt(scale, wanted);
        expect(y).toBe(Math.max(0, Math.min(wanted, Math.max(0, scale.total - scale.viewport))));
        expect(scrollTop).toBe(y - shift);
        expect(scrollTop).toBeGreaterThanOrEqual(0);
        expect(scrollTop).toBeLessThanOrEqual(Math.max(0, scale.height - scale.viewport) + 1);
      }),
    );
  });

  test('both ends of the body are the ends of the element', () => {
    fc.assert(
      fc.property(anyScale, (scale) => {
        expect(placeAt(scale, -1)).toEqual(AT_TOP);
        const end = placeAt(scale, Infinity);
        expect(Math.abs(end.scrollTop - Math.max(0, scale.height - scale.viewport))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('a place is stable: taken again it is the same', () => {
    fc.assert(
      fc.property(anyScale, share, (scale, at) => {
        const place = placeAt(scale, at * scale.total);
        expect(placeAt(scale, place.y)).toEqual(place);
        expect(placeAfterScroll(scale, place.scrollTop, place)).toEqual(place);
      }),
    );
  });

  test('steps and shifts grow with the point, and are the same within a step', () => {
    fc.assert(
      fc.property(anyScale, share, share, (scale, a, b) => {
        const [low = 0, high = 0] = [a * scale.total, b * scale.total].sort((x, y) => x - y);
        expect(stepAt(scale, low)).toBeLessThanOrEqual(stepAt(scale, high));
        expect(shiftAt(scale, low)).toBeLessThanOrEqual(shiftAt(scale, high));
        expect(shiftAt(scale, stepAt(scale, low))).toBe(shiftAt(scale, low));
      }),
    );
  });
});

describe('in a list too tall for the element', () => {
  test('a leap of the scroll bar goes to the same share of the body, and further down for further down', () => {
    fc.assert(
      fc.property(tallScale, share, share, (scale, a, b) => {
        const range = scale.height - scale.viewport;
        // From so far away that every point is a leap.
        const before: Place = { y: 0, scrollTop: -10 * MAX_HEIGHT, shift: 0 };
        const [low = 0, high = 0] = [a * range, b * range].sort((x, y) => x - y);
        const upper = placeAfterScroll(scale, low, before);
        expect(upper.y).toBeLessThanOrEqual(placeAfterScroll(scale, high, before).y);
        expect(upper.y).toBeCloseTo((low / range) * (scale.total - scale.viewport), 0);
      }),
    );
  });

  test('a step of the wheel moves the body by as much', () => {
    fc.assert(
      fc.property(tallScale, share, fc.double({ min: -0.99, max: 0.99, noNaN: true }), (scale, at, part) => {
        const before = placeAt(scale, at * scale.total);
        const step = part * scale.viewport;
        const wanted = before.y + step;
        fc.pre(wanted >= 0 && wanted <= scale.total - scale.viewport);
        expect(Math.abs(placeAfterScroll(scale, before.scrollTop + step, before).y - wanted)).toBeLessThan(0.01);
      }),
    );
  });

  test('turning the wheel reaches both ends, however tall the list', () => {
    for (const total of [MAX_HEIGHT + 1, 10_000_000, 36e9]) {
      const scale = scaleFor(total, VIEWPORT, STEP);
      const bottom = scale.height - VIEWPORT;
      for (const [from, step, end] of [
        [300_000, -120, 0],
        [total - 300_000, 120, total - VIEWPORT],
      ] as const) {
        let place = placeAt(scale, from);
        for (let turns = 0; turns < 5_000 && place.y !== end; turns += 1) {
          // The browser keeps the bar within the element.
          place = placeAfterScroll(scale, Math.max(0, Math.min(bottom, place.scrollTop + step)), place);
        }
        expect(place.y).toBe(end);
      }
    }
  });
});
