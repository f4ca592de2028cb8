import {
  type Cache,
  type FreshetEvent,
  type PanelData,
  type PanelQuery,
  type PanelResult,
  type ParameterValue,
  parameterValue,
  type SourceAge,
  type SqlSchema,
  type TargetUse,
  type TimeRange,
  toIso,
  toIsoOrNull,
  type Warming,
} from '../../src-preload/contract/index.ts';
import { readsOf } from '../store/query/sql-sources.ts';
import type { Store } from '../store/store.ts';
import { type Asked, keyOf, usedBy, valuesOf } from './binding.ts';
import { type CacheEntry, isGood, isOutdated, PanelCache, type Wanted } from './cache.ts';
import type { ViewClock } from './clock.ts';
import { Computing, failureOf, type Queries } from './computing.ts';
import { DashboardBook, KEPT_REMOVED_MS } from './dashboard-book.ts';
import { Looks } from './looks.ts';
import { ViewError } from './view-error.ts';
import { type ViewSource, Warmth } from './warmth.ts';

/** What a caller asks with; what is left out is that of the dashboard. */
export interface Ask {
  parameters: Record<string, ParameterValue>;
  range?: TimeRange | undefined;
  timeZone?: string | undefined;
  asOf?: string | undefined;
}

export interface ViewsOptions {
  clock: ViewClock;
  store: Pick<Store, 'dashboards' | 'panelLooks' | 'meta'>;
  queries: Queries & {
    schema(question: { timeZone: string; nowMs: number; quotas: string }): Promise<SqlSchema>;
    readonly killed: number;
  };
  sources: () => readonly ViewSource[];
  /** One of them; `null` where there is none of that id. */
  source: (id: string) => ViewSource | null;
  /** How old a source's data are, in words of the contract. */
  ageOf: (sourceId: string) => SourceAge;
  quotas: () => unknown[];
  /** Whether any window or tab is looked at. */
  isLooking: () => boolean;
  emit: (event: FreshetEvent) => void;
  report: (error: unknown) => void;
  /** Of this computer. */
  timeZone: string;
  /** What all kept results may hold together, bytes. */
  mostBytes?: number;
}

const MOST_BYTES = 128 * 1_048_576;

const EMPTY: PanelResult = {
  columns: [],
  rows: [],
  truncated: false,
  sources: [],
  computedAt: null,
  expiresAt: null,
  tookMs: 0,
  version: 0,
  failure: null,
};

/** Dashboards and what their panels show: queries run in processes of their own, results kept warm while somebody looks. */
export class Views {
  readonly #options: ViewsOptions;
  readonly #cache: PanelCache;
  readonly #computing: Computing;
  readonly #warmth: Warmth;
  readonly #looks: Looks;
  readonly dashboards: DashboardBook;

  constructor(options: ViewsOptions) {
    this.#options = options;
    const { clock, store, queries, quotas, emit, report, sources, source } = options;
    let version = clock.now();
    this.#cache = new PanelCache(options.mostBytes ?? MOST_BYTES, () => (version += 1));
    this.#computing = new Computing({ clock, cache: this.#cache, queries, quotas, emit, report });
    this.dashboards = new DashboardBook({
      table: store.dashboards,
      now: () => clock.now(),
      sourceIds: () => sources().map(({ id }) => id),
      emit,
      onChange: (id) => this.#dropUnused(({ dashboardId }) => dashboardId === id),
    });
    this.#looks = new Looks({ ...options, cache: this.#cache, dashboards: this.dashboards });
    this.#warmth = new Warmth({
      clock,
      cache: this.#cache,
      compute: (entry) => this.#computing.compute(entry, false),
      sources,
      source,
      onTick: (sinceMs) => this.#looks.tick(sinceMs),
    });
  }

  /** Works out what was looked at last, so that it is there when it is looked at again. */
  start(): void {
    const { clock, store, report } = this.#options;
    try {
      store.dashboards.purgeRemoved(clock.now() - KEPT_REMOVED_MS);
    } catch (error) {
      report(error);
    }
    const entries = this.#looks.lookedLast().flatMap(({ id, panelId, ...asked }) => {
      const wanted = this.#tryFind(id, panelId, asked);
      return wanted === null ? [] : [this.#cache.take(wanted, clock.now())];
    });
    void this.#warmth.warm('start', entries);
  }

  stop(): void {
    this.#warmth.stop();
    this.#looks.write();
  }

  /** Records, history or existence of a source may be other ones than before. */
  sourceChanged(id: string): void {
    this.#warmth.sourceChanged(id);
  }

  /** What a panel shows. `isLook`: through a window or tab. `known`: the version that whoever asks has. Throws `ViewError`. */
  async data(id: string, panelId: string, ask: Ask, isLook: boolean, known: number | undefined): Promise<PanelData> {
    const now = this.#options.clock.now();
    const wanted = this.#find(id, panelId, ask);
    if (wanted === null) return { result: EMPTY, checkedAt: null, sources: [], unchanged: false };
    const entry = this.#cache.take(wanted, now);
    if (isLook) {
      entry.lookedAt = now;
      this.#warmth.wake();
    }
    if (isGood(entry, now)) {
      entry.hits += 1;
      this.#cache.hits += 1;
    } else {
      entry.misses += 1;
      this.#cache.misses += 1;
      await this.#computing.compute(entry, true);
      // What changed while it was worked out is worked out once more, which whoever looks hears of.
      if (isOutdated(entry)) this.#warmth.warmSoon();
    }
    const unchanged = known === entry.version;
    const shown = resultOf(entry);
    return { ...this.#aged(unchanged ? { ...shown, columns: [], rows: [] } : shown), unchanged };
  }

  /** What a query gives that is not saved. A mistake in it is the failure of the result. */
  async preview(query: PanelQuery, ask: Ask): Promise<PanelData & { sql: string }> {
    const asked = { range: ask.range ?? { lastSeconds: 86_400 }, timeZone: this.#zone(ask), parameters: ask.parameters, asOf: ask.asOf };
    const { sources } = readsOf(query, this.#sourceIds());
    const written = query.kind === 'sql' ? query.sql : '';
    const { clock } = this.#options;
    try {
      const { rows, columns, truncated, tookMs, sql } = await this.#options.queries.run(this.#computing.question({ query, asked }), true);
      const parsed = JSON.parse(rows) as unknown[][];
      const result = { ...EMPTY, columns, rows: parsed, truncated, sources, tookMs, computedAt: toIso(clock.now()) };
      return { ...this.#aged(result), unchanged: false, sql };
    } catch (error) {
      return { ...this.#aged({ ...EMPTY, sources, failure: failureOf(error) }), unchanged: false, sql: written };
    }
  }

  /** What a parameter can be set to: its choices, and those of its query. Throws `ViewError`. */
  async choices(id: string, name: string): Promise<{ items: { value: ParameterValue; label: string }[]; failure: string | null }> {
    const { dashboard } = this.dashboards.kept(id);
    const parameter = dashboard.parameters.find((each) => each.name === name);
    if (parameter === undefined)
      throw new ViewError('NOT_FOUND', `"${dashboard.title}" has no parameter "${name}".`, `GET /api/v1/dashboards/${id} shows them.`);
    const items = parameter.choices.map(({ value, label }) => ({ value, label: label ?? String(value ?? '') }));
    if (parameter.choicesSql === undefined) return { items, failure: null };
    const { result } = await this.preview(
      { kind: 'sql', sql: parameter.choicesSql },
      { parameters: valuesOf(dashboard, {}), range: dashboard.range },
    );
    for (const [first, second] of result.rows) {
      const value = parameterValue.safeParse(first);
      const label = parameterValue.safeParse(second ?? first);
      if (value.success) items.push({ value: value.data, label: String(label.data ?? '') });
    }
    return { items, failure: result.failure?.message ?? null };
  }

  /** How often a panel was young enough while somebody looked. Throws `ViewError`. */
  target(id: string, panelId: string): TargetUse {
    return this.#looks.target(id, panelId);
  }

  /** What SQL can read. Throws `QueryError`. */
  schema(): Promise<SqlSchema> {
    const { queries, clock, timeZone, quotas } = this.#options;
    return queries.schema({ timeZone, nowMs: clock.now(), quotas: JSON.stringify(quotas()) });
  }

  showCache(): Cache {
    const now = this.#options.clock.now();
    const entries = this.#cache.all();
    const { hits, misses, bytes, mostBytes, invalidations, evictions } = this.#cache;
    return {
      entries: entries.map((entry) => ({
        dashboardId: entry.dashboardId,
        panelId: entry.panelId,
        title: entry.title,
        key: entry.key,
        version: entry.version,
        computedAt: toIsoOrNull(entry.computedAt),
        expiresAt: toIsoOrNull(entry.expiresAt),
        askedAt: toIso(entry.askedAt),
        tookMs: entry.tookMs,
        rows: entry.rows.length,
        bytes: entry.bytes,
        hits: entry.hits,
        misses: entry.misses,
        sources: entry.reads.sources,
        state: stateOf(entry, now),
        failure: entry.failure?.message ?? null,
      })),
      totals: {
        entries: entries.length,
        bytes,
        mostBytes,
        hits,
        misses,
        hitRate: hits + misses === 0 ? null : hits / (hits + misses),
        invalidations,
        evictions,
        killed: this.#options.queries.killed,
      },
      warmings: [...this.#warmth.runs],
    };
  }

  /** Works all kept results out again. */
  warm(): Promise<Warming> {
    return this.#warmth.warm('asked', this.#cache.all());
  }

  clearCache(): { removed: number } {
    return { removed: this.#cache.drop(() => true) };
  }

  /** The database holds other dashboards than before, as after an import. */
  reload(): void {
    this.dashboards.reload();
    this.#dropUnused(() => true);
    for (const dashboard of this.dashboards.list()) this.#options.emit({ type: 'dashboard', dashboard });
  }

  #sourceIds(): string[] {
    return this.#options.sources().map(({ id }) => id);
  }

  #zone({ timeZone }: Pick<Ask, 'timeZone'>): string {
    return timeZone ?? this.#options.timeZone;
  }

  /** What a panel asks for; `null` where it asks for nothing. */
  #find(id: string, panelId: string, ask: Ask): Wanted | null {
    const { kept, panel } = this.dashboards.panel(id, panelId);
    const { query } = panel;
    if (query === undefined) return null;
    const { dashboard } = kept;
    const asked: Asked = {
      parameters: valuesOf(dashboard, ask.parameters),
      range: ask.range ?? dashboard.range,
      timeZone: this.#zone(ask),
      asOf: ask.asOf,
    };
    const used = usedBy(query, asked);
    return {
      key: `${id}/${panelId}/${keyOf(query, used)}`,
      dashboardId: id,
      panelId,
      query,
      asked,
      used,
      keepSeconds: panel.keepSeconds,
      title: panel.title === '' ? panelId : panel.title,
      reads: readsOf(query, this.#sourceIds()),
    };
  }

  /** `null` also where the panel is gone. */
  #tryFind(id: string, panelId: string, ask: Ask): Wanted | null {
    try {
      return this.#find(id, panelId, ask);
    } catch (error) {
      if (error instanceof ViewError) return null;
      throw error;
    }
  }

  #aged(result: PanelResult): Pick<PanelData, 'result' | 'checkedAt' | 'sources'> {
    const { source, ageOf } = this.#options;
    const sources = result.sources.filter((id) => source(id) !== null).map(ageOf);
    const oldest = sources.map(({ checkedAt }) => checkedAt).sort((a, b) => (a ?? '').localeCompare(b ?? ''))[0];
    return { result, checkedAt: oldest ?? null, sources };
  }

  /** Of these, results of panels that are gone or ask otherwise now are of no use. */
  #dropUnused(which: (entry: CacheEntry) => boolean): void {
    this.#cache.drop((entry) => which(entry) && this.#tryFind(entry.dashboardId, entry.panelId, entry.asked)?.key !== entry.key);
  }
}

function resultOf(entry: CacheEntry): PanelResult {
  return {
    columns: entry.columns,
    rows: entry.rows,
    truncated: entry.truncated,
    sources: entry.reads.sources,
    computedAt: toIsoOrNull(entry.computedAt),
    expiresAt: toIsoOrNull(entry.expiresAt),
    tookMs: entry.tookMs,
    version: entry.version,
    failure: entry.failure,
  };
}

function stateOf(entry: CacheEntry, nowMs: number): Cache['entries'][number]['state'] {
  if (entry.computing !== null) return 'computing';
  if (entry.failure !== null) return 'failed';
  return isGood(entry, nowMs) ? 'good' : 'outdated';
}
