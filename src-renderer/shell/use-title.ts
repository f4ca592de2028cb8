import { useEffect } from 'react';
import { useDashboards } from '../dashboards/dashboard-list.ts';
import { useFreshet } from '../bridge/store.ts';
import { useNow } from '../ui/use-now.ts';
import { nav, navScreen } from './nav.ts';
import { useRoute } from './route.ts';
import { useLine } from './use-line.ts';

/** The title of the window says where one is and how fresh everything is. */
export function useTitle(): void {
  const route = useRoute();
  const { words } = useLine(useNow(30_000));
  const sourceName = useFreshet((state) => (route.screen === 'source' ? state.sources.get(route.id)?.name : undefined));
  const dashboard = useDashboards((state) =>
    route.screen === 'dashboard' ? state.items?.find(({ id }) => id === route.id)?.title : undefined,
  );
  const screen = nav.find((entry) => entry.route.screen === navScreen(route))?.name ?? 'Freshet';
  const here =
    sourceName ??
    dashboard ??
    (route.screen === 'add-source' ? 'Add a source' : route.screen === 'alert' && route.id === null ? 'Add an alert' : screen);
  useEffect(() => {
    document.title = `${here} · ${words} · Freshet`;
  }, [here, words]);
}
