import { formQuerySchema, panelSchema, panelShowSchema } from '../../src-preload/contract/index.ts';
import type { Dashboard, FormQuery, Panel, PanelShow } from '../../src-preload/contract/index.ts';
import { freeId, freePlace } from '../dashboards/layout.ts';

/** The kinds of show by what they are good for, with the size that fits a new panel. */
export const showKinds: readonly { kind: PanelShow['kind']; name: string; width: number; height: number }[] = [
  { kind: 'number', name: 'Number', width: 3, height: 4 },
  { kind: 'line', name: 'Lines', width: 6, height: 8 },
  { kind: 'area', name: 'Area', width: 6, height: 8 },
  { kind: 'bar', name: 'Bars', width: 6, height: 8 },
  { kind: 'table', name: 'Table', width: 6, height: 8 },
  { kind: 'list', name: 'List', width: 4, height: 8 },
  { kind: 'gauge', name: 'Gauge', width: 3, height: 5 },
  { kind: 'status', name: 'Status', width: 4, height: 5 },
  { kind: 'heat-map', name: 'Heat map', width: 6, height: 8 },
  { kind: 'calendar', name: 'Calendar', width: 6, height: 10 },
  { kind: 'map', name: 'Route map', width: 6, height: 10 },
  { kind: 'text', name: 'Text', width: 4, height: 4 },
];

/** A show of a kind with everything at its standard; columns that the one before names are kept where it has them too. */
export function showOf(kind: PanelShow['kind'], before: PanelShow): PanelShow {
  const fresh = panelShowSchema.parse(kind === 'text' ? { kind, markdown: 'markdown' in before ? before.markdown : '' } : { kind });
  const known = before as unknown as Record<string, unknown>;
  const candidate: Record<string, unknown> = { ...fresh };
  for (const key of ['unit', 'thresholds', 'x', 'y', 'series', 'value', 'title', 'time']) {
    const value = known[key];
    if (value !== undefined && (key === 'unit' || key === 'thresholds' ? key in fresh : true)) candidate[key] = value;
  }
  const parsed = panelShowSchema.safeParse(candidate);
  if (parsed.success) return parsed.data;
  return fresh;
}

/** A question to begin with: the newest records of a source. */
export function newForm(source: string): FormQuery {
  return formQuerySchema.parse({ kind: 'form', source });
}

/** A panel that is not there yet. */
export function newPanel(dashboard: Dashboard, source: string | undefined): Panel {
  return panelSchema.parse({
    id: freeId(
      'panel',
      dashboard.panels.map(({ id }) => id),
    ),
    query: source === undefined ? { kind: 'sql', sql: 'select name, records, checked from sources' } : newForm(source),
    show: { kind: 'table' },
    place: freePlace(dashboard.panels, 6, 8),
  });
}

/** The dashboard with the panel in the place of the one it was made from, or added to the others. */
export function withPanel(dashboard: Dashboard, panel: Panel, isNew: boolean): Dashboard {
  if (!isNew && dashboard.panels.some(({ id }) => id === panel.id))
    return { ...dashboard, panels: dashboard.panels.map((known) => (known.id === panel.id ? panel : known)) };
  const size = showKinds.find(({ kind }) => kind === panel.show.kind) ?? { width: 6, height: 8 };
  const id = freeId(
    panel.title === '' ? panel.show.kind : panel.title,
    dashboard.panels.map((known) => known.id),
  );
  return { ...dashboard, panels: [...dashboard.panels, { ...panel, id, place: freePlace(dashboard.panels, size.width, size.height) }] };
}

const drafts = new Map<string, Panel>();
const keyOf = (dashboardId: string, panelId: string | null) => `${dashboardId}/${panelId ?? ''}`;

/** What was typed and not saved yet; it outlives going elsewhere and coming back. */
export function keptDraft(dashboardId: string, panelId: string | null): Panel | undefined {
  return drafts.get(keyOf(dashboardId, panelId));
}

export function keepDraft(dashboardId: string, panelId: string | null, panel: Panel | null): void {
  if (panel === null) drafts.delete(keyOf(dashboardId, panelId));
  else drafts.set(keyOf(dashboardId, panelId), panel);
}
