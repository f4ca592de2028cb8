import { GRID_COLUMNS } from '../../src-preload/contract/index.ts';
import type { Panel, Place } from '../../src-preload/contract/index.ts';

/** Of what the layout moves, the place and nothing else. */
export interface Placed {
  id: string;
  place: Place;
}

export const MIN_HEIGHT = 2;
const MAX_HEIGHT = 100;

/** Top to bottom, then left to right: also the order of the keyboard and of a single column. */
export function inReadingOrder<T extends Placed>(panels: readonly T[]): T[] {
  return panels.toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);
}

function collide(a: Place, b: Place): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** A place that lies on the grid. */
export function onGrid({ x, y, width, height }: Place): Place {
  const wide = Math.max(1, Math.min(GRID_COLUMNS, width));
  return {
    x: Math.max(0, Math.min(GRID_COLUMNS - wide, x)),
    y: Math.max(0, y),
    width: wide,
    height: Math.max(MIN_HEIGHT, Math.min(MAX_HEIGHT, height)),
  };
}

/** Moves everything up as far as it goes, so that there are no gaps. */
function compacted<T extends Placed>(panels: readonly T[]): T[] {
  const settled: T[] = [];
  for (const panel of inReadingOrder(panels)) {
    const place = { ...panel.place };
    while (place.y > 0 && !settled.some((other) => collide({ ...place, y: place.y - 1 }, other.place))) place.y -= 1;
    settled.push({ ...panel, place });
  }
  return settled;
}

/** The layout after one panel was put at a place: those that are in its way go down, and then all move up. */
export function moved<T extends Placed>(panels: readonly T[], id: string, to: Place): T[] {
  const panel = panels.find((other) => other.id === id);
  if (panel === undefined) return [...panels];
  const settled: T[] = [{ ...panel, place: onGrid(to) }];
  for (const other of inReadingOrder(panels)) {
    if (other.id === id) continue;
    const place = { ...other.place };
    for (;;) {
      const inTheWay = settled.find((known) => collide(place, known.place));
      if (inTheWay === undefined) break;
      place.y = inTheWay.place.y + inTheWay.place.height;
    }
    settled.push({ ...other, place });
  }
  const byId = new Map(compacted(settled).map((known) => [known.id, known]));
  return panels.map((known) => byId.get(known.id) ?? known);
}

/** The layout without a panel. */
export function without<T extends Placed>(panels: readonly T[], id: string): T[] {
  return compacted(panels.filter((panel) => panel.id !== id));
}

/** The first place from the top that has room. */
export function freePlace(panels: readonly Placed[], width: number, height: number): Place {
  const bottom = panels.reduce((most, { place }) => Math.max(most, place.y + place.height), 0);
  for (let y = 0; y <= bottom; y += 1) {
    for (let x = 0; x + width <= GRID_COLUMNS; x += 1) {
      const place = { x, y, width, height };
      if (!panels.some((other) => collide(place, other.place))) return place;
    }
  }
  return { x: 0, y: bottom, width, height };
}

const steps: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where a key takes a panel: the arrows move it, with shift they change its size; null for any other key. */
export function placeAfterKey(place: Place, key: string, shift: boolean): Place | null {
  const step = steps[key];
  if (step === undefined) return null;
  const [across, down] = step;
  if (!shift) return onGrid({ ...place, x: place.x + across, y: place.y + down });
  const width = Math.min(GRID_COLUMNS - place.x, place.width + across);
  return onGrid({ ...place, width, height: place.height + down });
}

/** Where a panel is, for a screen reader; rows and columns are counted from one. */
export function placeWords({ x, y, width, height }: Place): string {
  return `column ${x + 1}, row ${y + 1}, ${width} wide, ${height} high`;
}

/** A free id made from words, such as a title. */
export function freeId(words: string, taken: readonly string[]): string {
  const base =
    words
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 56) || 'panel';
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}

/** A copy of a panel beside or below it. */
export function duplicated(panels: readonly Panel[], id: string): Panel[] {
  const panel = panels.find((other) => other.id === id);
  if (panel === undefined) return [...panels];
  const place = freePlace(panels, panel.place.width, panel.place.height);
  const ids = panels.map((other) => other.id);
  return [
    ...panels,
    { ...panel, id: freeId(panel.id, ids), title: panel.title === '' ? '' : `${panel.title} (copy)`.slice(0, 200), place },
  ];
}
