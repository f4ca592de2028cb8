import { type DemoServer, DEMO_SEED, startDemoServer } from '../demo/server.ts';
import { demoSources } from '../demo/sources.ts';
import { Problem } from '../engine/calls/problem.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/store.ts';
import type { DashboardBook } from '../views/dashboard-book.ts';
import { demoDashboards } from './demo-dashboards.ts';
import {
  type AppStatus,
  type DemoFaults,
  type DemoServiceId,
  demoServiceId,
  type SourceConfig,
  sourceConfigSchema,
} from '../../src-preload/contract/index.ts';

type Ports = Partial<Record<DemoServiceId, number>>;

/** The ports of last time; none where they were never written or cannot be read. */
function portsOf(text: string | null): Ports {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    const known = Object.entries(typeof parsed === 'object' && parsed !== null ? parsed : {}).filter(
      ([id, port]) => demoServiceId.safeParse(id).success && Number.isInteger(port) && port > 0 && port < 65_536,
    );
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}

/** The dashboards that the demo has brought, each with the version that it then had; null where it never brought any. */
function broughtOf(text: string | null): Record<string, number> | null {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    if (typeof parsed !== 'object' || parsed === null) return null;
    return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  } catch {
    return null;
  }
}

/** Sources that came together with the dashboards which read them. */
const CAME_WITH_DASHBOARDS = new Set(['demo-scores', 'demo-workflows', 'demo-workflows-harbour']);

/** The sources of earlier versions: one of them that is missing was removed by the user. */
const EARLIER_IDS = new Set(['demo-odds', 'demo-meters', 'demo-executions', 'demo-parcels']);

const pathOf = (url: string) => new URL(url).pathname;

/** A demo source at the address that its service has now; all else stays as the user left it. */
function readdressed(config: SourceConfig, { host }: URL): SourceConfig {
  const text = JSON.stringify(config).replaceAll(`//${new URL(config.url).host}/`, `//${host}/`);
  return sourceConfigSchema.parse(JSON.parse(text));
}

/** The demo workspace: an embedded upstream, the sources that watch it, and dashboards over them. */
export class DemoWorkspace {
  readonly #engine: Engine;
  readonly #meta: Store['meta'];
  readonly #now: () => number;
  readonly #dashboards: () => Pick<DashboardBook, 'list' | 'create' | 'remove'> | null;
  #server: DemoServer | null = null;

  /** `dashboards`: where there are any yet. */
  constructor(
    engine: Engine,
    meta: Store['meta'],
    now: () => number,
    dashboards: () => Pick<DashboardBook, 'list' | 'create' | 'remove'> | null,
  ) {
    this.#engine = engine;
    this.#meta = meta;
    this.#now = now;
    this.#dashboards = dashboards;
  }

  show(): AppStatus['demo'] {
    return { on: this.#server !== null, url: this.#server?.url ?? null, faults: this.#server?.faults ?? null };
  }

  /** Opens the demo where it was left on, and on a first start without any source if `wanted`. */
  async open(wanted: boolean): Promise<void> {
    const before = this.#meta.get('demo');
    if (before === 'on') await this.#start(false);
    else if (before === null && wanted && this.#engine.sources().length === 0) await this.enter();
  }

  enter(): Promise<void> {
    return this.#start(true);
  }

  /** The fault dial. Throws `Problem` with code CONFLICT outside the demo workspace. */
  faults(): DemoFaults {
    return this.#running().faults;
  }

  /** Turns the fault dial. Throws `Problem` with code CONFLICT outside the demo workspace. */
  async setFaults(faults: DemoFaults): Promise<DemoFaults> {
    const server = this.#running();
    await server.setFaults(faults);
    // A port that somebody else took while the cable was out is another one now.
    await this.#bringSources(server, false);
    this.#engine.appChanged();
    return server.faults;
  }

  /** Leaves the demo; its records are kept for 30 days, in case it is entered again. A dashboard that was changed stays. */
  async leave(): Promise<void> {
    this.#meta.set('demo', 'off');
    const brought = broughtOf(this.#meta.get('demoDashboards')) ?? {};
    const book = this.#dashboards();
    for (const { id, version } of book?.list() ?? []) if (brought[id] === version) book?.remove(id);
    this.#meta.set('demoDashboards', '{}');
    for (const { id, origin } of this.#engine.sources()) if (origin === 'demo') await this.#engine.remove(id);
    await this.close();
    this.#engine.appChanged();
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.close();
  }

  #running(): DemoServer {
    if (this.#server === null)
      throw new Problem('CONFLICT', 'The demo is off, so there is nothing to disturb.', 'Bring the demo back in Settings first.');
    return this.#server;
  }

  async #start(withMissing: boolean): Promise<void> {
    if (this.#server !== null) return;
    // The same ports as last time, so that the sources keep their addresses and their age.
    const server = await startDemoServer({ now: this.#now, ports: portsOf(this.#meta.get('demoPorts')) });
    this.#server = server;
    this.#meta.set('demo', 'on');
    await this.#bringSources(server, withMissing);
    this.#bringDashboards(withMissing);
    this.#engine.appChanged();
  }

  /** Makes the dashboards that are not there. One that the user removed does not come back with the next start. */
  #bringDashboards(withMissing: boolean): void {
    const book = this.#dashboards();
    if (book === null) return;
    const brought = broughtOf(this.#meta.get('demoDashboards')) ?? {};
    const there = new Set(book.list().map(({ id }) => id));
    for (const draft of demoDashboards(this.#engine.sources().map(({ id }) => id))) {
      if (there.has(draft.id) || (draft.id in brought && !withMissing)) continue;
      brought[draft.id] = book.create(draft).version;
    }
    this.#meta.set('demoDashboards', JSON.stringify(brought));
  }

  /** Makes the sources of the demo what this version has. `withMissing`: also those that are not there. */
  async #bringSources(server: DemoServer, withMissing: boolean): Promise<void> {
    this.#meta.set('demoPorts', JSON.stringify(server.ports));
    const known = new Map(this.#engine.sources().map((source) => [source.id, source]));
    const wanted = demoSources((service) => server.urlOf(service), DEMO_SEED);
    // Until a demo has brought dashboards it is one of a version that had none.
    const hadNoDashboards = broughtOf(this.#meta.get('demoDashboards')) === null;
    const isOfEarlierVersion = [...known.values()].some(({ id, origin, config }) => {
      const now = wanted.find((source) => source.id === id);
      return origin === 'demo' && (now === undefined || pathOf(now.url) !== pathOf(config.url));
    });
    for (const { id, origin } of known.values()) {
      // Its upstream is gone.
      if (origin === 'demo' && !wanted.some((source) => source.id === id)) await this.#engine.remove(id);
    }
    for (const source of wanted) {
      const before = known.get(source.id);
      if (before === undefined) {
        // One that the user removed does not come back with the next start.
        const isNew = (isOfEarlierVersion && !EARLIER_IDS.has(source.id)) || (hadNoDashboards && CAME_WITH_DASHBOARDS.has(source.id));
        if (withMissing || isNew) await this.#engine.add(source, 'demo');
      } else if (pathOf(before.config.url) !== pathOf(source.url)) {
        await this.#engine.update(source, 'demo');
      } else if (hadNoDashboards && Object.keys(source.computed).some((name) => !(name in before.config.computed))) {
        const computed = { ...source.computed, ...before.config.computed };
        await this.#engine.update({ ...readdressed(before.config, new URL(source.url)), computed, allowPrivate: true }, 'demo');
      } else if (new URL(before.config.url).host !== new URL(source.url).host || before.config.allowPrivate !== true) {
        // What the user changed in a demo source stays, but for the address.
        await this.#engine.update({ ...readdressed(before.config, new URL(source.url)), allowPrivate: true }, 'demo');
      }
    }
  }
}
