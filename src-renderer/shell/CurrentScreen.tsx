import { AddSourceScreen } from '../add-source/AddSourceScreen.tsx';
import { HistoryScreen } from '../history/HistoryScreen.tsx';
import { QuotasScreen } from '../quotas/QuotasScreen.tsx';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { SourceScreen } from '../source/SourceScreen.tsx';
import { SourcesScreen } from '../sources/SourcesScreen.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { hrefOf, useRoute } from './route.ts';
import type { Route } from './route.ts';

function screenOf(route: Route) {
  switch (route.screen) {
    case 'sources':
      return <SourcesScreen />;
    case 'source':
      return <SourceScreen key={route.id} id={route.id} tab={route.tab} />;
    case 'add-source':
      return <AddSourceScreen />;
    case 'history':
      return <HistoryScreen />;
    case 'quotas':
      return <QuotasScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
}

export function CurrentScreen() {
  const route = useRoute();
  return <ErrorBoundary key={route.screen === 'source' ? route.id : hrefOf(route)}>{screenOf(route)}</ErrorBoundary>;
}
