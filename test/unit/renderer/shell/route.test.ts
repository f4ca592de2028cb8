import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { go, hrefOf, useRoute, type Route } from '../../../../src-renderer/shell/route.ts';

// The hook asks for the snapshot and no more, as React does when it renders.
vi.mock('react', () => ({ useSyncExternalStore: (_subscribe: unknown, snapshot: () => unknown) => snapshot() }));

let address = new URL('http://localhost/');

beforeEach(() => {
  address = new URL('http://localhost/');
  vi.stubGlobal('location', address);
  return () => vi.unstubAllGlobals();
});

function routeAt(hash: string): Route {
  address.hash = hash;
  return useRoute();
}

test.each(['', '#', '#/', '#/nowhere', '#//'])('%j is where one begins', (hash) => {
  expect(routeAt(hash)).toEqual({ screen: 'home' });
});

test('dashboards, the editor of their panels and the wall have addresses of their own', () => {
  expect(routeAt('#/dashboards')).toEqual({ screen: 'dashboards' });
  expect(routeAt('#/dashboards/odds')).toEqual({ screen: 'dashboard', id: 'odds' });
  expect(routeAt('#/dashboards/odds/add')).toEqual({ screen: 'panel', dashboardId: 'odds', panelId: null });
  expect(routeAt('#/dashboards/odds/panels/value')).toEqual({ screen: 'panel', dashboardId: 'odds', panelId: 'value' });
  expect(routeAt('#/wallboard/odds,meters/60')).toEqual({ screen: 'wallboard', ids: ['odds', 'meters'], seconds: 60 });
  expect(routeAt('#/wallboard/odds/0')).toEqual({ screen: 'wallboard', ids: ['odds'], seconds: 30 });
  expect(routeAt('#/wallboard/')).toEqual({ screen: 'dashboards' });
});

test.each(['#/sources', '#/sources/', 'sources'])('%j is the list of sources', (hash) => {
  expect(routeAt(hash)).toEqual({ screen: 'sources' });
});

test.each(['history', 'quotas', 'settings'] as const)('#/%s is its screen, whatever follows', (screen) => {
  expect(routeAt(`#/${screen}`)).toEqual({ screen });
  expect(routeAt(`#/${screen}/more/of/it`)).toEqual({ screen });
});

test.each(['json', 'curl', 'openapi', 'file', 'copy'] as const)('adding a source by %s has an address of its own', (way) => {
  expect(routeAt(`#/add-source/${way}`)).toEqual({ screen: 'add-source', way });
  expect(routeAt(`#/add-source/${way}/more`)).toEqual({ screen: 'add-source', way });
});

test('each preset has an address of its own; without one, or with a way that is not there, it is the gallery', () => {
  expect(routeAt('#/add-source/preset/usgs-earthquakes')).toEqual({ screen: 'add-source', way: 'preset', id: 'usgs-earthquakes' });
  expect(hrefOf({ screen: 'add-source', way: 'preset', id: 'a/b' })).toBe('#/add-source/preset/a%2Fb');
  for (const hash of ['#/add-source', '#/add-source/', '#/add-source/preset', '#/add-source/preset/', '#/add-source/constructor'])
    expect(routeAt(hash)).toEqual({ screen: 'add-source' });
});

test('an alert, its editor and a new one on something have addresses of their own', () => {
  for (const route of [
    { screen: 'alerts' },
    { screen: 'alerts', id: 'margin' },
    { screen: 'alert', id: 'margin' },
    { screen: 'alert', id: null },
    { screen: 'alert', id: null, on: { kind: 'panel', dashboardId: 'odds', panelId: 'a/b' } },
    { screen: 'alert', id: null, on: { kind: 'source', sourceId: 'odds' } },
  ] satisfies Route[])
    expect(routeAt(hrefOf(route))).toEqual(route);
  for (const hash of ['#/add-alert/panel/odds', '#/add-alert/source/', '#/add-alert/what/ever'])
    expect(routeAt(hash)).toEqual({ screen: 'alert', id: null });
});

test('the savings are a part of the history with an address of their own', () => {
  expect(routeAt('#/history/savings')).toEqual({ screen: 'history', part: 'savings' });
  expect(hrefOf({ screen: 'history', part: 'savings' })).toBe('#/history/savings');
});

test('a search has its words in the address', () => {
  expect(routeAt('#/search')).toEqual({ screen: 'search' });
  expect(routeAt('#/search/a%2Fb%20%22c%22')).toEqual({ screen: 'search', query: 'a/b "c"' });
  expect(hrefOf({ screen: 'search', query: '' })).toBe('#/search');
  expect(hrefOf({ screen: 'search', query: '\ud83d' })).toBe('#/search/%EF%BF%BD');
});

test('a source opens on its records, or on the tab that is named', () => {
  expect(routeAt('#/sources/odds')).toEqual({ screen: 'source', id: 'odds', tab: 'records' });
  expect(routeAt('#/sources/odds/why')).toEqual({ screen: 'source', id: 'odds', tab: 'why' });
  expect(routeAt('#/sources/odds/unknown')).toEqual({ screen: 'source', id: 'odds', tab: 'records' });
  expect(routeAt('#/sources/odds/constructor')).toEqual({ screen: 'source', id: 'odds', tab: 'records' });
});

test('a name that is not encoded properly is taken as it is', () => {
  expect(routeAt('#/sources/%E0%A4%A')).toEqual({ screen: 'source', id: '%E0%A4%A', tab: 'records' });
});

test('going to a route and reading the address gives the route again', () => {
  const tab = fc.constantFrom('records', 'refreshes', 'why', 'rule', 'quota', 'details', 'settings');
  const source = fc.record({ screen: fc.constant('source'), id: fc.string({ unit: 'grapheme', minLength: 1 }), tab });
  const plain = fc.constantFrom('sources', 'add-source', 'history', 'quotas', 'settings').map((screen) => ({ screen }));
  const search = fc.record({ screen: fc.constant('search'), query: fc.string({ unit: 'grapheme', minLength: 1 }) });
  const preset = fc.record({
    screen: fc.constant('add-source'),
    way: fc.constant('preset'),
    id: fc.string({ unit: 'grapheme', minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.oneof(plain, source, search, preset) as fc.Arbitrary<Route>, (route) => {
      go(route);
      expect(useRoute()).toEqual(route);
    }),
  );
});

test('the usual tab is not in the address', () => {
  expect(hrefOf({ screen: 'source', id: 'a/b c', tab: 'records' })).toBe('#/sources/a%2Fb%20c');
  expect(hrefOf({ screen: 'source', id: 'odds', tab: 'quota' })).toBe('#/sources/odds/quota');
  expect(hrefOf({ screen: 'sources' })).toBe('#/sources');
});

test('the same address gives the same object, another one another', () => {
  const first = routeAt('#/sources/odds');
  expect(routeAt('#/sources/odds')).toBe(first);
  expect(routeAt('#/sources/other')).not.toBe(first);
});
