import { expect, test } from './fixtures.ts';

test.describe('a first run', () => {
  test.use({ appArgs: [] });

  test('shows live numbers within seconds, each with its age, and says that they are a demo', async ({ open }) => {
    const page = await open();
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

  test('leads from the demo to an own source in one click, and back by Undo', async ({ open }) => {
    const page = await open();
    await page.getByTestId('leave-demo').click();
    await expect(page.getByTestId('gallery-search')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.evaluate(() => (location.hash = '#/sources'));
    await expect(page.getByTestId('source-row-demo-odds')).toBeVisible();
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
