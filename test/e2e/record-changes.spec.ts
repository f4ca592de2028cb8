import type { Page } from '@playwright/test';
import { expect, json, test } from './fixtures.ts';
import { violations } from './violations.ts';

const refresh = { wait: true, mode: 'force' };

const cell = (page: Page, row: number, field: string) => page.locator(`[data-row="${row}"][data-field="${field}"]`);

test.describe('a source whose records change', () => {
  let answer: Record<string, unknown>[] = [];
  /** A moment between the first state and the second. */
  let between = '';

  test.beforeEach(async ({ add, app, upstream }) => {
    upstream.handler = (_call, response) => json(response, answer);
    answer = [
      { id: 1, team: 'Alder', price: 1.5, note: 'x'.repeat(400) },
      { id: 2, team: 'Birch', price: 2.25 },
    ];
    await add({ policy: { preset: 'manual' }, completeListing: true });
    await app.post('/api/v1/sources/odds/refresh', refresh);
    // The moment is chosen to the second, and means its end.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    between = new Date(Date.now() - 100).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    answer = [
      { id: 1, team: 'Alder', price: 1.75, note: 'y'.repeat(400) },
      { id: 3, team: 'Cedar', price: 9 },
    ];
    await app.post('/api/v1/sources/odds/refresh', refresh);
  });

  test('its panel shows what changed, from what to what, and where each field came from', async ({ open }) => {
    const page = await open('#/sources/odds');
    await expect(cell(page, 0, 'team')).toHaveText('Alder');
    await cell(page, 0, 'team').click();
    const panel = page.getByTestId('record-panel');
    await expect(panel.locator('[data-field="price"]')).toContainText(/listing, \d+ s ago/);
    await panel.getByText('Changes', { exact: true }).click();
    const changes = panel.getByTestId('record-change');
    await expect(changes).toHaveCount(2);
    await expect(changes.nth(0)).toContainText('Changed');
    await expect(changes.nth(0)).toContainText('from the listing');
    await expect(changes.nth(0).locator('[data-field="price"]')).toHaveText('price 1.5 → 1.75');
    const note = changes.nth(0).locator('[data-field="note"]');
    await expect(note).not.toContainText('x'.repeat(400));
    await note.getByRole('button', { name: 'all of it: note before' }).click();
    await expect(note).toContainText('x'.repeat(400));
    await expect(changes.nth(1)).toContainText('Added');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await violations(page)).toEqual([]);
    // A record that has not changed says so.
    await cell(page, 1, 'team').click();
    await expect(panel.getByTestId('empty-state')).toContainText('No changes');
  });

  test('records that were deleted upstream can be seen, and are marked with a word', async ({ open }) => {
    const page = await open('#/sources/odds');
    await expect(page.getByTestId('records-count')).toHaveText('2 records');
    await page.getByLabel('Show deleted').check();
    await expect(page.getByTestId('records-count')).toHaveText('3 records');
    await expect(cell(page, 1, '$id')).toHaveText('Deleted2');
    await cell(page, 1, 'team').click();
    await expect(page.getByTestId('record-panel')).toContainText('deleted upstream');
    await page.getByLabel('Show deleted').uncheck();
    await expect(page.getByTestId('records-count')).toHaveText('2 records');
  });

  test('the table is shown as it was known at a moment, sorted and filtered, until somebody goes back to now', async ({ open }) => {
    const page = await open('#/sources/odds');
    await expect(cell(page, 1, 'team')).toHaveText('Cedar');
    const local = await page.evaluate((iso) => {
      const date = new Date(iso);
      return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    }, between);
    await page.getByTestId('known-at').click();
    await page.getByTestId('known-at-time').fill('2001-01-01T00:00:00');
    await expect(page.getByRole('dialog')).toContainText('The log reaches back to');
    await expect(page.getByTestId('known-at-show')).toBeDisabled();
    await page.getByTestId('known-at-time').fill(local);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('known-at-show').click();
    await expect(page.getByTestId('known-at-badge')).toContainText(/as known at .+ · back to now/);
    await expect(cell(page, 1, 'team')).toHaveText('Birch');
    await expect(cell(page, 0, 'price')).toHaveText('1.5');
    await page.locator('[role="columnheader"][data-field="price"]').click();
    await page.locator('[role="columnheader"][data-field="price"]').click();
    await expect(cell(page, 0, 'team')).toHaveText('Birch');
    await page.getByTestId('records-filter').fill('alder');
    await expect(page.getByTestId('records-count')).toHaveText('1 record');
    await expect(cell(page, 0, 'price')).toHaveText('1.5');
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('back-to-now').click();
    await expect(cell(page, 0, 'price')).toHaveText('1.75');
    await expect(page.getByTestId('known-at-badge')).toHaveCount(0);
  });

  test('a dashboard is shown as it was known at a moment, its panels saying so, until somebody goes back to now', async ({ open, app }) => {
    await app.post('/api/v1/dashboards', {
      id: 'board',
      title: 'Board',
      range: { all: true },
      panels: [
        {
          id: 'prices',
          title: 'Prices',
          query: { kind: 'sql', sql: 'SELECT team, price FROM odds ORDER BY team' },
          show: { kind: 'table' },
          place: { x: 0, y: 0, width: 6, height: 6 },
        },
        {
          id: 'history',
          title: 'History',
          query: { kind: 'sql', sql: 'SELECT count(*) AS n FROM refreshes' },
          show: { kind: 'number' },
          place: { x: 6, y: 0, width: 6, height: 6 },
        },
      ],
    });
    const page = await open('#/dashboards/board');
    const prices = page.getByTestId('panel-prices');
    await expect(prices).toContainText('Cedar');
    const local = await page.evaluate((iso) => {
      const date = new Date(iso);
      return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    }, between);
    await page.getByTestId('known-at').click();
    await page.getByTestId('known-at-time').fill(local);
    await page.getByTestId('known-at-show').click();
    await expect(prices).toContainText('Birch');
    await expect(prices).toContainText('1.5');
    await expect(prices).not.toContainText('Cedar');
    await expect(prices.getByTestId('panel-chip')).toContainText('Known at');
    await expect(page.getByTestId('panel-history')).toContainText('Only the tables of single sources');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('back-to-now').click();
    await expect(prices).toContainText('Cedar');
    await expect(prices.getByTestId('panel-chip')).toContainText('Fresh');
  });
});
