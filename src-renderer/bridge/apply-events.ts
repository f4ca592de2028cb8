import type { Activity, AppStatus, Decision, FreshetEvent, Refresh, SourceStatus } from '../../src-preload/contract/index.ts';

/** What the engine has told this page. */
export interface EngineData {
  app: AppStatus | null;
  activity: Activity | null;
  sources: ReadonlyMap<string, SourceStatus>;
  /** Source ids by name. Keeps its identity while neither names nor members change, so that lists do not render again. */
  order: readonly string[];
  /** Refreshes heard of since this page opened, newest first. */
  refreshes: readonly Refresh[];
  /** Decisions heard of since this page opened, newest first. */
  decisions: ReadonlyMap<string, readonly Decision[]>;
}

export const noData: EngineData = {
  app: null,
  activity: null,
  sources: new Map(),
  order: [],
  refreshes: [],
  decisions: new Map(),
};

const KEPT_REFRESHES = 500;
const KEPT_DECISIONS = 50;

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function orderOf(sources: ReadonlyMap<string, SourceStatus>): string[] {
  return [...sources.values()].sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1)).map((source) => source.id);
}

function withRefresh(list: readonly Refresh[], refresh: Refresh): Refresh[] {
  return [refresh, ...list.filter((known) => known.id !== refresh.id)].slice(0, KEPT_REFRESHES);
}

/** The data after a burst of events. Parts that no event touched keep their identity. */
export function applyEvents(before: EngineData, events: readonly FreshetEvent[]): EngineData {
  let { app, activity, refreshes } = before;
  let sources: Map<string, SourceStatus> | null = null;
  let decisions: Map<string, readonly Decision[]> | null = null;
  let reorder = false;
  const writable = () => (sources ??= new Map(before.sources));
  for (const event of events) {
    switch (event.type) {
      case 'snapshot':
        app = event.app;
        activity = event.activity;
        sources = new Map(event.sources.map((source) => [source.id, source]));
        reorder = true;
        break;
      case 'app':
        app = event.app;
        break;
      case 'activity':
        activity = event.activity;
        break;
      case 'source':
        if (writable().get(event.source.id)?.name !== event.source.name) reorder = true;
        writable().set(event.source.id, event.source);
        break;
      case 'source-removed':
        if (writable().delete(event.id)) reorder = true;
        break;
      case 'refresh':
        refreshes = withRefresh(refreshes, event.refresh);
        break;
      case 'panel':
      case 'dashboard':
      case 'dashboard-removed':
      case 'alert':
      case 'alert-removed':
      case 'alert-shown':
        // Of no concern here: these are kept where they are shown.
        break;
      case 'decision': {
        decisions ??= new Map(before.decisions);
        const known = decisions.get(event.decision.sourceId) ?? [];
        decisions.set(event.decision.sourceId, [event.decision, ...known].slice(0, KEPT_DECISIONS));
        break;
      }
    }
  }
  const next = sources ?? before.sources;
  return {
    app,
    activity,
    sources: next,
    order: reorder ? orderOf(next) : before.order,
    refreshes,
    decisions: decisions ?? before.decisions,
  };
}
