import { AddSourceScreen } from '../add-source/AddSourceScreen.tsx';
import { AlertEditorScreen } from '../alerts/AlertEditorScreen.tsx';
import { AlertsScreen } from '../alerts/AlertsScreen.tsx';
import { CacheScreen } from '../dashboards/CacheScreen.tsx';
import { DashboardScreen } from '../dashboards/DashboardScreen.tsx';
import { DashboardsScreen } from '../dashboards/DashboardsScreen.tsx';
import { HomeScreen } from '../dashboards/HomeScreen.tsx';
import { Wallboard } from '../dashboards/Wallboard.tsx';
import { HistoryScreen } from '../history/HistoryScreen.tsx';
import { QuotasScreen } from '../quotas/QuotasScreen.tsx';
import { SearchScreen } from '../search/SearchScreen.tsx';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { SourceScreen } from '../source/SourceScreen.tsx';
import { SourcesScreen } from '../sources/SourcesScreen.tsx';
import { lazy, Suspense } from 'react';
import { Loading } from '../ui/Loading.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { hrefOf, useRoute } from './route.ts';
import type { Route } from './route.ts';

// The editor is opened seldom, and the first screen does not wait for it.
const PanelEditorScreen = lazy(() => import('../panel-editor/PanelEditorScreen.tsx'));

function screenOf(route: Route) {
  switch (route.screen) {
    case 'home':
      return <HomeScreen />;
    case 'dashboards':
      return <DashboardsScreen />;
    case 'dashboard':
      return <DashboardScreen key={route.id} id={route.id} />;
    case 'panel':
      return (
        <Suspense fallback={<Loading words="Opening the editor" />}>
          <PanelEditorScreen dashboardId={route.dashboardId} panelId={route.panelId} />
        </Suspense>
      );
    case 'wallboard':
      return <Wallboard ids={route.ids} seconds={route.seconds} />;
    case 'cache':
      return <CacheScreen />;
    case 'sources':
      return <SourcesScreen />;
    case 'source':
      return <SourceScreen key={route.id} id={route.id} tab={route.tab} />;
    case 'search':
      return <SearchScreen asked={route.query ?? ''} />;
    case 'add-source':
      return <AddSourceScreen way={route.way} id={route.id} />;
    case 'history':
      return <HistoryScreen part={route.part ?? 'refreshes'} />;
    case 'quotas':
      return <QuotasScreen />;
    case 'alerts':
      return <AlertsScreen open={route.id ?? null} />;
    case 'alert':
      return <AlertEditorScreen id={route.id} on={route.on} />;
    case 'settings':
      return <SettingsScreen />;
  }
}

const STAYING = new Set<Route['screen']>(['history', 'search', 'wallboard', 'alerts']);

/** What stays the same screen while its parts change, with what was chosen on it. */
function keyOf(route: Route): string {
  if (route.screen === 'source') return route.id;
  return STAYING.has(route.screen) ? route.screen : hrefOf(route);
}

export function CurrentScreen() {
  const route = useRoute();
  return <ErrorBoundary key={keyOf(route)}>{screenOf(route)}</ErrorBoundary>;
}
