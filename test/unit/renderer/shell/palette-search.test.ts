import '../locale.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { applyEvents, noData } from '../../../../src-renderer/bridge/apply-events.ts';
import { useFreshet } from '../../../../src-renderer/bridge/store.ts';
import type { Entry } from '../../../../src-renderer/shell/palette-entries.ts';
import { searchEntries } from '../../../../src-renderer/shell/palette-search.ts';
import { anApp, aSource, someActivity } from '../make.ts';

const entry = (id: string, label: string): Entry => ({ id, label, run: () => undefined });

// The real entries need a page; their labels are made in the same way.
vi.mock('../../../../src-renderer/shell/palette-entries.ts', async () => {
  const { sourceNow } = await import('../../../../src-renderer/bridge/store.ts');
  return {
    sourceEntries: (id: string) => {
      const name = sourceNow(id)?.name;
      return name === undefined
        ? []
        : [entry(`open ${id}`, name), entry(`refresh ${id}`, `${name} · Refresh`), entry(`why ${id}`, `${name} · Why`)];
    },
  };
});

const app = [entry('sources', 'Sources'), entry('all', 'Refresh all'), entry('help', 'Keyboard shortcuts')];

function take(...names: string[]): readonly string[] {
  const sources = names.map((name, at) => aSource({ id: `s${at}`, name }));
  const data = applyEvents(noData, [{ type: 'snapshot', app: anApp(), sources, activity: someActivity() }]);
  useFreshet.setState(data);
  return data.order;
}

const found = (query: string, order: readonly string[]) => searchEntries(query, app, order).map(({ label }) => label);

beforeEach(() => {
  take();
});

test('without a query there are the entries of the app, then the sources to open', () => {
  expect(found('', take('Odds', 'Weather'))).toEqual(['Sources', 'Refresh all', 'Keyboard shortcuts', 'Odds', 'Weather']);
  expect(found('  \t ', take('Odds'))).toHaveLength(4);
  expect(found('', take())).toEqual(['Sources', 'Refresh all', 'Keyboard shortcuts']);
});

test('of thousands of sources no more are offered than can be looked through', () => {
  const order = take(...Array.from({ length: 3_000 }, (_each, at) => `Source ${at}`));
  expect(found('', order)).toHaveLength(60);
  expect(found('source', order)).toHaveLength(60);
});

test('a query that matches nothing finds nothing', () => {
  expect(found('zzz', take('Odds'))).toEqual([]);
  expect(found('odds zzz', take('Odds'))).toEqual([]);
});

test('a source comes before what can be done with it', () => {
  expect(found('odds', take('Odds', 'Weather'))).toEqual(['Odds', 'Odds · Why', 'Odds · Refresh']);
});

test('actions of a source are offered once its name is part of the search', () => {
  const order = take('Odds', 'Weather');
  expect(found('refresh', order)).toEqual(['Refresh all']);
  expect(found('refresh odds', order)).toEqual(['Odds · Refresh']);
  expect(found('odds refresh', order)).toEqual(['Odds · Refresh']);
});

test('the earlier a word occurs, the better, and the shorter the label', () => {
  expect(found('fee', take('Coffee', 'Feed', 'Fee')).filter((label) => !label.includes('·'))).toEqual(['Fee', 'Feed', 'Coffee']);
});

test('case does not matter, and other scripts are found', () => {
  const order = take('Größe 🌊', '天気');
  expect(found('GRÖSSE', order)).toEqual([]);
  expect(found('GRÖßE', order)[0]).toBe('Größe 🌊');
  expect(found('🌊', order)[0]).toBe('Größe 🌊');
  expect(found('天', order)[0]).toBe('天気');
});

test('signs that mean something in a pattern are letters as all others', () => {
  expect(found('.*', take('Odds'))).toEqual([]);
  expect(found('(v2)', take('Odds (v2)'))[0]).toBe('Odds (v2)');
});

test('a source that is gone from the store is not offered', () => {
  take('Odds');
  expect(found('odds', ['s0', 'gone'])).toContain('Odds');
  expect(found('', ['gone'])).toEqual(['Sources', 'Refresh all', 'Keyboard shortcuts']);
});
