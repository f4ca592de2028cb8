import { demoSources } from '../demo/sources.ts';
import { type DemoUpstream, startDemoUpstream } from '../demo/upstream.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/store.ts';

/** Not a secret: it opens nothing but the demo upstream of this computer. */
const DEMO_KEY = 'demo-key';

/** The demo workspace: an embedded upstream and the sources that watch it. */
export class DemoWorkspace {
  readonly #engine: Engine;
  readonly #meta: Store['meta'];
  readonly #now: () => number;
  #upstream: DemoUpstream | null = null;

  constructor(engine: Engine, meta: Store['meta'], now: () => number) {
    this.#engine = engine;
    this.#meta = meta;
    this.#now = now;
  }

  show(): { on: boolean; url: string | null } {
    return { on: this.#upstream !== null, url: this.#upstream?.url ?? null };
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

  async #start(withMissing: boolean): Promise<void> {
    if (this.#upstream !== null) return;
    // The same port as last time, so that the sources keep their address and their age.
    this.#upstream = await startDemoUpstream(Number(this.#meta.get('demoPort') ?? 0), DEMO_KEY, this.#now);
    this.#meta.set('demoPort', String(this.#upstream.port));
    this.#meta.set('demo', 'on');
    const known = new Map(this.#engine.sources().map((source) => [source.id, source]));
    for (const made of demoSources(this.#upstream.url, DEMO_KEY)) {
      // The upstream of the demo is Freshet itself.
      const source = { ...made, allowPrivate: true };
      const before = known.get(source.id);
      if (before === undefined) {
        // One that the user removed does not come back with the next start.
        if (withMissing) await this.#engine.add(source, 'demo');
        continue;
      }
      // What the user changed in a demo source stays, but for the address.
      const { url, allowPrivate } = source;
      if (before.config.url !== url || before.config.allowPrivate !== true)
        await this.#engine.update({ ...before.config, url, allowPrivate }, 'demo');
    }
    this.#engine.appChanged();
  }

  /** Leaves the demo; its records are kept for 30 days, in case it is entered again. */
  async leave(): Promise<void> {
    this.#meta.set('demo', 'off');
    for (const { id, origin } of this.#engine.sources()) if (origin === 'demo') await this.#engine.remove(id);
    await this.close();
    this.#engine.appChanged();
  }

  async close(): Promise<void> {
    const upstream = this.#upstream;
    this.#upstream = null;
    await upstream?.close();
  }
}
