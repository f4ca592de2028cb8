import { chromium } from '@playwright/test';
import { newDataFolder, removeFolder, startApp } from '../support/app.ts';
import { PushServer } from '../support/push-server.ts';
import { json, startUpstream } from '../support/upstream.ts';
import type { Bench } from './measure.ts';

const RECORDS = 500;
const MESSAGES = 300;
const EVERY_MS = 40;

/** Runs in the page: notes when each price that was asked for is in the grid. */
function watchGrid(): void {
  const seen: Record<string, number> = {};
  Object.assign(globalThis, { seen });
  const note = () => {
    for (const cell of document.querySelectorAll('[data-field="price"]')) {
      const text = cell.textContent ?? '';
      seen[text] ??= performance.timeOrigin + performance.now();
    }
  };
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** Messages a moment apart, each with a price of its own, while somebody looks at a table of 500 records. */
async function measure(): Promise<number[]> {
  const row = (id: number, price: number) => ({ id, team: `Team ${id}`, price });
  const upstream = await startUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: RECORDS }, (_, id) => row(id, id)),
    ),
  );
  const push = await PushServer.start();
  const app = await startApp({ dataFolder: newDataFolder(), args: ['--no-demo'] });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await app.post('/api/v1/sources', {
      id: 'odds',
      name: 'Odds',
      url: `${upstream.url}/odds`,
      policy: { preset: 'realtime' },
      push: { kind: 'websocket', url: `ws://${push.host}/ws` },
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(app.openUrl);
    await page.evaluate(() => (location.hash = '#/sources/odds'));
    await page.locator('[data-row="0"][data-field="price"]').waitFor();
    await page.locator('[data-testid="state-chip"][data-state="live"]').first().waitFor();
    await page.evaluate(watchGrid);
    const sent = new Map<string, number>();
    for (let n = 0; n < MESSAGES; n += 1) {
      const price = 100_000 + n;
      sent.set(String(price), performance.timeOrigin + performance.now());
      push.publish(row(n % 10, price));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    await page.waitForTimeout(500);
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: Record<string, number> }).seen);
    const shown = Object.entries(seen).map(([text, at]): [string, number] => [text.replace(/\D/g, ''), at]);
    return shown.flatMap(([price, at]) => (sent.has(price) ? [at - (sent.get(price) ?? 0)] : []));
  } finally {
    await browser.close();
    await app.stop();
    removeFolder(app.dataFolder);
    await push.close();
    await upstream.close();
  }
}

/** From the server's sending to the page's paint-ready DOM, in one machine's clock. */
export const pushToScreen: Bench = {
  name: 'push.to.screen.p95.ms',
  async run() {
    const latencies = (await measure()).sort((a, b) => a - b);
    if (latencies.length < MESSAGES * 0.9) throw new Error(`only ${latencies.length} of ${MESSAGES} messages were seen on the screen`);
    const p95 = latencies[Math.ceil(latencies.length * 0.95) - 1] ?? Number.NaN;
    return { name: 'push.to.screen.p95.ms', value: p95, unit: `ms, of ${latencies.length} messages in the page`, aim: '< 100' };
  },
};
