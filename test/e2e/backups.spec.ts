import { expect, json, test } from './fixtures.ts';
import { violations } from './violations.ts';

test('a backup is made by hand, listed with its facts, restored after a question, and the restore is undone; the page connects again by itself', async ({
  app,
  open,
  add,
  upstream,
}) => {
  await add({ policy: { preset: 'manual' } });
  await app.post('/api/v1/sources/odds/refresh', { wait: true });
  const page = await open('#/settings');
  const card = page.getByRole('region', { name: 'Backups' }).first();
  await expect(card).toContainText('There is no backup yet.');
  await expect(page.getByTestId('drill')).toContainText('not yet');
  await card.getByRole('button', { name: 'Back up now' }).click();
  const rows = page.getByTestId('backups').locator('tbody tr');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(/2\d+\.?\d* KiBby handyes/);

  upstream.handler = (_call, response) => json(response, [{ id: 1 }, { id: 2 }, { id: 3 }]);
  await app.post('/api/v1/sources/odds/refresh', { mode: 'force', wait: true });
  const records = async () => (await app.get('/api/v1/sources/odds')).body.records;
  await expect.poll(records).toBe(3);

  await rows
    .first()
    .getByRole('button', { name: /^Restore this one/ })
    .click();
  await expect(page.getByText('What is there now is backed up first')).toBeVisible();
  await page.getByRole('button', { name: 'Leave it' }).click();
  expect(await records()).toBe(3);
  await rows
    .first()
    .getByRole('button', { name: /^Restore this one/ })
    .click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByTestId('last-restore')).toContainText('with 2 records was restored.');
  await expect(rows).toHaveCount(2);
  expect(await records()).toBe(2);
  await expect(page.getByText('was restored.', { exact: false }).first()).toBeVisible();

  await card.getByRole('button', { name: 'Undo restore' }).click();
  await expect(page.getByTestId('last-restore')).toContainText('with 3 records was restored.');
  expect(await records()).toBe(3);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the card of backups can be read and used by everybody, ${scheme}`, async ({ app, open, add }, info) => {
    await add({ policy: { preset: 'manual' } });
    await app.post('/api/v1/sources/odds/refresh', { wait: true });
    for (let made = 0; made < 3; made += 1) await app.post('/api/v1/backups');
    await app.post('/api/v1/backups/1/restore');
    const page = await open('#/settings');
    await page.emulateMedia({ colorScheme: scheme });
    await expect(page.getByTestId('backups').locator('tbody tr')).toHaveCount(4);
    const card = page.getByRole('region', { name: 'Backups' }).first();
    await card.scrollIntoViewIfNeeded();
    expect(await violations(page)).toEqual([]);
    await card.screenshot({ path: info.outputPath('backups.png') });
    await page.setViewportSize({ width: 720, height: 900 });
    await card.scrollIntoViewIfNeeded();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
    await page.screenshot({ path: info.outputPath('narrow.png') });
  });
}
