import { expect, test } from 'vitest';
import { encodePolyline, lengthOf, loop } from '../../../../src-main/demo/services/strava-routes.ts';

test('a polyline is encoded as its format is documented', () => {
  // The example of the documentation of the format.
  expect(
    encodePolyline([
      [38.5, -120.2],
      [40.7, -120.95],
      [43.252, -126.453],
    ]),
  ).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@');
});

test('a loop ends where it began, is as long as asked, and no two are alike', () => {
  const start: [number, number] = [50, 8];
  for (const metres of [1_000, 8_000, 90_000]) {
    const points = loop(1, metres, start, metres);
    expect(points[0]?.[0]).toBeCloseTo(50, 9);
    expect(points.at(-1)).toEqual(points[0]);
    expect(lengthOf(points)).toBeGreaterThan(metres * 0.99);
    expect(lengthOf(points)).toBeLessThan(metres * 1.01);
  }
  expect(loop(1, 1, start, 5_000)).not.toEqual(loop(1, 2, start, 5_000));
});
