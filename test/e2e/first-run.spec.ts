import { expect, test } from './fixtures.ts';

test.describe('a first run', () => {
  test.use({ appArgs: [] });

  test('opens on a dashboard whose every panel has numbers and says how old they are, within seconds', async ({ open }) => {
    const page = await open();
    await expect(page).toHaveURL(/#\/dashboards\/demo-odds$/);
    for (const [dashboard, panel] of [
      ['demo-odds', 'best-prices'],
      ['demo-runs', 'success-rate'],
      ['demo-training', 'distance'],
      ['demo-calendar', 'calendar'],
    ]) {
      await page.evaluate((hash) => (location.hash = hash), `#/dashboards/${dashboard}`);
      await expect(page.getByTestId(`panel-${panel}`)).toBeVisible();
      const chips = page.getByTestId('panel-chip');
      for (const chip of await chips.all()) await expect(chip).toContainText(/\d+ (s|min)/);
      await expect(page.getByTestId('panel-failure')).toHaveCount(0);
      await expect(page.getByTestId('panel-empty')).toHaveCount(0);
      await expect(page.getByTestId(`panel-${panel}`)).toContainText(/\d/);
    }
  });

  test('numbers come by themselves, and each source says that it is of the demo', async ({ open }) => {
    const page = await open('#/sources');
    for (const id of ['demo-odds', 'demo-statistics', 'demo-activities', 'demo-executions']) {
      const row = page.getByTestId(`source-row-${id}`);
      await expect(row.getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
      await expect(row.getByTestId('state-chip')).toContainText(/Fresh · \d+ s/);
      await expect(row).toContainText('Demo');
    }
    await page.getByTestId('source-row-demo-odds').click();
    await expect(page.getByTestId('records-grid')).toContainText('Meridian');
    await expect(page.getByTestId('checked-at')).toContainText(/\d+ s ago/);
  });

  test('leads from the demo to an own source in one click, and back by Undo', async ({ app, open }) => {
    const page = await open();
    await page.getByTestId('leave-demo').click();
    await expect(page.getByTestId('gallery-search')).toBeVisible();
    expect((await app.get('/api/v1/dashboards')).body.items).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.evaluate(() => (location.hash = '#/sources'));
    await expect(page.getByTestId('source-row-demo-odds')).toBeVisible();
    await expect.poll(async () => (await app.get('/api/v1/dashboards')).body.items.length).toBe(4);
  });
});

test('without sources the screen says what to do next', async ({ open }) => {
  const page = await open();
  await expect(page.getByTestId('empty-state')).toContainText(/Add/);
});

test('a page without the token asks for it, refuses a wrong one and takes the right one', async ({ app, page }) => {
  await page.goto(app.url);
  await expect(page.getByTestId('sign-in')).toBeVisible();
  await page.getByTestId('token').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('sign-in')).toContainText(/not accepted/);
  await page.getByTestId('token').fill(app.token);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('freshness-line')).toBeVisible();
});

test('the token does not stay in the address', async ({ app, open }) => {
  const page = await open();
  expect(page.url()).not.toContain(app.token);
});
