import { z } from 'zod';
import { isoTime, parameterValues, type TargetUse, timeRangeSchema, viewId } from '../../src-preload/contract/index.ts';
import type { Store } from '../store/store.ts';
import { isLookedAt, type PanelCache } from './cache.ts';
import type { ViewClock } from './clock.ts';
import type { DashboardBook } from './dashboard-book.ts';
import { firstDay, isLate, LookCounts, TARGET_DAYS, targetUse } from './targets.ts';
import type { ViewSource } from './warmth.ts';

export interface LooksOptions {
  clock: Pick<ViewClock, 'now'>;
  store: Pick<Store, 'panelLooks' | 'meta'>;
  cache: PanelCache;
  dashboards: DashboardBook;
  sources: () => readonly ViewSource[];
  /** Whether any window or tab is looked at. */
  isLooking: () => boolean;
  report: (error: unknown) => void;
}

const LOOKED_KEY = 'views.looked';
const MOST_LOOKED = 40;
const lookedSchema = z.array(
  z.object({
    id: viewId,
    panelId: viewId,
    parameters: parameterValues,
    range: timeRangeSchema,
    timeZone: z.string(),
    asOf: isoTime.optional(),
  }),
);

/** Looks are written down at most so often, milliseconds. */
const WRITE_MS = 60_000;

/** A tick that comes late, as on a busy computer, is no more than so much looking, milliseconds. */
const MOST_TICK_MS = 15_000;

/** Counts how long panels with a freshness target are looked at, and remembers what was looked at for the next start. */
export class Looks {
  readonly #options: LooksOptions;
  readonly #counts = new LookCounts();
  #wroteAt: number;
  #written = '';

  constructor(options: LooksOptions) {
    this.#options = options;
    this.#wroteAt = options.clock.now();
  }

  /** So many milliseconds have passed in which somebody may have looked. */
  tick(sinceMs: number): void {
    const { clock, isLooking } = this.#options;
    const now = clock.now();
    if (isLooking())
      for (const [row, panels] of this.#lookedAt(now))
        for (const [panelId, late] of panels) this.#counts.add(row, panelId, Math.min(sinceMs, MOST_TICK_MS), late, now);
    if (Math.abs(now - this.#wroteAt) >= WRITE_MS) this.write();
  }

  /** How often a panel was young enough. Throws `ViewError`. */
  target(id: string, panelId: string): TargetUse {
    const { clock, store, dashboards } = this.#options;
    const { kept, panel } = dashboards.panel(id, panelId);
    this.write();
    const now = clock.now();
    return targetUse(panel, store.panelLooks.since(kept.row, panelId, firstDay(TARGET_DAYS, now)), now);
  }

  /** What was asked for when it was last written down, the last first. */
  lookedLast(): z.infer<typeof lookedSchema> {
    const stored = lookedSchema.safeParse(JSON.parse(this.#options.store.meta.get(LOOKED_KEY) ?? '[]'));
    return stored.success ? stored.data : [];
  }

  /** Writes down what there is. A database that refuses, as on a full disk, must not end the app. */
  write(): void {
    const { clock, store, cache, report } = this.#options;
    const now = clock.now();
    this.#wroteAt = now;
    try {
      if (!this.#counts.isEmpty) store.panelLooks.prune(firstDay(TARGET_DAYS + 1, now));
      for (const { dashboardRow, panelId, ...look } of this.#counts.take()) store.panelLooks.add(dashboardRow, panelId, look);
      const looked = cache
        .all()
        .filter(({ lookedAt }) => lookedAt > 0)
        .sort((a, b) => b.lookedAt - a.lookedAt)
        .slice(0, MOST_LOOKED)
        .map(({ dashboardId, panelId, asked }) => ({ id: dashboardId, panelId, ...asked }));
      const text = JSON.stringify(looked);
      if (looked.length === 0 || text === this.#written) return;
      store.meta.set(LOOKED_KEY, text);
      this.#written = text;
    } catch (error) {
      report(error);
    }
  }

  /** The panels with a target that are looked at, by the row of their dashboard, and whether what any of them shows is too old. */
  #lookedAt(now: number): Map<number, Map<string, boolean>> {
    const { cache, dashboards, sources } = this.#options;
    const checkedAts = new Map(sources().map(({ id, checkedAt }) => [id, checkedAt]));
    const looked = new Map<number, Map<string, boolean>>();
    for (const entry of cache.all()) {
      // What was known once is neither late nor in time.
      if (!isLookedAt(entry, now) || entry.asked.asOf !== undefined) continue;
      const { kept, panel } = dashboards.panel(entry.dashboardId, entry.panelId);
      if (panel.target === undefined) continue;
      const ages = entry.reads.sources.map((id) => checkedAts.get(id) ?? null);
      const panels = looked.get(kept.row) ?? new Map<string, boolean>();
      panels.set(panel.id, (panels.get(panel.id) ?? false) || isLate(panel.target, ages, now));
      looked.set(kept.row, panels);
    }
    return looked;
  }
}
