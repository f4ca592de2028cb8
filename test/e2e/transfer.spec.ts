import { expect, test } from './fixtures.ts';

test('everything is exported to a file, which is looked into and imported again', async ({ app, open, add }) => {
  await add();
  await app.post('/api/v1/sources/odds/refresh', { wait: true });
  const page = await open('/settings');
  const card = page.getByRole('region', { name: 'Export and import' });
  await card.getByTestId('export-workspace').click();
  await expect(card.getByTestId('transfer-done')).toContainText('Exported 2 records');
  const { file } = (await app.get('/api/v1/status')).body.transfer;
  await expect(card.getByTestId('transfer-done')).toContainText(file);
  await card.getByTestId('import-file').fill(file);
  await card.getByTestId('import-check').click();
  await expect(card.getByTestId('import-preview')).toContainText('1 source with 2 records');
  await expect(card.getByRole('row', { name: /Odds/ })).toContainText('Left as it is');
  await card.getByLabel('Put those of the file in their place').check();
  await expect(card.getByRole('row', { name: /Odds/ })).toContainText('Replaced');
  await card.getByTestId('import-begin').click();
  await expect(card).toContainText('Odds: replaced');
  await card.getByRole('button', { name: /^Bring it back as odds-before-/ }).click();
  await expect(page.getByText(/is back, as odds-before-/).first()).toBeVisible();
  expect((await app.get('/api/v1/sources')).body.items).toHaveLength(2);
});

test('a file that is no export is refused in words', async ({ app, open }) => {
  const page = await open('/settings');
  await page.getByTestId('import-file').fill(`${app.dataFolder}/nothing.ndjson.gz`);
  await page.getByTestId('import-check').click();
  await expect(page.getByText(/There is no file .*nothing\.ndjson\.gz/)).toBeVisible();
});

test('a retention rule says what it would remove before it is saved', async ({ app, open, add }) => {
  await add();
  await app.post('/api/v1/sources/odds/refresh', { wait: true });
  const page = await open('/sources/odds/settings');
  await page.getByRole('button', { name: /^Retention/ }).click();
  await page.getByTestId('field-retention.keepNewest').fill('1');
  await expect(page.getByTestId('retention-preview')).toHaveText('Would remove nothing now.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await app.get('/api/v1/sources/odds')).body.config.retention).toEqual({ keepNewest: 1 });
});
