import { systemClock } from '../engine/clock.ts';
import type { Log } from '../engine/core.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/store.ts';
import { QUERY_LIMIT_MS } from '../store/query-limit.ts';
import { QueryPool } from '../views/query-pool.ts';
import { Views } from '../views/views.ts';
import type { StartQueryChild } from './query-children.ts';

export interface OpenViews {
  views: Views;
  close(): Promise<void>;
}

const MOST_LIMIT_SECONDS = 600;

/** How long a query of a panel may take, milliseconds: `FRESHET_QUERY_SECONDS`, or 5 s. */
export function queryLimitMs(environment: NodeJS.ProcessEnv): number {
  const seconds = Number(environment['FRESHET_QUERY_SECONDS'] ?? Number.NaN);
  return seconds > 0 && seconds <= MOST_LIMIT_SECONDS ? seconds * 1000 : QUERY_LIMIT_MS;
}

/** Opens the dashboards beside an engine that has started, with the processes that run their queries. */
export function openViews(parts: {
  engine: Engine;
  store: Store;
  log: Log;
  startQueryChild: StartQueryChild;
  file: string;
  onDashboard?: (id: string) => void;
}): OpenViews {
  const { engine, store, log, startQueryChild, file, onDashboard } = parts;
  const queries = new QueryPool({ clock: systemClock, fork: startQueryChild, file, limitMs: queryLimitMs(process.env) });
  const views = new Views({
    clock: systemClock,
    store,
    queries,
    sources: () => engine.marks(),
    source: (id) => engine.mark(id),
    ageOf: (id) => {
      const { name, state, checkedAt, staleSeconds, decision, origin } = engine.source(id);
      return { sourceId: id, name, state, checkedAt, staleSeconds, dueAt: decision.dueAt, demo: origin === 'demo' };
    },
    quotas: () => engine.quotas(),
    isLooking: () => engine.activity().active,
    emit: (event) => {
      engine.tell(event);
      if (event.type === 'dashboard') onDashboard?.(event.dashboard.id);
      if (event.type === 'dashboard-removed') onDashboard?.(event.id);
    },
    report: (error) => log.error({ err: error }, 'a panel could not be worked out'),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  // Who has no dashboards needs no processes for them.
  if (views.dashboards.list().length > 0) queries.warmUp();
  views.start();
  return {
    views,
    async close() {
      views.stop();
      await queries.stop();
    },
  };
}
