import { expect, test } from './fixtures.ts';
import { violations } from './violations.ts';

interface PageGlobals {
  stillHere?: boolean;
}

const screens = [
  '#/dashboards',
  '#/dashboards/demo-odds',
  '#/dashboards/demo-runs',
  '#/dashboards/demo-training',
  '#/dashboards/demo-calendar',
  '#/cache',
  '#/sources',
  '#/sources/demo-odds',
  '#/sources/demo-odds/refreshes',
  '#/sources/demo-odds/why',
  '#/sources/demo-odds/rule',
  '#/sources/demo-odds/quota',
  '#/sources/demo-odds/details',
  '#/sources/demo-odds/settings',
  '#/sources/demo-activities',
  '#/search',
  '#/search/odds',
  '#/add-source',
  '#/add-source/json',
  '#/add-source/curl',
  '#/add-source/openapi',
  '#/add-source/file',
  '#/add-source/copy',
  '#/add-source/preset/github-notifications',
  '#/add-source/preset/the-odds-api',
  '#/history',
  '#/history/savings',
  '#/quotas',
  '#/alerts',
  '#/add-alert',
  '#/add-alert/source/demo-odds',
  '#/settings',
];

test.describe('every screen', () => {
  test.use({ appArgs: [] });

  for (const scheme of ['light', 'dark'] as const) {
    test(`can be used by everybody, ${scheme}`, async ({ open }) => {
      const page = await open('#/sources');
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await expect(page.getByTestId('source-row-demo-odds').getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
      const found: string[] = [];
      for (const screen of screens) {
        await page.evaluate((hash) => (location.hash = hash), screen);
        await page.waitForTimeout(400);
        found.push(...(await violations(page)).map((each) => `${screen} ${each}`));
      }
      expect(found).toEqual([]);
    });
  }

  test('fits a narrow window without scrolling sideways', async ({ open }) => {
    const page = await open();
    await page.setViewportSize({ width: 720, height: 600 });
    for (const screen of screens) {
      await page.evaluate((hash) => (location.hash = hash), screen);
      await page.waitForTimeout(300);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), screen).toBeLessThanOrEqual(720);
    }
  });
});

test('settings list who is looking, and this tab among them', async ({ open }) => {
  const page = await open('#/settings');
  const row = page.getByTestId('sessions').locator('tbody tr');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(/Tab .* \(this one\)yesPlayin front/);
  await open('#/settings');
  await expect(row).toHaveCount(2);
});

test.describe('the keyboard', () => {
  test.use({ appArgs: [] });

  test('Ctrl-K finds every source and action by name', async ({ open }) => {
    const page = await open();
    const search = page.getByTestId('palette').getByRole('textbox');
    await page.keyboard.press('Control+k');
    await expect(search).toBeFocused();
    await page.keyboard.type('rides');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/demo-activities/);
    await page.keyboard.press('Control+k');
    await expect(search).toBeFocused();
    await page.keyboard.type('settings');
    await expect(page.getByTestId('palette')).toContainText(/Settings/);
  });

  test('Ctrl-R refreshes what is due instead of loading the page again', async ({ open }) => {
    const page = await open();
    await page.evaluate(() => ((window as unknown as PageGlobals).stillHere = true));
    await page.keyboard.press('Control+r');
    await expect(page.getByTestId('live-region')).not.toBeEmpty();
    expect(await page.evaluate(() => (window as unknown as PageGlobals).stillHere)).toBe(true);
  });

  test('a source is reached and opened without a mouse', async ({ open }) => {
    const page = await open('#/sources');
    const first = page.locator('[data-testid^="source-row-"]').first();
    await expect(first).toBeVisible();
    const row = (await first.getAttribute('data-testid')) ?? '';
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((id) => document.activeElement?.closest(`[data-testid="${id}"]`) !== null, row)) break;
    }
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`${row.replace('source-row-', '')}$`));
  });

  test('a question mark shows the shortcuts', async ({ open }) => {
    const page = await open();
    await page.keyboard.press('?');
    await expect(page.getByTestId('shortcuts')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('shortcuts')).toBeHidden();
  });
});
