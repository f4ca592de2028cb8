import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GRID_COLUMNS, panelSchema } from '../../../../src-preload/contract/index.ts';
import type { Place } from '../../../../src-preload/contract/index.ts';
import {
  duplicated,
  freeId,
  freePlace,
  inReadingOrder,
  moved,
  onGrid,
  placeAfterKey,
  placeWords,
  without,
} from '../../../../src-renderer/dashboards/layout.ts';

const at = (id: string, x: number, y: number, width = 4, height = 4) => ({ id, place: { x, y, width, height } });
const placeOf = (panels: { id: string; place: Place }[], id: string) => panels.find((panel) => panel.id === id)?.place;

const overlaps = (a: Place, b: Place) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test('what is in the way of a panel goes down, and everything moves up as far as it goes', () => {
  const after = moved([at('a', 0, 0), at('b', 4, 0), at('c', 0, 4)], 'b', { x: 0, y: 0, width: 4, height: 4 });
  expect(placeOf(after, 'b')).toMatchObject({ x: 0, y: 0 });
  expect(placeOf(after, 'a')).toMatchObject({ x: 0, y: 4 });
  expect(placeOf(after, 'c')).toMatchObject({ x: 0, y: 8 });
});

test('the order of the panels themselves does not change', () => {
  expect(moved([at('a', 0, 0), at('b', 4, 0)], 'b', { x: 0, y: 0, width: 4, height: 4 }).map(({ id }) => id)).toEqual(['a', 'b']);
});

const place = fc.record({
  x: fc.integer({ min: -5, max: 20 }),
  y: fc.integer({ min: -5, max: 40 }),
  width: fc.integer({ min: -2, max: 20 }),
  height: fc.integer({ min: -2, max: 120 }),
});

test('wherever a panel is put, all lie on the grid and none over another', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 12 }), place, (places, to) => {
      let panels = places.map((each, index) => ({ id: String(index), place: onGrid(each) }));
      for (const { id, place: own } of panels) panels = moved(panels, id, own);
      panels = moved(panels, '0', to);
      for (const panel of panels) {
        expect(panel.place.x).toBeGreaterThanOrEqual(0);
        expect(panel.place.x + panel.place.width).toBeLessThanOrEqual(GRID_COLUMNS);
        expect(panels.filter((other) => other !== panel && overlaps(other.place, panel.place))).toEqual([]);
      }
    }),
  );
});

test('what is removed leaves no gap', () => {
  expect(placeOf(without([at('a', 0, 0), at('b', 0, 4)], 'a'), 'b')).toMatchObject({ y: 0 });
});

test('a new panel takes the first room from the top', () => {
  expect(freePlace([at('a', 0, 0), at('b', 8, 0)], 4, 4)).toEqual({ x: 4, y: 0, width: 4, height: 4 });
  expect(freePlace([at('a', 0, 0, 12)], 6, 8)).toEqual({ x: 0, y: 4, width: 6, height: 8 });
  expect(freePlace([], 6, 8)).toEqual({ x: 0, y: 0, width: 6, height: 8 });
});

test('the arrows move a panel, with shift they change its size, and neither leaves the grid', () => {
  const here = { x: 8, y: 0, width: 4, height: 2 };
  expect(placeAfterKey(here, 'ArrowLeft', false)).toMatchObject({ x: 7 });
  expect(placeAfterKey(here, 'ArrowRight', false)).toEqual(here);
  expect(placeAfterKey(here, 'ArrowUp', false)).toEqual(here);
  expect(placeAfterKey(here, 'ArrowRight', true)).toEqual(here);
  expect(placeAfterKey(here, 'ArrowLeft', true)).toMatchObject({ x: 8, width: 3 });
  expect(placeAfterKey(here, 'ArrowUp', true)).toMatchObject({ height: 2 });
  expect(placeAfterKey(here, 'Enter', false)).toBeNull();
});

test('the order of reading is from top to bottom, then from left to right', () => {
  expect(inReadingOrder([at('c', 0, 4), at('b', 4, 0), at('a', 0, 0)]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(placeWords({ x: 0, y: 4, width: 6, height: 8 })).toBe('column 1, row 5, 6 wide, 8 high');
});

test('ids are made from words and are always free', () => {
  expect(freeId('Größe & Preis', [])).toBe('gro-e-preis');
  expect(freeId('Odds', ['odds', 'odds-2'])).toBe('odds-3');
  expect(freeId('', [])).toBe('panel');
});

test('a copy has an id and a place of its own', () => {
  const panel = panelSchema.parse({ id: 'odds', title: 'Odds', show: { kind: 'table' }, place: { x: 0, y: 0, width: 6, height: 8 } });
  const [, copy] = duplicated([panel], 'odds');
  expect(copy).toMatchObject({ id: 'odds-2', title: 'Odds (copy)', place: { x: 6, y: 0 } });
});
