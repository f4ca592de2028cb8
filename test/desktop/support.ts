import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type TestInfo } from '@playwright/test';
import { DesktopApp, watchDialogs } from './desktop-app.ts';
import { electronBinary, startElectron } from './electron-process.ts';
import type { RunningApp } from './running-app.ts';
import { startStandIn } from './stand-in-process.ts';
import { Upstream } from './upstream.ts';

/** Gives the engine a clock that a spec can move. */
const movingClock = new URL('../support/moving-clock.mjs', import.meta.url).href;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Start {
  folder: string;
  args: string[];
  clockPort: number;
}

function start({ folder, args, clockPort }: Start): RunningApp | Promise<RunningApp> {
  const options = { folder, args, env: { FRESHET_TEST_CLOCK_PORT: String(clockPort), NODE_OPTIONS: `--import=${movingClock}` } };
  const binary = electronBinary();
  return binary === null ? startStandIn(options) : startElectron(binary, options);
}

interface Fixtures {
  /** An empty data folder. */
  folder: string;
  upstream: Upstream;
  /** Starts the app and waits for its page. */
  launchApp: (...args: string[]) => Promise<DesktopApp>;
  /** Starts the app where it may end at once. */
  startApp: (...args: string[]) => Promise<RunningApp>;
}

// Playwright asks for a pattern with a fixture in it, the linter for one that is not empty.
export const test = base.extend<Fixtures>({
  folder: async ({ browserName: _unused }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'freshet-desktop-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  upstream: async ({ browserName: _unused }, use) => {
    const upstream = new Upstream();
    await upstream.start();
    await use(upstream);
    await upstream.stop();
  },
  startApp: async ({ folder }, use, info) => {
    const started: RunningApp[] = [];
    await use(async (...args) => {
      const running = await start({ folder, args, clockPort: await freePort() });
      started.push(running);
      return running;
    });
    for (const running of started) await end(running, info);
  },
  launchApp: async ({ folder }, use, info) => {
    const started: RunningApp[] = [];
    const shown: DesktopApp[] = [];
    await use(async (...args) => {
      const clockPort = await freePort();
      const running = await start({ folder, args, clockPort });
      started.push(running);
      const app = new DesktopApp(running, await running.page(), clockPort);
      shown.push(app);
      await watchDialogs(running);
      return app;
    });
    if (info.status !== info.expectedStatus) for (const app of shown) await attachScreenshot(app, info);
    for (const running of started) await end(running, info);
  },
});

async function attachScreenshot({ page }: DesktopApp, info: TestInfo): Promise<void> {
  const path = info.outputPath('window.png');
  // An app that has ended has nothing to show.
  const taken = await page.screenshot({ path }).catch(() => null);
  if (taken !== null) await info.attach('window', { path, contentType: 'image/png' });
}

async function end(running: RunningApp, info: TestInfo): Promise<void> {
  await running.end();
  if (running.output() !== '') await info.attach('output of the app', { body: running.output(), contentType: 'text/plain' });
}

export { expect } from '@playwright/test';
