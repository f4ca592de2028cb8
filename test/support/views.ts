import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  dashboardDraftSchema,
  type FreshetEvent,
  panelSchema,
  type PanelQuery,
  type SourceDraftInput,
} from '../../src-preload/contract/index.ts';
import type { RunQuestion } from '../../src-main/store/query/query-messages.ts';
import { QueryRunner } from '../../src-main/store/query/query-runner.ts';
import { SqlMistake } from '../../src-main/store/query/sql-mistake.ts';
import { QueryError } from '../../src-main/views/query-pool.ts';
import { Views } from '../../src-main/views/views.ts';
import { makeRig, type Rig } from './engine.ts';
import { json } from './upstream.ts';

/** Views on a real engine and a real database. Queries run in the process of the test; the processes have tests of their own. */
export interface ViewsRig {
  rig: Rig;
  views: Views;
  /** The queries that were run, in order. */
  ran: RunQuestion[];
  events: FreshetEvent[];
  /** What the upstream answers for each path, such as 'odds'. */
  listings: Record<string, unknown[]>;
  add(id: string, settings?: Partial<SourceDraftInput>): Promise<void>;
  refresh(id: string): Promise<void>;
  /** Makes a dashboard of SQL panels, by id of the panel. */
  dashboard(panels: Record<string, string>, more?: object): void;
  data(panelId: string, ask?: Partial<Parameters<Views['data']>[2]>, isLook?: boolean): ReturnType<Views['data']>;
  rows(panelId: string): Promise<unknown[][]>;
  panelEvents(): string[];
  /** Ends the views and starts others on the same database. */
  restart(): void;
}

export const panel = (id: string, query: PanelQuery | string, more: object = {}) =>
  panelSchema.parse({
    id,
    query: typeof query === 'string' ? { kind: 'sql', sql: query } : query,
    show: { kind: 'table' },
    place: { x: 0, y: 0, width: 4, height: 4 },
    ...more,
  });

export async function makeViews({ startIso, ...options }: { mostBytes?: number; startIso?: string } = {}): Promise<ViewsRig> {
  const listings: Record<string, unknown[]> = {};
  const holder: { views: Views | null } = { views: null };
  const rig = await makeRig({
    ...(startIso === undefined ? {} : { startIso }),
    handler: ({ path }, response) => json(response, listings[path.replace(/^\//, '').split('?')[0] ?? ''] ?? []),
    onSource: (id) => holder.views?.sourceChanged(id),
  });
  const runner = new QueryRunner(join(rig.folder, 'freshet.db'));
  const ran: RunQuestion[] = [];
  const events: FreshetEvent[] = [];
  const open = () => {
    const { clock, store, engine } = rig;
    const views = new Views({
      clock,
      store,
      queries: {
        killed: 0,
        schema: () => Promise.resolve(runner.schema()),
        run: async (question) => {
          ran.push(question);
          await Promise.resolve();
          try {
            // How long it really takes is of the machine, and how long a result rests goes by it.
            return { ...runner.run(question), tookMs: 1 };
          } catch (error) {
            if (error instanceof SqlMistake) throw new QueryError({ message: error.message, advice: error.advice });
            throw error;
          }
        },
      },
      sources: () => engine.marks(),
      source: (id) => engine.mark(id),
      ageOf: (id) => {
        const { name, state, checkedAt, staleSeconds } = engine.source(id);
        return { sourceId: id, name, state, checkedAt, staleSeconds, dueAt: null, demo: false };
      },
      quotas: () => engine.quotas(),
      isLooking: () => engine.activity().active,
      emit: (event) => events.push(event),
      report: (error) => {
        throw error;
      },
      timeZone: 'UTC',
      ...options,
    });
    views.start();
    holder.views = views;
    return views;
  };
  const made: ViewsRig = {
    rig,
    views: open(),
    ran,
    events,
    listings,
    add: async (id, settings = {}) => {
      await rig.add({ id, name: id, url: `${rig.upstream.url}/${id}`, policy: { preset: 'manual' }, ...settings });
      await rig.idle();
    },
    refresh: async (id) => {
      await rig.engine.refresh(id, 'normal', true);
      await rig.pass(1_000);
    },
    dashboard: (panels, more = {}) => {
      const drawn = Object.entries(panels).map(([id, sql]) => panel(id, sql));
      made.views.dashboards.create(dashboardDraftSchema.parse({ id: 'board', title: 'Board', panels: drawn, ...more }));
    },
    data: (panelId, ask = {}, isLook = true) => made.views.data('board', panelId, { parameters: {}, ...ask }, isLook, undefined),
    rows: async (panelId) => (await made.data(panelId)).result.rows,
    panelEvents: () => events.flatMap((event) => (event.type === 'panel' ? [event.panelId] : [])),
    restart: () => {
      made.views.stop();
      made.views = open();
    },
  };
  onTestFinished(() => {
    made.views.stop();
    runner.close();
  });
  return made;
}
