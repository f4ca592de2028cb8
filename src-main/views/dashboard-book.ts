import type {
  Dashboard,
  DashboardDraft,
  DashboardFile,
  DashboardSummary,
  ExistingDashboard,
  FreshetEvent,
  Panel,
  StoredDashboard,
} from '../../src-preload/contract/index.ts';
import { toIso } from '../../src-preload/contract/index.ts';
import type { KeptDashboard } from '../store/dashboards.ts';
import { readsOf } from '../store/query/sql-sources.ts';
import type { Store } from '../store/store.ts';
import { ViewError } from './view-error.ts';

/** How long a removed dashboard can be brought back, milliseconds. */
export const KEPT_REMOVED_MS = 30 * 86_400_000;

const MOST_ID = 63;

/** An id from a title: 'Odds & value' becomes odds-value. */
export function idFrom(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const id = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MOST_ID)
    .replace(/-+$/, '');
  return id === '' ? 'dashboard' : id;
}

export interface BookOptions {
  table: Store['dashboards'];
  now: () => number;
  sourceIds: () => string[];
  emit: (event: FreshetEvent) => void;
  /** A dashboard is another one, or gone. */
  onChange: (id: string) => void;
}

/** The dashboards, as they are stored. All throws `ViewError`. */
export class DashboardBook {
  readonly #options: BookOptions;
  /** Read once from the database: a dashboard is asked for by each of its panels. */
  readonly #known = new Map<string, KeptDashboard>();

  constructor(options: BookOptions) {
    this.#options = options;
    this.reload();
  }

  /** Reads all from the database again, as after an import. */
  reload(): void {
    this.#known.clear();
    for (const kept of this.#options.table.all()) this.#known.set(kept.dashboard.id, kept);
  }

  list(): DashboardSummary[] {
    const ids = this.#options.sourceIds();
    return [...this.#known.values()].map((kept) => summaryOf(kept, ids));
  }

  kept(id: string): KeptDashboard {
    const kept = this.#known.get(id);
    if (kept === undefined)
      throw new ViewError('NOT_FOUND', `There is no dashboard "${id}".`, 'GET /api/v1/dashboards lists those that there are.');
    return kept;
  }

  get(id: string): StoredDashboard {
    return shown(this.kept(id));
  }

  panel(id: string, panelId: string): { kept: KeptDashboard; panel: Panel } {
    const kept = this.kept(id);
    const panel = kept.dashboard.panels.find((each) => each.id === panelId);
    if (panel === undefined)
      throw new ViewError(
        'NOT_FOUND',
        `"${kept.dashboard.title}" has no panel "${panelId}".`,
        `GET /api/v1/dashboards/${id} shows its panels.`,
      );
    return { kept, panel };
  }

  create({ id, ...rest }: DashboardDraft): StoredDashboard {
    if (id !== undefined && this.#known.has(id))
      throw new ViewError('CONFLICT', `There is a dashboard "${id}" already.`, 'Choose another id, or leave it out.');
    return this.#add({ id: id ?? this.#freeId(idFrom(rest.title)), ...rest });
  }

  /** Makes several; one whose id is taken gets another from its title. */
  createAll(drafts: readonly DashboardDraft[]): DashboardSummary[] {
    const ids = drafts.map(
      ({ id, ...draft }) => this.create(id === undefined || this.#known.has(id) ? draft : { id, ...draft }).dashboard.id,
    );
    return this.list().filter(({ id }) => ids.includes(id));
  }

  replace(id: string, version: number, dashboard: Dashboard): StoredDashboard {
    const { table, now } = this.#options;
    const kept = this.kept(id);
    if (dashboard.id !== id)
      throw new ViewError(
        'UNPROCESSABLE',
        `The id of a dashboard stays: "${id}" cannot become "${dashboard.id}".`,
        'Duplicate it instead.',
      );
    if (kept.version !== version)
      throw new ViewError(
        'CONFLICT',
        `"${kept.dashboard.title}" has been changed since it was opened here.`,
        'Open it again and repeat your change; nothing was overwritten.',
      );
    return this.#changed(table.replace(kept.row, dashboard, now()));
  }

  remove(id: string): { id: string; restorableUntil: string } {
    const { table, now, emit, onChange } = this.#options;
    table.remove(this.kept(id).row, now());
    this.#known.delete(id);
    emit({ type: 'dashboard-removed', id });
    onChange(id);
    return { id, restorableUntil: toIso(now() + KEPT_REMOVED_MS) };
  }

  undo(id: string): StoredDashboard {
    const { table, now } = this.#options;
    const undone = table.undo(id, now());
    if (undone !== null) return this.#changed(undone);
    this.kept(id);
    throw new ViewError('CONFLICT', 'There is nothing to take back.', 'The last 20 changes of a dashboard can be.');
  }

  duplicate(id: string, title: string | undefined): StoredDashboard {
    const { dashboard } = this.kept(id);
    const copied = title ?? `${dashboard.title.slice(0, 190)} (copy)`;
    return this.#add({ ...dashboard, id: this.#freeId(idFrom(copied)), title: copied });
  }

  arrange(ids: readonly string[]): DashboardSummary[] {
    for (const id of ids) this.kept(id);
    this.#options.table.arrange(ids);
    this.reload();
    return this.list();
  }

  export(id: string): DashboardFile {
    return { freshet: 'dashboard', format: 1, dashboard: this.kept(id).dashboard };
  }

  import({ dashboard }: DashboardFile, existing: ExistingDashboard): StoredDashboard {
    const { table, now } = this.#options;
    const there = this.#known.get(dashboard.id);
    if (there === undefined) return this.#add(dashboard);
    if (existing === 'keep') return shown(there);
    if (existing === 'copy') return this.#add({ ...dashboard, id: this.#freeId(dashboard.id) });
    return this.#changed(table.replace(there.row, dashboard, now()));
  }

  #add(dashboard: Dashboard): StoredDashboard {
    const { table, now } = this.#options;
    return this.#changed(table.add(dashboard, now()));
  }

  #changed(kept: KeptDashboard): StoredDashboard {
    const { sourceIds, emit, onChange } = this.#options;
    const { id } = kept.dashboard;
    const isNew = !this.#known.has(id);
    this.#known.set(id, kept);
    // One that was brought back has its old place among the others.
    if (isNew) this.reload();
    emit({ type: 'dashboard', dashboard: summaryOf(kept, sourceIds()) });
    onChange(id);
    return shown(kept);
  }

  /** `wanted`, with a number behind it where that is taken. */
  #freeId(wanted: string): string {
    let id = wanted;
    for (let number = 2; this.#known.has(id); number += 1) id = `${wanted.slice(0, MOST_ID - 6)}-${number}`;
    return id;
  }
}

function shown({ dashboard, version, changedAt, undoable }: KeptDashboard): StoredDashboard {
  return { dashboard, version, changedAt: toIso(changedAt), undoable };
}

function summaryOf({ dashboard, version, changedAt }: KeptDashboard, sourceIds: readonly string[]): DashboardSummary {
  const { id, title, about, panels } = dashboard;
  const read = new Set(panels.flatMap(({ query }) => (query === undefined ? [] : readsOf(query, sourceIds).sources)));
  return { id, title, about, panels: panels.length, sources: [...read], version, changedAt: toIso(changedAt) };
}
