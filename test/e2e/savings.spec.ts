import { join } from 'node:path';
import { Store } from '../../src-main/store/store.ts';
import type { DayTotals } from '../../src-main/store/days.ts';
import { sourceConfigSchema, type SourceDraftInput } from '../../src-preload/contract/index.ts';
import { newDataFolder, removeFolder, startApp } from '../support/app.ts';
import { expect, json, test as base } from './fixtures.ts';
import { violations } from './violations.ts';

const DAY_MS = 86_400_000;
const dayAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

interface Kept {
  id: string;
  name: string;
  settings?: Partial<SourceDraftInput>;
  /** Totals by how many days ago they were counted. */
  days?: Record<number, Partial<DayTotals>>;
}

/** What the database holds when the app starts. The sources are paused, so that nothing is added to it. */
const test = base.extend<{ kept: { sources: Kept[] } }>({
  kept: [{ sources: [] }, { option: true }],
  app: async ({ appArgs, kept }, use) => {
    const dataFolder = newDataFolder();
    const store = new Store(join(dataFolder, 'freshet.db'));
    for (const { id, name, settings, days } of kept.sources) {
      const config = sourceConfigSchema.parse({ id, name, url: 'http://127.0.0.1:9/', ...settings });
      const { row, state } = store.sources.add(config, 'app', Date.now());
      store.sources.saveState(row, { ...state, pausedUntil: Infinity });
      for (const [ago, totals] of Object.entries(days ?? {})) store.days.add(row, dayAgo(Number(ago)), totals);
    }
    store.close();
    const app = await startApp({ dataFolder, args: appArgs });
    await use(app);
    await app.stop();
    removeFolder(dataFolder);
  },
});

const whole = (change: Partial<DayTotals> = {}): Partial<DayTotals> => ({
  calls: 33,
  cost: 33,
  notModified: 11,
  bytes: 1_048_576,
  fixedCalls: 288,
  fixedCost: 288,
  ...change,
});
const inEuros = { quota: { price: { perUnit: 0.01, currency: 'EUR' } } };

test.describe('with a history', () => {
  test.use({
    kept: {
      sources: [
        {
          id: 'odds',
          name: 'Odds',
          settings: inEuros,
          days: { 1: whole({ refused: 4 }), 2: whole(), 5: whole({ fixedCalls: 144, fixedCost: 144 }), 40: whole() },
        },
        {
          id: 'weather',
          name: 'Weather',
          settings: { quota: { price: { perUnit: 1, currency: 'USD' } } },
          days: { 1: whole({ calls: 200, cost: 200 }) },
        },
        { id: 'meters', name: 'Meters', settings: { policy: { preset: 'manual' } }, days: { 1: { calls: 7, cost: 7 } } },
      ],
    },
  });

  test('totals, bars and numbers by day say what was counted, and days without numbers are gaps', async ({ open }) => {
    const page = await open('#/history/savings');
    const totals = page.getByTestId('savings-totals');
    await expect(totals).toContainText('70% fewer306 calls made, 1,008 by fixed polling; saved 702 calls, €6.21, $88.00;');
    await expect(totals).toContainText('44 of them brought nothing new (304); 4 refused by quota; 4 MiB received');
    await expect(page.getByTestId('savings-bar')).toHaveCount(3);
    await expect(page.getByTestId('savings-gap')).toHaveCount(2);
    await page.getByText('Every day as a table').click();
    const rows = page.getByTestId('savings-days').locator('tbody tr');
    await expect(rows).toHaveCount(7);
    await expect(rows.nth(0)).toContainText(/today\s*nothing counted/);
    await expect(rows.nth(1).locator('td')).toHaveText(['240', '576', '336', '€2.55', '$88.00', '22', '4', '2 MiB', '100%']);
    await expect(page.getByText(/was counted for 50% of the day/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test('the range reaches as far back as is chosen', async ({ open }) => {
    const page = await open('#/history/savings');
    await page.getByText('90 days', { exact: true }).click();
    await expect(page.getByTestId('savings-totals')).toContainText('339 calls made, 1,296 by fixed polling');
    await page.getByText('7 days', { exact: true }).click();
    await expect(page.getByTestId('savings-totals')).toContainText('306 calls made');
  });

  test('the arrow keys tell the numbers of each day, and Escape takes them away', async ({ open }) => {
    const page = await open('#/history/savings');
    const days = page.getByTestId('savings-chart').locator('[data-day]');
    await expect(days).toHaveCount(7);
    await days.nth(6).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(days.nth(5)).toBeFocused();
    await expect(days.nth(5)).toHaveAttribute('aria-label', /calls made 240, by fixed polling 576, saved 336 \(58% fewer\)/);
    await expect(page.getByTestId('savings-tip')).toContainText('Refused by quota4');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('savings-tip')).toBeHidden();
    await page.keyboard.press('Home');
    await expect(days.nth(0)).toBeFocused();
    await expect(page.getByTestId('savings-tip')).toContainText('Nothing was counted');
    await page.keyboard.press('Tab');
    await expect(page.getByTestId('savings-tip')).toBeHidden();
    await days.nth(4).hover();
    await expect(page.getByTestId('savings-tip')).toContainText('Calls made33');
  });

  test('sources are sorted by what they saved, and by any other column with the keyboard', async ({ open }) => {
    const page = await open('#/history/savings');
    const names = page.getByTestId('savings-source').locator('th');
    await expect(names).toHaveText(['Odds', 'Weather', 'Meters']);
    await expect(page.getByTestId('savings-source').nth(2)).toContainText('by hand only');
    await page.getByRole('button', { name: 'Calls made' }).focus();
    await page.keyboard.press('Enter');
    await expect(names).toHaveText(['Weather', 'Odds', 'Meters']);
    await expect(page.getByRole('columnheader', { name: 'Calls made' }).last()).toHaveAttribute('aria-sort', 'descending');
    await page.keyboard.press('Enter');
    await expect(names).toHaveText(['Meters', 'Odds', 'Weather']);
  });

  test('without fixed polling the calls themselves fill the chart', async ({ open }) => {
    const page = await open('#/history/savings');
    const height = () =>
      page
        .getByTestId('savings-bar')
        .last()
        .locator('rect')
        .first()
        .evaluate((bar) => Number(bar.getAttribute('height')));
    const before = await height();
    await page.getByText('Calls made only').click();
    await expect.poll(height).toBeGreaterThan(before * 1.5);
  });

  test('one source is told alone, on the history and on its own page', async ({ open }) => {
    const page = await open('#/history/savings');
    await page.getByTestId('history-source').click();
    await page.getByRole('option', { name: 'Weather' }).click();
    await expect(page.getByTestId('savings-totals')).toContainText('31% fewer200 calls made, 288 by fixed polling');
    await expect(page.getByTestId('savings-sources')).toBeHidden();
    await page.getByTestId('tab-refreshes').click();
    await page.getByTestId('tab-savings').click();
    await expect(page.getByTestId('savings-totals')).toContainText('200 calls made');
    await page.evaluate(() => (location.hash = '#/sources/odds/quota'));
    await expect(page.getByTestId('savings-totals')).toContainText('99 calls made, 720 by fixed polling');
    await page.evaluate(() => (location.hash = '#/sources/meters/quota'));
    await expect(page.getByText('Nothing would poll what is refreshed by hand only')).toBeVisible();
  });
});

test.describe('with sources and no history', () => {
  test.use({ kept: { sources: [{ id: 'odds', name: 'Odds' }] } });

  test('the screen says when savings come', async ({ open }) => {
    const page = await open('#/history/savings');
    await expect(page.getByTestId('empty-state')).toContainText('Savings appear after the first day');
  });
});

base('calls are on the screen as they were made: two, of which one brought nothing new', async ({ open, add, app, upstream }) => {
  upstream.handler = (call, response) => {
    if (call.headers['if-none-match'] === undefined) json(response, [{ id: 1 }], { etag: '"1"' });
    else response.writeHead(304).end();
  };
  await add({ policy: { preset: 'manual' }, quota: { cost: 3, price: { perUnit: 0.5, currency: 'EUR' } } });
  for (let press = 0; press < 2; press += 1) {
    // Presses within half a second count as one.
    await expect.poll(async () => (await app.post('/api/v1/sources/odds/refresh', { wait: true })).body.answer).toBe('started');
  }
  const page = await open('#/history/savings');
  await expect(page.getByTestId('savings-totals')).toHaveText(
    '2 calls made; 6 units spent; €3.00 spent; 1 of them brought nothing new (304); 10 B received',
  );
});
