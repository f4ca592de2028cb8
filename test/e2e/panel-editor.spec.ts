import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { violations } from './violations.ts';

test.beforeEach(async ({ app, add }) => {
  await add();
  await app.post('/api/v1/sources/odds/refresh', { wait: true });
  await app.post('/api/v1/dashboards', { id: 'main', title: 'Main' });
});

/** The editor of a new panel, once its first preview is there. */
async function editor(open: (path?: string) => Promise<Page>): Promise<Page> {
  const page = await open('#/dashboards/main/add');
  await expect(page.getByTestId('preview-facts')).toContainText('2 rows');
  return page;
}

async function writeSql(page: Page, sql: string): Promise<void> {
  await page.getByTestId('query-kind').getByText('SQL').click();
  await page.getByTestId('sql').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(sql);
}

test('a panel is made from choices without a word of SQL', async ({ app, open }) => {
  const page = await editor(open);
  await page.getByTestId('panel-title').fill('Highest price');
  await page.getByRole('group', { name: 'Values' }).getByRole('button', { name: 'Add' }).click();
  await page.locator('input[aria-label="What of it"]').click();
  await page.getByRole('option', { name: 'Largest' }).click();
  await page.locator('input[aria-label="Field"]').click();
  await page.getByRole('option', { name: 'price' }).click();
  await page.getByTestId('kind-number').click();
  await expect(page.getByTestId('preview').getByTestId('show-number')).toContainText('2.25');
  await page.getByTestId('panel-save').click();
  await expect(page.getByTestId('panel-highest-price').getByTestId('show-number')).toContainText('2.25');
  const { dashboard } = (await app.get('/api/v1/dashboards/main')).body;
  expect(dashboard.panels[0]).toMatchObject({ id: 'highest-price', query: { kind: 'form', source: 'odds' }, show: { kind: 'number' } });
});

test('the form is shown as the SQL that it stands for', async ({ open }) => {
  const page = await editor(open);
  await page.getByTestId('show-sql').click();
  await expect(page.getByTestId('sql')).toContainText(/select/i);
  await expect(page.getByTestId('preview-facts')).toContainText('2 rows');
});

test('SQL is completed from the tables, and a mistake is told at its place', async ({ open }) => {
  const page = await editor(open);
  await writeSql(page, 'select team, pric from odds');
  await expect(page.getByTestId('sql-failure')).toContainText(/Line 1/);
  await expect(page.getByTestId('sql').locator('.cm-lintRange-error')).toBeVisible();
  await writeSql(page, 'select team from od');
  await page.keyboard.press('Control+Space');
  await page.locator('.cm-tooltip-autocomplete').getByText('odds').first().click();
  await expect(page.getByTestId('preview-facts')).toContainText('2 rows');
  await expect(page.getByTestId('sql-failure')).toBeEmpty();
});

test('a press on a column of the schema puts its name into the SQL', async ({ open }) => {
  const page = await editor(open);
  await writeSql(page, 'select price, ');
  await page.getByTestId('schema').getByPlaceholder('Find a table or column').fill('team');
  await page.getByTestId('schema').getByRole('button', { name: /^team/ }).first().click();
  await expect(page.getByTestId('sql')).toHaveText('select price, team');
});

test('Tab leaves the SQL as it leaves every other field', async ({ open }) => {
  const page = await editor(open);
  await writeSql(page, 'select 1 as n');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('sql')).not.toBeFocused();
  await expect(page.getByTestId('sql')).toHaveText('select 1 as n');
});

test('what was typed is still there after going elsewhere, until it is cancelled', async ({ open }) => {
  const page = await editor(open);
  await page.getByTestId('panel-title').fill('Half done');
  await page.evaluate(() => (location.hash = '#/sources'));
  await expect(page.getByTestId('source-row-odds')).toBeVisible();
  await page.evaluate(() => (location.hash = '#/dashboards/main/add'));
  await expect(page.getByTestId('panel-title')).toHaveValue('Half done');
  await page.getByTestId('panel-cancel').click();
  await page.evaluate(() => (location.hash = '#/dashboards/main/add'));
  await expect(page.getByTestId('panel-title')).toHaveValue('');
});

test('a freshness target is kept with the panel', async ({ app, open }) => {
  const page = await editor(open);
  await page.getByTestId('target').check();
  await page.getByTestId('panel-save').click();
  await expect(page.getByTestId('dashboard-grid')).toBeVisible();
  const { dashboard } = (await app.get('/api/v1/dashboards/main')).body;
  expect(dashboard.panels[0].target).toEqual({ maxAgeSeconds: 600, share: 0.95 });
  await page.getByTestId('panel-menu').click();
  await page.getByTestId('panel-edit').click();
  await expect(page.getByTestId('target-use')).toContainText('Within the target');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the editor can be used by everybody, ${scheme}`, async ({ open }) => {
    const page = await editor(open);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const found = await violations(page);
    await writeSql(page, 'select team, price from odds');
    await page.getByTestId('kind-bar').click();
    await expect(page.getByTestId('preview').getByTestId('chart')).toBeVisible();
    found.push(...(await violations(page)));
    await page.setViewportSize({ width: 720, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
    expect(found).toEqual([]);
  });
}
