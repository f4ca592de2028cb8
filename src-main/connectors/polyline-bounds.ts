/**
 * The box that holds an encoded polyline, as [south, west, north, east] in degrees; `null` for a text that holds no point.
 * https://developers.google.com/maps/documentation/utilities/polylinealgorithm
 */
export function polylineBounds(line: unknown): number[] | null {
  if (typeof line !== 'string') return null;
  const least = [Infinity, Infinity];
  const most = [-Infinity, -Infinity];
  const place = [0, 0];
  let value = 0;
  let shift = 0;
  let axis = 0;
  for (let at = 0; at < line.length; at += 1) {
    const bits = line.charCodeAt(at) - 63;
    // No encoding is that long, and further shifts would begin anew from the right.
    if (bits < 0 || bits > 63 || shift > 30) return null;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits >= 32) continue;
    place[axis] = (place[axis] ?? 0) + (value & 1 ? ~(value >> 1) : value >> 1);
    value = shift = 0;
    axis = 1 - axis;
    if (axis === 1) continue;
    place.forEach((each, index) => {
      least[index] = Math.min(least[index] ?? each, each);
      most[index] = Math.max(most[index] ?? each, each);
    });
  }
  const bounds = [...least, ...most].map((each) => each / 100_000);
  return shift === 0 && axis === 0 && bounds.every(Number.isFinite) ? bounds : null;
}
