import { create } from 'zustand';
import type { DashboardSummary, FreshetEvent } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { onEvents, useFreshet } from '../bridge/store.ts';

interface DashboardList {
  /** In the order they are shown; null until they are known. */
  items: readonly DashboardSummary[] | null;
  error: unknown;
}

export const useDashboards = create<DashboardList>()(() => ({ items: null, error: null }));

/** The list after an event. A dashboard that is new comes last. */
export function withEvent(items: readonly DashboardSummary[], event: FreshetEvent): readonly DashboardSummary[] {
  if (event.type === 'dashboard-removed') return items.filter(({ id }) => id !== event.id);
  if (event.type !== 'dashboard') return items;
  const { dashboard } = event;
  return items.some(({ id }) => id === dashboard.id)
    ? items.map((known) => (known.id === dashboard.id ? dashboard : known))
    : [...items, dashboard];
}

export async function loadDashboards(): Promise<void> {
  try {
    const { items } = await api().dashboards.list();
    useDashboards.setState({ items, error: null });
  } catch (error) {
    useDashboards.setState({ error });
  }
}

let following = false;

/** Keeps the list as the engine has it, from the first connection on and over lost ones. */
export function followDashboards(): void {
  if (following) return;
  following = true;
  if (useFreshet.getState().link === 'open') void loadDashboards();
  useFreshet.subscribe((state, before) => {
    if (state.link === 'open' && before.link !== 'open') void loadDashboards();
  });
  onEvents((events) => {
    const { items } = useDashboards.getState();
    if (items === null) return;
    const next = events.reduce(withEvent, items);
    if (next !== items) useDashboards.setState({ items: next });
  });
}

const LAST_KEY = 'freshet.dashboard';

/** The dashboard to open first: the one that was looked at last, else the first; null without any. */
export function firstDashboard(items: readonly DashboardSummary[]): string | null {
  const last = localStorage.getItem(LAST_KEY);
  return items.find(({ id }) => id === last)?.id ?? items[0]?.id ?? null;
}

export function rememberDashboard(id: string): void {
  localStorage.setItem(LAST_KEY, id);
}
