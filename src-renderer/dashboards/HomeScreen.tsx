import { useEffect } from 'react';
import { goInstead } from '../shell/route.ts';
import { Loading } from '../ui/Loading.tsx';
import { firstDashboard, useDashboards } from './dashboard-list.ts';

/** Leads to the dashboard that was looked at last; to the sources while there is none. */
export function HomeScreen() {
  const items = useDashboards((state) => state.items);
  const failed = useDashboards((state) => state.error !== null);
  useEffect(() => {
    if (items === null && !failed) return;
    const id = firstDashboard(items ?? []);
    goInstead(id === null ? { screen: 'sources' } : { screen: 'dashboard', id });
  }, [items, failed]);
  return <Loading words="Opening" />;
}
