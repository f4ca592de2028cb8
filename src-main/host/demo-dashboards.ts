import { dashboardsOver } from '../presets/fill-preset.ts';
import { builtInPresets } from '../presets/registry.ts';
import type { DashboardDraft, TimeRange } from '../../src-preload/contract/index.ts';

interface Shown {
  id: string;
  title: string;
  /** Whose dashboard it is. */
  preset: string;
  /** The sources of the demo by their keys in the preset. */
  sources: Record<string, string[]>;
  /** Where the range of the preset is too long for what the demo has. */
  range?: TimeRange;
}

/** In the order of the screen: the demo opens with the first. */
const SHOWN: readonly Shown[] = [
  { id: 'demo-odds', title: 'Odds', preset: 'the-odds-api', sources: { main: ['demo-odds'], scores: ['demo-scores'] } },
  {
    id: 'demo-runs',
    title: 'Workflow runs',
    preset: 'n8n-executions',
    sources: { main: ['demo-executions', 'demo-executions-harbour'], workflows: ['demo-workflows', 'demo-workflows-harbour'] },
    range: { lastSeconds: 6 * 3600 },
  },
  { id: 'demo-training', title: 'Training', preset: 'strava-activities', sources: { main: ['demo-activities'] } },
  { id: 'demo-calendar', title: 'Calendar', preset: 'events-app', sources: { main: ['demo-events'] } },
];

/** The dashboards of the demo workspace: those of the presets, over the demo's sources as far as these are there. */
export function demoDashboards(sourceIds: readonly string[]): (DashboardDraft & { id: string })[] {
  return SHOWN.flatMap(({ id, title, preset, sources, range }) => {
    const found = builtInPresets.find((each) => each.id === preset);
    const own = Object.entries(sources).map(([key, ids]) => [key, ids.filter((each) => sourceIds.includes(each))] as const);
    if (found === undefined || own.every(([, ids]) => ids.length === 0)) return [];
    return dashboardsOver(found, new Map(own)).map((draft) => ({ ...draft, ...(range === undefined ? {} : { range }), id, title }));
  });
}
