import { chance } from '../random.ts';

/** Latitude and longitude, degrees. */
export type Point = [number, number];

const EARTH_METRES = 6_371_000;
const toRadians = (degrees: number) => (degrees * Math.PI) / 180;

/** The way over ground between two points that are near each other, metres. */
function metresBetween([latitude, longitude]: Point, [nextLatitude, nextLongitude]: Point): number {
  const north = toRadians(nextLatitude - latitude);
  const east = toRadians(nextLongitude - longitude) * Math.cos(toRadians(latitude));
  return EARTH_METRES * Math.hypot(north, east);
}

/** The length of a line, metres. */
export function lengthOf(points: readonly Point[]): number {
  return points.reduce((sum, point, index) => sum + metresBetween(points[index - 1] ?? point, point), 0);
}

/**
 * A way that begins and ends at the same place and is about `metres` long: a circle beside the start, bent by waves whose
 * depth follows from the seed, with the small turns of streets.
 */
export function loop(seed: number, key: number, [latitude, longitude]: Point, metres: number): Point[] {
  const count = Math.max(60, Math.min(400, Math.round(metres / 50)));
  const of = (name: string) => chance(seed, key, name);
  const waves = [2, 3, 5, 8].map((times) => ({
    times,
    depth: (of(`depth ${times}`) * 0.5) / times,
    phase: of(`phase ${times}`) * 2 * Math.PI,
  }));
  const heading = of('heading') * 2 * Math.PI;
  const shape = Array.from({ length: count + 1 }, (_, index): Point => {
    const angle = ((index % count) / count) * 2 * Math.PI;
    const bend = waves.reduce((sum, { times, depth, phase }) => sum + depth * Math.sin(times * angle + phase), 1);
    const radius = bend + (chance(seed, key, index % count, 'street') - 0.5) * 0.02;
    return [radius * Math.sin(angle + heading), radius * Math.cos(angle + heading)];
  });
  const [startNorth, startEast] = shape[0] ?? [0, 0];
  const place = (scale: number) =>
    shape.map(([north, east]): Point => [
      latitude + ((north - startNorth) * scale * 180) / (Math.PI * EARTH_METRES),
      longitude + ((east - startEast) * scale * 180) / (Math.PI * EARTH_METRES * Math.cos(toRadians(latitude))),
    ]);
  return place(metres / lengthOf(place(1)));
}

function encodedNumber(value: number): string {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let text = '';
  for (; rest >= 0x20; rest >>= 5) text += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
  return text + String.fromCharCode(rest + 63);
}

/** A line in the polyline format with five decimals (developers.google.com/maps/documentation/utilities/polylinealgorithm). */
export function encodePolyline(points: readonly Point[]): string {
  let text = '';
  let [latitude, longitude] = [0, 0];
  for (const point of points) {
    const [nextLatitude, nextLongitude] = [Math.round(point[0] * 1e5), Math.round(point[1] * 1e5)];
    text += encodedNumber(nextLatitude - latitude) + encodedNumber(nextLongitude - longitude);
    [latitude, longitude] = [nextLatitude, nextLongitude];
  }
  return text;
}
