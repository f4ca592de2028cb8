import { expect, type Page, test as base } from '@playwright/test';
import { type App, newDataFolder, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

export { expect, json };

interface Stage {
  /** The built app, without the demo. */
  app: App;
  upstream: Upstream;
  /** Opens a page of the app, signed in. Complaints of the browser fail the test. */
  open(path?: string): Promise<Page>;
  /** Adds a source of the upstream through the API. */
  add(settings?: Record<string, unknown>): Promise<void>;
  /** Options of the app, for a describe block to change. */
  appArgs: string[];
}

/** What a browser says when it is told that a connection ended is no complaint of ours. */
const EXPECTED = /net::ERR_|WebSocket connection|Failed to load resource/;

export const test = base.extend<Stage>({
  appArgs: [['--no-demo'], { option: true }],
  app: async ({ appArgs }, use) => {
    const app = await startApp({ dataFolder: newDataFolder(), args: appArgs });
    await use(app);
    if (app.process.exitCode === null && app.process.signalCode === null) await app.stop();
    removeFolder(app.dataFolder);
  },
  // The tool wants a pattern with a name in it.
  upstream: async ({ browserName: _unused }, use) => {
    const upstream = await startUpstream((_call, response) =>
      json(response, [
        { id: 1, team: 'Alder', price: 1.5 },
        { id: 2, team: 'Birch', price: 2.25 },
      ]),
    );
    await use(upstream);
    await upstream.close();
  },
  open: async ({ app, context }, use) => {
    const complaints: string[] = [];
    await use(async (path = '') => {
      const page = await context.newPage();
      page.on('console', (message) => {
        if ((message.type() === 'error' || message.type() === 'warning') && !EXPECTED.test(message.text())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(app.openUrl);
      await expect(page.getByTestId('freshness-line')).toBeVisible();
      if (path !== '') await page.evaluate((hash) => (location.hash = hash), path);
      return page;
    });
    expect(complaints).toEqual([]);
  },
  add: async ({ app, upstream }, use) => {
    await use(async (settings = {}) => {
      const answer = await app.post('/api/v1/sources', { id: 'odds', name: 'Odds', url: `${upstream.url}/odds`, ...settings });
      expect(answer.status).toBe(201);
    });
  },
});
