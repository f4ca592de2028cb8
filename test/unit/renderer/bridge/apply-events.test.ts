import '../locale.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FreshetEvent, SourceStatus } from '../../../../src-preload/contract/index.ts';
import { applyEvents, noData } from '../../../../src-renderer/bridge/apply-events.ts';
import { aDecision, anApp, aRefresh, aSource, someActivity } from '../make.ts';

const named = (id: string, name: string) => aSource({ id, name });
const snapshot = (...sources: SourceStatus[]): FreshetEvent => ({ type: 'snapshot', app: anApp(), sources, activity: someActivity() });
const sourceEvent = (source: SourceStatus): FreshetEvent => ({ type: 'source', source });

test('no events leave every part of the data as it is', () => {
  const before = applyEvents(noData, [snapshot(named('a', 'A'))]);
  const after = applyEvents(before, []);
  for (const part of ['app', 'activity', 'sources', 'order', 'refreshes', 'decisions'] as const) expect(after[part]).toBe(before[part]);
});

test('a snapshot replaces all sources, and what came live stays', () => {
  const before = applyEvents(noData, [snapshot(named('a', 'A'), named('b', 'B')), { type: 'refresh', refresh: aRefresh() }]);
  const after = applyEvents(before, [snapshot(named('c', 'C'))]);
  expect([...after.sources.keys()]).toEqual(['c']);
  expect(after.order).toEqual(['c']);
  expect(after.refreshes).toBe(before.refreshes);
});

test('an empty snapshot empties the list', () => {
  const after = applyEvents(applyEvents(noData, [snapshot(named('a', 'A'))]), [snapshot()]);
  expect(after.sources.size).toBe(0);
  expect(after.order).toEqual([]);
});

test('sources are ordered by name as people order: numbers by value, case and accents aside, equal names by id', () => {
  const { order } = applyEvents(noData, [
    snapshot(
      named('1', 'Feed 10'),
      named('2', 'feed 9'),
      named('3', 'Éclair'),
      named('5', 'same'),
      named('4', 'Same'),
      named('6', 'zebra'),
    ),
  ]);
  expect(order).toEqual(['3', '2', '1', '4', '5', '6']);
});

test('a change that is not of the name keeps the order as the same object, and the other sources too', () => {
  const before = applyEvents(noData, [snapshot(named('a', 'A'), named('b', 'B'))]);
  const after = applyEvents(before, [sourceEvent({ ...named('b', 'B'), records: 7 })]);
  expect(after.order).toBe(before.order);
  expect(after.sources.get('a')).toBe(before.sources.get('a'));
  expect(after.sources.get('b')?.records).toBe(7);
  expect(before.sources.get('b')?.records).toBe(3);
});

test('a source that is renamed, added or removed changes the order', () => {
  const before = applyEvents(noData, [snapshot(named('a', 'A'), named('b', 'B'))]);
  expect(applyEvents(before, [sourceEvent(named('a', 'Z'))]).order).toEqual(['b', 'a']);
  expect(applyEvents(before, [sourceEvent(named('c', 'AA'))]).order).toEqual(['a', 'c', 'b']);
  expect(applyEvents(before, [{ type: 'source-removed', id: 'a' }]).order).toEqual(['b']);
});

test('the removal of a source that is not known changes no order', () => {
  const before = applyEvents(noData, [snapshot(named('a', 'A'))]);
  const after = applyEvents(before, [{ type: 'source-removed', id: 'nobody' }]);
  expect(after.order).toBe(before.order);
  expect(after.sources).toEqual(before.sources);
});

test('events of one burst are taken in their order', () => {
  const after = applyEvents(noData, [
    sourceEvent(named('old', 'Old')),
    snapshot(named('a', 'A')),
    sourceEvent(named('b', 'B')),
    { type: 'source-removed', id: 'a' },
    { type: 'app', app: anApp({ paused: true }) },
    { type: 'activity', activity: someActivity({ active: true }) },
  ]);
  expect(after.order).toEqual(['b']);
  expect(after.app?.paused).toBe(true);
  expect(after.activity?.active).toBe(true);
});

test('a refresh is there once, with the last word on it', () => {
  const running = aRefresh({ id: 'r', outcome: null, endedAt: null });
  const after = applyEvents(noData, [
    { type: 'refresh', refresh: running },
    { type: 'refresh', refresh: aRefresh({ id: 'other' }) },
    { type: 'refresh', refresh: aRefresh({ id: 'r', outcome: 'changed' }) },
  ]);
  expect(after.refreshes.map((refresh) => [refresh.id, refresh.outcome])).toEqual([
    ['r', 'changed'],
    ['other', 'changed'],
  ]);
});

test('of thousands of refreshes the newest 500 are kept', () => {
  const events = Array.from({ length: 2_000 }, (_each, at): FreshetEvent => ({ type: 'refresh', refresh: aRefresh({ id: String(at) }) }));
  const { refreshes } = applyEvents(noData, events);
  expect(refreshes).toHaveLength(500);
  expect([refreshes[0]?.id, refreshes.at(-1)?.id]).toEqual(['1999', '1500']);
});

test('of the decisions on a source the newest 50 are kept, apart from those on other sources', () => {
  const decided = (sourceId: string, at: number): FreshetEvent => ({
    type: 'decision',
    decision: aDecision({ id: `${sourceId}${at}`, sourceId }),
  });
  const after = applyEvents(noData, [decided('b', 0), ...Array.from({ length: 60 }, (_each, at) => decided('a', at))]);
  expect(
    after.decisions
      .get('a')
      ?.map(({ id }) => id)
      .slice(0, 2),
  ).toEqual(['a59', 'a58']);
  expect(after.decisions.get('a')).toHaveLength(50);
  expect(after.decisions.get('b')).toHaveLength(1);
  const more = applyEvents(after, [decided('a', 60)]);
  expect(more.decisions.get('b')).toBe(after.decisions.get('b'));
  expect(noData.decisions.size).toBe(0);
});

test('however events are cut into bursts, the same data comes out', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const event: fc.Arbitrary<FreshetEvent> = fc.oneof(
    fc.tuple(id, fc.constantFrom('x', 'y', 'Y', 'é')).map(([each, name]) => sourceEvent(named(each, name))),
    id.map((each): FreshetEvent => ({ type: 'source-removed', id: each })),
    fc.uniqueArray(id).map((ids) => snapshot(...ids.map((each) => named(each, 'n')))),
    id.map((each): FreshetEvent => ({ type: 'refresh', refresh: aRefresh({ id: each }) })),
    id.map((each): FreshetEvent => ({ type: 'decision', decision: aDecision({ sourceId: each }) })),
  );
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const atOnce = applyEvents(noData, events);
      const oneByOne = events.reduce((data, each) => applyEvents(data, [each]), noData);
      expect(oneByOne).toEqual(atOnce);
      expect([...atOnce.order].sort()).toEqual([...atOnce.sources.keys()].sort());
    }),
  );
});
