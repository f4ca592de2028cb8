import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, type AppOptions, newDataFolder, removeFolder, startApp } from './app.ts';
import { type Handler, startUpstream, type Upstream } from './upstream.ts';
import type { Wire } from './wire.ts';

const support = (file: string) => new URL(file, import.meta.url).href;

/** The built app in a process of its own, with a clock and names that a test moves. */
export interface DrivenApp extends App {
  /** Lets time pass on the engine's clock. Calls that are under way get their answer first. */
  advance(ms: number): Promise<void>;
  /** Sets the computer's clock, forward or back, and then lets time pass: a minute, in which that is noticed, unless told otherwise. */
  setClock(byMs: number, passMs?: number): Promise<void>;
  /** How far the engine's clock is from the real one, milliseconds. */
  readonly aheadMs: number;
  /** From now on these names have these addresses, and no other name that ends in .test has one. */
  nameHosts(addresses: Record<string, string>): void;
  /** Adds a source; gives what the API answers. */
  add(source: Wire): Promise<Wire>;
  source(id: string): Promise<Wire>;
  /** Presses refresh and waits until it has ended; gives the whole answer. */
  press(id: string, mode?: 'normal' | 'force'): Promise<Wire>;
  /** The sentence that explains what the engine makes of a source now. */
  sentence(id: string): Promise<string>;
}

export interface DrivenOptions extends AppOptions {
  /** How far the clock is from the real one at the start, milliseconds; for going on where another process ended. */
  aheadMs?: number;
  /** More files to load before the app. */
  imports?: string[];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the app for one test. It is killed and its folder removed when the test is over. */
export async function driveApp({ aheadMs = 0, imports = [], env = {}, ...options }: DrivenOptions = {}): Promise<DrivenApp> {
  const dataFolder = options.dataFolder ?? newDataFolder();
  const clockPort = await freePort();
  const names = join(dataFolder, 'names.test.json');
  writeFileSync(names, '{}');
  const loaded = ['./moving-clock.mjs', './moving-names.mjs', ...imports].map((file) => `--import=${support(file)}`);
  onTestFinished(() => removeFolder(dataFolder));
  const app = await startApp({
    ...options,
    dataFolder,
    env: {
      ...env,
      NODE_OPTIONS: loaded.join(' '),
      FRESHET_TEST_CLOCK_PORT: String(clockPort),
      FRESHET_TEST_CLOCK_SET_BY: String(aheadMs),
      FRESHET_TEST_NAMES: names,
    },
  });
  onTestFinished(() => app.kill());
  let ahead = aheadMs;
  const move = async (body: { ms?: number; setByMs?: number }) => {
    const answer = await fetch(`http://127.0.0.1:${clockPort}`, { method: 'POST', body: JSON.stringify(body) });
    ahead = Number(await answer.text());
  };
  return Object.defineProperty(
    {
      ...app,
      aheadMs: 0,
      advance: (ms: number) => move({ ms }),
      // The engine looks at the clock at least once a minute.
      setClock: (byMs: number, passMs = 61_000) => move({ setByMs: byMs, ms: passMs }),
      nameHosts: (addresses: Record<string, string>) => writeFileSync(names, JSON.stringify(addresses)),
      add: async (source: Wire) => {
        const { status, body } = await app.post('/api/v1/sources', { name: source.id, ...source });
        if (status !== 201) throw new Error(JSON.stringify(body));
        return body;
      },
      source: async (id: string) => (await app.get(`/api/v1/sources/${id}`)).body,
      press: async (id: string, mode: 'normal' | 'force' = 'normal') =>
        (await app.post(`/api/v1/sources/${id}/refresh`, { mode, wait: true })).body,
      sentence: async (id: string) => (await app.get(`/api/v1/sources/${id}/why`)).body.sentence,
    },
    'aheadMs',
    { get: () => ahead },
  );
}

/** Starts a server for one test. */
export async function serveUpstream(handler: Handler): Promise<Upstream> {
  const upstream = await startUpstream(handler);
  onTestFinished(() => upstream.close());
  return upstream;
}
