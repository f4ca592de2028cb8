import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePolyline, routeMap, scaleBarMetres } from '../../../../../src-renderer/panel/data/polyline.ts';

test('the example of the format is read as its description says', () => {
  expect(decodePolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@')).toEqual([
    { latitude: 38.5, longitude: -120.2 },
    { latitude: 40.7, longitude: -120.95 },
    { latitude: 43.252, longitude: -126.453 },
  ]);
});

test('a line that was cut short is drawn as far as it goes, and nonsense is no line', () => {
  expect(decodePolyline('_p~iF~ps|U_ulL')).toHaveLength(1);
  expect(decodePolyline('')).toEqual([]);
  expect(decodePolyline('not a line\u0000')).toEqual(expect.any(Array));
});

test('whatever stands in a line, reading it ends', () => {
  fc.assert(fc.property(fc.string(), (text) => decodePolyline(text).length <= text.length));
});

test('every point lies in the box, and the north is up', () => {
  const south = { latitude: 52.5, longitude: 13.4 };
  const north = { latitude: 52.6, longitude: 13.4 };
  const { ends, metresPerPixel } = routeMap([[south, north]], 300, 200, 10);
  expect(ends[0]?.from[1]).toBeCloseTo(190, 0);
  expect(ends[0]?.to[1]).toBeCloseTo(10, 0);
  // A tenth of a degree of latitude is 11.1 km, on 180 pixels.
  expect(metresPerPixel).toBeCloseTo(11_119 / 180, 0);
});

test('a route that stays in one place is a point in the middle, and none is no map', () => {
  const here = { latitude: 1, longitude: 1 };
  expect(routeMap([[here, here]], 100, 100).ends[0]?.from).toEqual([50, 50]);
  expect(routeMap([], 100, 100)).toEqual({ lines: [], ends: [], metresPerPixel: 0 });
});

test('the scale is a round length', () => {
  expect(scaleBarMetres(10, 120)).toBe(1000);
  expect(scaleBarMetres(6, 120)).toBe(500);
  expect(scaleBarMetres(0, 120)).toBe(0);
});
