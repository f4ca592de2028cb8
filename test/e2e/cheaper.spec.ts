import { expect, json, test } from './fixtures.ts';

test('a cheap call first and asking for changes only are set in the form, and what they do is shown', async ({
  open,
  add,
  app,
  upstream,
}) => {
  upstream.handler = ({ path }, response) =>
    json(response, path === '/last' ? { at: 1 } : [{ id: 1, team: 'Alder', updated_at: '2026-01-02T12:00:00Z' }]);
  await add({ policy: { preset: 'manual' } });
  const page = await open('#/sources/odds/settings');
  await page.getByRole('button', { name: /^Ask first/ }).click();
  await page.getByTestId('field-probe.url').fill(`${upstream.url}/last`);
  await page.getByTestId('field-probe.value').fill('at');
  await page.getByTestId('field-probe.cost').fill('0');
  await page.getByRole('button', { name: /^Only what changed/ }).click();
  await page.getByTestId('field-incremental.param').fill('updated_since');
  await page.getByTestId('save').click();
  await expect(page.getByText('name the field that says when a record last changed, or a time field', { exact: true })).toBeVisible();
  await page.getByTestId('field-incremental.field').fill('updated_at');
  await page.getByTestId('save').click();
  await expect(page.getByTestId('asks-for')).toHaveText('everything');
  await app.post('/api/v1/sources/odds/refresh', { wait: true });
  await expect(page.getByTestId('asks-for')).toContainText('1 h before the newest record');
  expect((await app.get('/api/v1/sources/odds')).body.config).toMatchObject({
    probe: { url: `${upstream.url}/last`, value: 'at', cost: 0, withCredentials: true },
    incremental: { param: 'updated_since', field: 'updated_at', lookBackSeconds: 3600 },
  });
});

test('what a source may share its calls with is set in the form, and what cannot be is told at its field', async ({ open, add, app }) => {
  await add({ policy: { preset: 'manual' } });
  const page = await open('#/sources/odds/settings');
  await page.getByRole('button', { name: /^Shared calls/ }).click();
  await page.getByTestId('field-sharing.kind').selectOption('batch');
  await page.getByTestId('save').click();
  await expect(page.getByText('the query has no ids in "ids"', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Request/ }).click();
  await page.getByTestId('field-query.add').click();
  await page.getByTestId('field-query.0.name').fill('ids');
  await page.getByTestId('field-query.0.value').fill('1,2');
  await page.getByTestId('save').click();
  await expect.poll(async () => (await app.get('/api/v1/sources/odds')).body.config.batch).toMatchObject({ param: 'ids', most: 50 });
});
