import { useSyncExternalStore } from 'react';

const tabs = ['records', 'refreshes', 'why', 'rule', 'quota', 'details', 'settings'] as const;
type SourceTab = (typeof tabs)[number];

const addWays = ['json', 'curl', 'openapi', 'file', 'copy', 'preset'] as const;
export type AddWay = (typeof addWays)[number];

/** What a new alert is to watch. */
export type AlertOn = { kind: 'panel'; dashboardId: string; panelId: string } | { kind: 'source'; sourceId: string };

/** Which screen is shown. It lives in the fragment of the address, so that it works under app: and http: alike. */
export type Route =
  /** Wherever one begins: a dashboard where there is one, else the sources. */
  | { screen: 'home' }
  | { screen: 'dashboards' }
  | { screen: 'dashboard'; id: string }
  /** The editor of a panel; of a new one where it has no id yet. */
  | { screen: 'panel'; dashboardId: string; panelId: string | null }
  | { screen: 'wallboard'; ids: string[]; seconds: number }
  | { screen: 'cache' }
  | { screen: 'sources' }
  | { screen: 'source'; id: string; tab: SourceTab }
  | { screen: 'search'; query?: string }
  | { screen: 'add-source'; way?: AddWay; id?: string }
  | { screen: 'history'; part?: 'savings' }
  | { screen: 'quotas' }
  /** The list; with an id, that alert is open in it. */
  | { screen: 'alerts'; id?: string }
  /** The editor of an alert; of a new one where it has no id yet. */
  | { screen: 'alert'; id: string | null; on?: AlertOn }
  | { screen: 'settings' };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Seconds for each dashboard on the wall, if an address says none or something odd. */
const WALL_SECONDS = 30;

function wallOf(ids: string | undefined, seconds: string | undefined): Route {
  const known = (ids ?? '').split(',').filter(Boolean);
  const each = Number(seconds);
  return known.length === 0
    ? { screen: 'dashboards' }
    : { screen: 'wallboard', ids: known, seconds: Number.isFinite(each) && each >= 5 && each <= 86_400 ? each : WALL_SECONDS };
}

function dashboardOf(id: string | undefined, part: string | undefined, panelId: string | undefined): Route {
  if (id === undefined || id === '') return { screen: 'dashboards' };
  if (part === 'add') return { screen: 'panel', dashboardId: id, panelId: null };
  if (part === 'panels' && panelId !== undefined && panelId !== '') return { screen: 'panel', dashboardId: id, panelId };
  return { screen: 'dashboard', id };
}

/** A preset is named by its id; without one there is nothing to show but the gallery. */
function addSourceRoute(named: string | undefined, id: string | undefined): Route {
  const way = addWays.find((known) => known === named);
  if (way === undefined || (way === 'preset' && (id === undefined || id === ''))) return { screen: 'add-source' };
  return way === 'preset' && id !== undefined ? { screen: 'add-source', way, id } : { screen: 'add-source', way };
}

function alertsOf(id: string | undefined, part: string | undefined): Route {
  if (id === undefined || id === '') return { screen: 'alerts' };
  return part === 'edit' ? { screen: 'alert', id } : { screen: 'alerts', id };
}

function addAlertOf(kind: string | undefined, first: string | undefined, second: string | undefined): Route {
  const isNamed = (text: string | undefined): text is string => text !== undefined && text !== '';
  if (kind === 'source' && isNamed(first)) return { screen: 'alert', id: null, on: { kind, sourceId: first } };
  if (kind === 'panel' && isNamed(first) && isNamed(second))
    return { screen: 'alert', id: null, on: { kind, dashboardId: first, panelId: second } };
  return { screen: 'alert', id: null };
}

function alertHref({ id, on }: Extract<Route, { screen: 'alert' }>): string {
  if (id !== null) return `#/alerts/${encodeURIComponent(id)}/edit`;
  if (on === undefined) return '#/add-alert';
  const parts = on.kind === 'source' ? [on.sourceId] : [on.dashboardId, on.panelId];
  return `#/add-alert/${[on.kind, ...parts.map(encodeURIComponent)].join('/')}`;
}

function routeOf(hash: string): Route {
  const [screen, id, tab, more] = hash.replace(/^#\/?/, '').split('/').map(decode);
  switch (screen) {
    case 'dashboards':
      return dashboardOf(id, tab, more);
    case 'wallboard':
      return wallOf(id, tab);
    case 'sources':
      return id === undefined || id === '' ? { screen } : { screen: 'source', id, tab: tabs.find((known) => known === tab) ?? 'records' };
    case 'search':
      return id === undefined || id === '' ? { screen } : { screen, query: id };
    case 'history':
      return id === 'savings' ? { screen, part: id } : { screen };
    case 'add-source':
      return addSourceRoute(id, tab);
    case 'alerts':
      return alertsOf(id, tab);
    case 'add-alert':
      return addAlertOf(id, tab, more);
    case 'cache':
    case 'quotas':
    case 'settings':
      return { screen };
    default:
      return { screen: 'home' };
  }
}

export function hrefOf(route: Route): string {
  if (route.screen === 'history' && route.part !== undefined) return `#/history/${route.part}`;
  if (route.screen === 'search' && route.query !== undefined && route.query !== '')
    return `#/search/${encodeURIComponent(route.query.toWellFormed())}`;
  if (route.screen === 'alert') return alertHref(route);
  if (route.screen === 'alerts') return route.id === undefined ? '#/alerts' : `#/alerts/${encodeURIComponent(route.id)}`;
  if (route.screen === 'dashboard') return `#/dashboards/${encodeURIComponent(route.id)}`;
  if (route.screen === 'panel')
    return `#/dashboards/${encodeURIComponent(route.dashboardId)}/${route.panelId === null ? 'add' : `panels/${encodeURIComponent(route.panelId)}`}`;
  if (route.screen === 'wallboard') return `#/wallboard/${encodeURIComponent(route.ids.join(','))}/${route.seconds}`;
  if (route.screen === 'add-source' && route.way !== undefined)
    return `#/add-source/${route.way}${route.id === undefined ? '' : `/${encodeURIComponent(route.id.toWellFormed())}`}`;
  if (route.screen !== 'source') return `#/${route.screen}`;
  return `#/sources/${encodeURIComponent(route.id)}${route.tab === 'records' ? '' : `/${route.tab}`}`;
}

let knownHash = '';
let knownRoute: Route = { screen: 'home' };

/** The same hash gives the same object, as `useSyncExternalStore` asks for. */
function current(): Route {
  if (location.hash !== knownHash) {
    knownHash = location.hash;
    knownRoute = routeOf(knownHash);
  }
  return knownRoute;
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}

export function go(route: Route): void {
  location.hash = hrefOf(route);
}

/** As `go`, without leaving the address before in the history. */
export function goInstead(route: Route): void {
  location.replace(hrefOf(route));
}
