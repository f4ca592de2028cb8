export interface Place {
  latitude: number;
  longitude: number;
}

/**
 * Decodes a line in the format of Google's Encoded Polyline Algorithm with five decimals. What follows a mistake is left
 * out, so a line that was cut short is drawn as far as it goes.
 */
export function decodePolyline(text: string): Place[] {
  const places: Place[] = [];
  let at = 0;
  let latitude = 0;
  let longitude = 0;
  const next = (): number | null => {
    let shift = 0;
    let value = 0;
    for (;;) {
      const code = text.charCodeAt(at) - 63;
      if (Number.isNaN(code) || code < 0 || code > 63 || shift > 30) return null;
      at += 1;
      value |= (code & 31) << shift;
      shift += 5;
      if (code < 32) return value & 1 ? ~(value >> 1) : value >> 1;
    }
  };
  while (at < text.length) {
    const north = next();
    const east = north === null ? null : next();
    if (north === null || east === null) break;
    latitude += north;
    longitude += east;
    places.push({ latitude: latitude / 1e5, longitude: longitude / 1e5 });
  }
  return places;
}

export interface RouteMap {
  /** The points of each line for an SVG polyline. */
  lines: string[];
  /** Where each line begins and ends. */
  ends: { from: [number, number]; to: [number, number] }[];
  /** Metres that one pixel stands for, in the middle of the map. */
  metresPerPixel: number;
}

const EARTH_METRES = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Mercator, so that angles are right; in radians. */
function project({ latitude, longitude }: Place): [number, number] {
  const bounded = Math.max(-85, Math.min(85, latitude));
  return [radians(longitude), -Math.log(Math.tan(Math.PI / 4 + radians(bounded) / 2))];
}

/** Lines laid into a box of `width` by `height` pixels with a margin around them; the north is up. */
export function routeMap(routes: readonly (readonly Place[])[], width: number, height: number, margin = 12): RouteMap {
  const projected = routes.map((route) => route.map(project));
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of projected.flat()) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (left === Infinity) return { lines: [], ends: [], metresPerPixel: 0 };
  const room = { width: Math.max(1, width - 2 * margin), height: Math.max(1, height - 2 * margin) };
  // A line that stays in one place has no extent; a hundred metres keep it from being blown up without end.
  const least = 100 / EARTH_METRES;
  const scale = Math.min(room.width / Math.max(right - left, least), room.height / Math.max(bottom - top, least));
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const at = ([x, y]: [number, number]): [number, number] => [
    Math.round((width / 2 + (x - middle.x) * scale) * 10) / 10,
    Math.round((height / 2 + (y - middle.y) * scale) * 10) / 10,
  ];
  const placed = projected.map((line) => line.map(at)).filter((line) => line.length > 0);
  const middleLatitude = 2 * Math.atan(Math.exp(-middle.y)) - Math.PI / 2;
  return {
    lines: placed.map((line) => line.map(([x, y]) => `${x},${y}`).join(' ')),
    ends: placed.flatMap((line) => {
      const [from, to] = [line[0], line.at(-1)];
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
    metresPerPixel: (EARTH_METRES * Math.cos(middleLatitude)) / scale,
  };
}

/** The roundest length that takes at most `mostPixels` of the map, in metres. */
export function scaleBarMetres(metresPerPixel: number, mostPixels: number): number {
  const most = metresPerPixel * mostPixels;
  if (most <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(most));
  return (most / power >= 5 ? 5 : most / power >= 2 ? 2 : 1) * power;
}
