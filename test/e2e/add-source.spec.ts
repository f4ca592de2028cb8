import { expect, json, test } from './fixtures.ts';

const quakes = {
  metadata: { count: 2 },
  features: [
    { id: 'q1', properties: { mag: 4.5, time: 1795176000000 } },
    { id: 'q2', properties: { mag: 5.1, time: 1795176060000 } },
  ],
};

test('from an address to records on screen: preview, guesses, save', async ({ open, upstream, app }) => {
  upstream.handler = (_call, response) => json(response, quakes);
  const page = await open('#/add-source/json');
  await page.getByTestId('add-url').fill(`${upstream.url}/quakes`);
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-table')).toContainText('q2');
  await expect(page.getByTestId('field-list')).toHaveValue('features');
  await page.getByTestId('add-name').fill('Earthquakes');
  await page.getByTestId('add-save').click();
  await expect(page.getByTestId('records-grid')).toContainText('5.1');
  const { body } = await app.get('/api/v1/sources');
  expect(body.items[0]).toMatchObject({
    id: 'earthquakes',
    name: 'Earthquakes',
    config: { list: 'features', idField: 'id', timeField: 'properties.time' },
    records: 2,
  });
});

for (const [name, handler, words] of [
  ['a wrong key', 401, /refused the credentials \(401\)/],
  ['a page that is not there', 404, /knows no such address \(404\)/],
  ['a server in trouble', 500, /an error of its own \(500\)/],
] as const) {
  test(`the preview explains ${name}`, async ({ open, upstream }) => {
    upstream.handler = (_call, response) => json(response, {}, {}, handler);
    const page = await open('#/add-source/json');
    await page.getByTestId('add-url').fill(`${upstream.url}/x`);
    await page.getByTestId('add-preview').click();
    await expect(page.getByTestId('preview-failure')).toContainText(words);
  });
}

test('the preview explains a web page in place of JSON, a host that does not exist and a missing list', async ({ open, upstream }) => {
  const page = await open('#/add-source/json');
  upstream.handler = (_call, response) => response.end('<html><title>Welcome</title></html>');
  await page.getByTestId('add-url').fill(`${upstream.url}/x`);
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-failure')).toContainText('web page or XML, not JSON: "Welcome"');
  upstream.handler = (_call, response) => json(response, { status: 'ok' });
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-failure')).toContainText('not a list of records');
  await page.getByTestId('add-url').fill('http://does-not-exist.invalid/x');
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-failure')).toContainText('could not be found');
});

test('a value that is not accepted is told at its field, and nothing is saved', async ({ open, app }) => {
  const page = await open('#/add-source/json');
  await page.getByTestId('add-url').fill('ftp://example.com/items');
  await page.getByTestId('add-name').fill('X');
  await page.getByTestId('add-save').click();
  await expect(page.getByText(/only http, https, file, command, and postgresql are supported/).first()).toBeVisible();
  expect((await app.get('/api/v1/sources')).body.items).toEqual([]);
});

test('a curl command can be pasted in place of the address; its key is sent and shown nowhere', async ({ open, upstream, app }) => {
  upstream.handler = (call, response) =>
    call.headers.authorization === 'Bearer hush' ? json(response, [{ id: 1, a: 'ok' }]) : json(response, {}, {}, 401);
  const page = await open('#/add-source/json');
  await page.getByTestId('add-url').focus();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, `curl '${upstream.url}/items' -H 'Authorization: Bearer hush' -H 'Accept: application/json'`);
  await expect(page.getByTestId('add-url')).toHaveValue(`${upstream.url}/items`);
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-table')).toContainText('ok');
  await page.getByTestId('add-name').fill('Pasted');
  await page.getByTestId('add-save').click();
  await expect(page.getByTestId('records-grid')).toContainText('ok');
  expect(JSON.stringify((await app.get('/api/v1/sources')).body)).not.toContain('hush');
});

test('a removed source comes back by Undo with its records', async ({ open, add }) => {
  await add();
  const page = await open('#/sources/odds/settings');
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'fresh');
  await page.getByTestId('remove-source').click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.evaluate(() => (location.hash = '#/sources/odds'));
  await expect(page.getByTestId('records-grid')).toContainText('Birch');
});

test('the rule is changed on its own screen and holds at once', async ({ open, add, app }) => {
  await add();
  const page = await open('#/sources/odds/rule');
  await expect(page.getByTestId('rule-sentence')).toContainText('every 15 min while you look');
  await page.getByTestId('field-policy.preset').selectOption('fixed');
  await page.getByTestId('save').click();
  await expect.poll(async () => (await app.get('/api/v1/sources/odds')).body.config.policy.preset).toBe('fixed');
});
