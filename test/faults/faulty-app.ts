import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, type AppOptions, startApp } from '../support/app.ts';
import type { Wire } from '../support/wire.ts';
import { Announcements } from './announcements.ts';
import { Lost } from './fault.ts';

const WAIT_MS = 30_000;
const running = new Set<ChildProcess>();

/** Ends what a round that was lost has left. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

const loaded = (file: string) => `--import=${new URL(file, import.meta.url).href}`;

/** The built app in a process that says what it does. */
export interface FaultyApp extends App {
  said: Announcements;
  /** Resolves with what a source is like once nothing of it runs. */
  settled(id: string): Promise<Wire>;
  /** Presses refresh until one begins; resolves with the refresh when it has ended. */
  press(id: string): Promise<Wire>;
}

/** An app that may not live to have started. */
export interface Starting {
  said: Announcements;
  process: ChildProcess;
  /** Gives `null` when it was killed before. */
  started: Promise<FaultyApp | null>;
}

/** Asks until the answer is wanted. Throws `Lost` when it never is. */
export async function eventually<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean, words: string): Promise<T> {
  for (const until = performance.now() + WAIT_MS; ;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (performance.now() > until) throw new Lost(`${words}, after ${WAIT_MS / 1_000} s: ${JSON.stringify(answer ?? null).slice(0, 500)}`);
    await sleep(15);
  }
}

function faulty(app: App, said: Announcements): FaultyApp {
  const settled = (id: string) =>
    eventually(
      async () => (await app.get(`/api/v1/sources/${id}`)).body,
      (source) => source.running === null,
      `the refresh of ${id} does not end`,
    );
  return {
    ...app,
    said,
    settled,
    press: async (id) => {
      await settled(id);
      const { refresh } = await eventually(
        async () => (await app.post(`/api/v1/sources/${id}/refresh`, { mode: 'force', wait: true })).body,
        ({ answer }) => answer === 'started',
        `${id} cannot be refreshed`,
      );
      return refresh;
    },
  };
}

export interface StartOptions extends Omit<AppOptions, 'onSpawn'> {
  /** More files of `test/support` to load before the app. */
  imports?: string[];
}

/** Starts the app without waiting for it. */
export function begin({ imports = [], env = {}, ...options }: StartOptions & { dataFolder: string }): Starting {
  const preloads = [loaded('./announce.mjs'), ...imports.map((file) => loaded(`../support/${file}`))];
  let spawned: { said: Announcements; process: ChildProcess } | undefined;
  const app = startApp({
    ...options,
    env: { ...env, NODE_OPTIONS: preloads.join(' ') },
    onSpawn: (child) => {
      running.add(child);
      child.once('exit', () => running.delete(child));
      spawned = { said: new Announcements(child), process: child };
    },
  });
  if (spawned === undefined) throw new Error('the app was not spawned');
  const { said, process: child } = spawned;
  const started = app.then(
    (up) => faulty(up, said),
    (error: unknown) => {
      if (child.signalCode === 'SIGKILL') return null;
      throw new Lost(`the app does not start: ${error instanceof Error ? error.message : String(error)}`);
    },
  );
  // Whoever kills it does not wait for it.
  started.catch(() => undefined);
  return { said, process: child, started };
}

/** Starts the app. Throws `Lost` when it does not start. */
export async function start(options: StartOptions & { dataFolder: string }): Promise<FaultyApp> {
  const app = await begin(options).started;
  if (app === null) throw new Lost('the app was killed by somebody else');
  return app;
}

/** Ends a process as the system does that needs its memory; resolves when all that it said was heard. */
export async function kill({ process: child, said }: Pick<FaultyApp, 'process' | 'said'>): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  await said.ended();
}
