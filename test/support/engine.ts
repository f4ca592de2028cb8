import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Engine } from '../../src-main/engine/engine.ts';
import type { SecretStore } from '../../src-main/engine/sign-in/secrets.ts';
import { Store } from '../../src-main/store/store.ts';
import { sourceDraftSchema, type SourceDraftInput, type SourceStatus } from '../../src-preload/contract/index.ts';
import { Line } from './line.ts';
import { SimClock } from './sim-clock.ts';
import { memoryDisk, tempFolder } from './temp-folder.ts';
import { type Handler, json, startUpstream, type Upstream } from './upstream.ts';

export class MemorySecrets implements SecretStore {
  readonly kept = new Map<string, string>();
  get = async (name: string) => this.kept.get(name) ?? null;
  set = async (name: string, value: string) => void this.kept.set(name, value);
  delete = async (name: string) => void this.kept.delete(name);
}

/** A real engine on a real database file and a real HTTP upstream, with a clock that a test moves. */
export interface Rig {
  clock: SimClock;
  store: Store;
  engine: Engine;
  upstream: Upstream;
  secrets: MemorySecrets;
  folder: string;
  environment: Record<string, string>;
  /** Adds a source of the upstream. */
  add(settings?: Partial<SourceDraftInput>): Promise<SourceStatus>;
  /** Lets simulated time pass; calls to the upstream take none of it. */
  pass(ms: number): Promise<void>;
  /** Waits until no refresh runs. */
  idle(): Promise<void>;
  /** Somebody starts, or goes on, to look. */
  look(sessionId?: string): void;
  /** Nobody looks through that tab any more. */
  lookAway(sessionId?: string): void;
  /** Lets simulated time pass also while refreshes wait to try again; calls to the upstream take none of it. */
  passWithRetries(ms: number): Promise<void>;
  /** Waits until no call is under way, also where refreshes wait to try again. */
  quiet(): Promise<void>;
  /** Ends the engine as quitting does, and starts another on the same database. */
  restart(): Promise<void>;
  /** Ends the engine as a crash would, without letting it finish anything, and starts another on the same database. */
  kill(): void;
}

export interface RigOptions {
  handler?: Handler;
  startIso?: string;
  safeMode?: boolean;
  /** From 0 to below 1; the middle, which makes all jitter zero, where it is left out. */
  random?: () => number;
  /** Opens the database of a folder that holds one already; a new one where it is left out. */
  open?: (folder: string, upstreamUrl: string) => Store;
  /** Hears of each change of a source. */
  onSource?: (id: string) => void;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function makeRig({
  handler = (_call, response) => json(response, [{ id: 1, price: 2 }]),
  startIso,
  safeMode = false,
  random = () => 0.5,
  open: openIn = (folder) => new Store(join(folder, 'freshet.db')),
  onSource = () => undefined,
}: RigOptions = {}): Promise<Rig> {
  const folder = tempFolder(memoryDisk);
  const clock = new SimClock(startIso);
  const upstream = await startUpstream(handler);
  const secrets = new MemorySecrets();
  const environment: Record<string, string> = {};
  let line = new Line(clock);
  const open = () => {
    line = new Line(clock);
    const store = openIn(folder, upstream.url);
    const engine: Engine = new Engine({
      clock: line.clock,
      random,
      fetch: line.fetch,
      store,
      secrets,
      environment,
      log: silent,
      safeMode,
      onSource,
      describeApp: () => ({
        version: '0',
        form: 'served',
        dataFolder: folder,
        startedAt: new Date(clock.now()).toISOString(),
        demo: { on: false, url: null, faults: null },
        configFile: { path: '', present: false, problems: [] },
        transfer: null,
        readOnly: null,
        secrets: { protection: 'none', words: '' },
      }),
    });
    engine.start();
    return { store, engine };
  };
  const settled = () => rig.engine.sources().every((source) => source.running === null && source.enrichment?.running !== true);
  // An answer that has come takes some turns to be read, merged and followed by the next call.
  let calmTurns = 0;
  const isQuiet = () => {
    calmTurns = line.underWay > 0 ? 0 : calmTurns + 1;
    if (calmTurns < 8 && !settled()) return false;
    calmTurns = 0;
    return true;
  };
  const rig: Rig = {
    clock,
    upstream,
    secrets,
    folder,
    environment,
    ...open(),
    add: (settings = {}) => rig.engine.add(sourceDraftSchema.parse({ id: 'odds', name: 'Odds', url: `${upstream.url}/odds`, ...settings })),
    pass: (ms) => clock.advance(ms, settled),
    idle: () => clock.settle(settled),
    passWithRetries: (ms) => clock.advance(ms, isQuiet),
    quiet: () => clock.settle(isQuiet),
    look: (sessionId = 'tab') => {
      rig.engine.openSession(sessionId, 'tab');
      rig.engine.beat(sessionId, { focused: true, visible: true });
    },
    lookAway: (sessionId = 'tab') => void rig.engine.beat(sessionId, { focused: false, visible: true }),
    restart: async () => {
      await rig.engine.stop();
      rig.store.close();
      Object.assign(rig, open());
    },
    kill: () => {
      line.cut();
      rig.store.close();
      Object.assign(rig, open());
    },
  };
  onTestFinished(async () => {
    await rig.engine.stop();
    rig.store.close();
    await upstream.close();
  });
  return rig;
}

/** Keeps somebody looking for a length of time by a heartbeat a minute, as the page does. */
export async function keepLooking(rig: Rig, ms: number, sessionId = 'tab'): Promise<void> {
  rig.look(sessionId);
  for (let passed = 0; passed < ms; passed += 60_000) {
    await rig.pass(Math.min(60_000, ms - passed));
    rig.look(sessionId);
  }
}
