import { IconBell, IconLayoutDashboard, IconDatabase, IconGauge, IconHistory, IconSearch, IconSettings } from '@tabler/icons-react';
import type { Route } from './route.ts';

interface NavEntry {
  name: string;
  route: Route;
  icon: typeof IconHistory;
  /** Pressed after `g`. */
  key: string;
}

export const nav: readonly NavEntry[] = [
  { name: 'Dashboards', route: { screen: 'dashboards' }, icon: IconLayoutDashboard, key: 'd' },
  { name: 'Sources', route: { screen: 'sources' }, icon: IconDatabase, key: 's' },
  { name: 'Search', route: { screen: 'search' }, icon: IconSearch, key: 'f' },
  { name: 'History', route: { screen: 'history' }, icon: IconHistory, key: 'h' },
  { name: 'Quotas', route: { screen: 'quotas' }, icon: IconGauge, key: 'q' },
  { name: 'Alerts', route: { screen: 'alerts' }, icon: IconBell, key: 'a' },
  { name: 'Settings', route: { screen: 'settings' }, icon: IconSettings, key: 't' },
];

/** Which entry of the rail a route belongs to. */
export function navScreen(route: Route): Route['screen'] {
  switch (route.screen) {
    case 'source':
    case 'add-source':
      return 'sources';
    case 'dashboard':
    case 'panel':
    case 'wallboard':
    case 'cache':
      return 'dashboards';
    case 'alert':
      return 'alerts';
    default:
      return route.screen;
  }
}
