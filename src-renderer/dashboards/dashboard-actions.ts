import { dashboardFileSchema } from '../../src-preload/contract/index.ts';
import type { Dashboard, DashboardFile } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { saveFile } from '../panel/panel-actions.ts';
import { go } from '../shell/route.ts';
import { announce } from '../ui/announce.ts';
import { attempt, notify, notifyUndo } from '../ui/notify.tsx';
import { loadDashboards } from './dashboard-list.ts';
import { changeWithUndo } from './dashboard-store.ts';
import { duplicated, without } from './layout.ts';

/** Makes an empty dashboard and opens it. */
export async function createDashboard(title: string): Promise<void> {
  const made = await attempt(() => api().dashboards.create({ title }));
  if (made !== undefined) go({ screen: 'dashboard', id: made.dashboard.id });
}

export async function duplicateDashboard(id: string): Promise<void> {
  const made = await attempt(() => api().dashboards.duplicate({ id }));
  if (made === undefined) return;
  go({ screen: 'dashboard', id: made.dashboard.id });
  announce(`Made ${made.dashboard.title}`);
}

export async function removeDashboard(id: string, title: string): Promise<void> {
  const done = await attempt(() => api().dashboards.remove({ id }));
  if (done === undefined) return;
  go({ screen: 'dashboards' });
  notifyUndo(`Removed ${title}`, async () => {
    await api().dashboards.undo({ id });
    await loadDashboards();
    go({ screen: 'dashboard', id });
  });
}

export async function exportDashboard(id: string): Promise<void> {
  const file = await attempt(() => api().dashboards.export({ id }));
  if (file !== undefined) saveFile(`${id}.dashboard.json`, 'application/json', `${JSON.stringify(file, null, 2)}\n`);
}

/** Reads a file that somebody chose; words say what is wrong with it. */
export function readDashboardFile(text: string): DashboardFile | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'It is not JSON.';
  }
  const parsed = dashboardFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return issue === undefined ? 'It is no dashboard.' : `${issue.path.join('.') || 'It'}: ${issue.message}`;
}

/** Takes a dashboard in; one that is there already is kept and the file becomes a copy. */
export async function importDashboard(file: File): Promise<void> {
  const read = readDashboardFile(await file.text());
  if (typeof read === 'string') {
    notify({ title: `${file.name} is no dashboard that was exported`, text: read, tone: 'error' });
    return;
  }
  const made = await attempt(() => api().dashboards.import({ file: read }));
  if (made !== undefined) go({ screen: 'dashboard', id: made.dashboard.id });
}

const withPanels = (change: (panels: Dashboard['panels']) => Dashboard['panels']) => (dashboard: Dashboard) => ({
  ...dashboard,
  panels: change(dashboard.panels),
});

export function duplicatePanel(dashboardId: string, panelId: string): void {
  void changeWithUndo(
    dashboardId,
    'Duplicated the panel',
    withPanels((panels) => duplicated(panels, panelId)),
  );
}

export function removePanel(dashboardId: string, panelId: string, title: string): void {
  void changeWithUndo(
    dashboardId,
    `Removed ${title === '' ? 'the panel' : title}`,
    withPanels((panels) => without(panels, panelId)),
  );
}

/** Moves an entry of the list one place up or down. */
export async function moveDashboard(ids: readonly string[], id: string, by: -1 | 1): Promise<void> {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return;
  const next = [...ids];
  next.splice(from, 1);
  next.splice(to, 0, id);
  const done = await attempt(() => api().dashboards.arrange({ ids: next }));
  if (done === undefined) return;
  await loadDashboards();
  announce(`Moved to place ${to + 1} of ${ids.length}`);
}
