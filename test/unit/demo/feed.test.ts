import { expect, test } from 'vitest';
import { matchDetails, matches, meters, movedParcels, parcels, runs, TICK_MS } from '../../../src-main/demo/feed.ts';

const NOON = Date.parse('2026-11-20T12:00:00.000Z');

test('the feed is the same for the same moment and changes a little with each tick', () => {
  expect(matches(NOON)).toEqual(matches(NOON + TICK_MS - 1));
  let changed = 0;
  for (let tick = 1; tick <= 60; tick += 1) {
    const before = matches(NOON + (tick - 1) * TICK_MS).map((match) => JSON.stringify(match));
    changed += matches(NOON + tick * TICK_MS).filter((match) => !before.includes(JSON.stringify(match))).length;
  }
  expect(changed / 60).toBeGreaterThan(1);
  expect(changed / 60).toBeLessThan(20);
});

test('ids are unique and prices plausible', () => {
  const all = matches(NOON);
  expect(new Set(all.map((match) => match['id'])).size).toBe(all.length);
  expect(new Set(meters(NOON).map((meter) => meter['meter'])).size).toBe(260);
  for (const match of all) {
    expect(match['home_team']).not.toBe(match['away_team']);
    expect(match['best_home_price']).toBeGreaterThan(1);
    expect(match['best_home_price']).toBeLessThan(10);
  }
});

test('a match has details, the same at all times, and not always a referee', () => {
  const details = matches(NOON).map(({ id }) => matchDetails(String(id)));
  for (const each of details) expect(each).toMatchObject({ venue: { name: expect.any(String), seats: expect.any(Number) } });
  const referees = details.map((each) => each?.['referee']);
  expect(referees).toContain(null);
  expect(new Set(referees).size).toBeGreaterThan(3);
  expect(matchDetails('match-x')).toBeNull();
});

test('runs come and go', () => {
  const before = runs(NOON).map((run) => run['execution']);
  const after = runs(NOON + 60 * TICK_MS).map((run) => run['execution']);
  expect(after.filter((run) => !before.includes(run)).length).toBeGreaterThan(10);
  expect(before.filter((run) => after.includes(run)).length).toBeGreaterThan(10);
});

test('what moved in a second is what the list shows anew, so that nobody who listens misses anything', () => {
  let known = new Map(parcels(NOON).map((parcel) => [parcel['parcel'], parcel]));
  let moves = 0;
  for (let second = 1; second <= 60; second += 1) {
    const moved = movedParcels(NOON + (second - 1) * 1_000, NOON + second * 1_000);
    moves += moved.length;
    known = new Map([...known, ...moved.map((parcel): [unknown, Record<string, unknown>] => [parcel['parcel'], parcel])]);
  }
  expect(moves).toBeGreaterThan(20);
  expect([...known.values()]).toEqual(parcels(NOON + 60_000));
});
