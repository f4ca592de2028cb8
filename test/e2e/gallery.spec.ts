import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, json, test } from './fixtures.ts';

/** A preset of the user's own, whose service is the upstream of the test. */
function putPreset(dataFolder: string, url: string, more: object = {}): void {
  const preset = {
    id: 'shop',
    name: 'Corner shop',
    summary: 'Orders and customers of the corner shop.',
    category: 'Shops',
    keywords: ['orders'],
    documentation: 'https://example.com/docs',
    auth: { kind: 'key', words: 'A key from the office.', url: 'https://example.com/keys' },
    parameters: [
      { name: 'server', label: 'Server', standard: url, pattern: 'http://.+' },
      { name: 'state', label: 'State', kind: 'choice', standard: 'open', choices: [{ value: 'open' }, { value: 'shut' }] },
      { name: 'key', label: 'Key', kind: 'secret' },
    ],
    sources: ['orders', 'customers'].map((name) => ({
      key: name,
      source: {
        id: `shop-${name}`,
        name: `Shop ${name}`,
        url: `{{server}}/${name}`,
        query: { state: '{{state}}' },
        auth: { kind: 'header', name: 'X-Key', secret: '{{key}}' },
      },
    })),
    ...more,
  };
  mkdirSync(join(dataFolder, 'presets'), { recursive: true });
  writeFileSync(join(dataFolder, 'presets', 'shop.json'), JSON.stringify(preset));
}

test('from the gallery by keys alone to records on screen: search, parameters, test, save', async ({ open, upstream, app }) => {
  upstream.handler = (call, response) =>
    call.headers['x-key'] === 'open-sesame'
      ? json(response, [{ id: 1, team: call.path }])
      : json(response, { message: 'wrong key' }, {}, 401);
  putPreset(app.dataFolder, upstream.url);
  const page = await open('#/add-source');
  await page.getByTestId('gallery-search').fill('corner');
  await expect(page.getByTestId('preset-usgs-earthquakes')).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('preset-shop')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/add-source\/preset\/shop$/);
  await page.getByTestId('field-values.key').fill('wrong');
  await page.getByTestId('preset-test').click();
  const orders = page.getByTestId('result-shop-orders');
  await expect(orders).toContainText('refused the credentials (401)');
  await expect(orders).toContainText('A key from the office.');
  await page.getByTestId('field-values.key').fill('open-sesame');
  await page.getByTestId('preset-test').click();
  await expect(orders).toContainText('Works · 1 record');
  await expect(page.getByTestId('result-shop-customers')).toContainText('/customers');
  expect((await app.get('/api/v1/sources')).body.items).toEqual([]);
  await page.getByTestId('preset-save').click();
  await expect(page).toHaveURL(/#\/sources$/);
  await expect(page.getByText('Shop orders')).toBeVisible();
  await expect(page.getByText('Shop customers')).toBeVisible();
  await expect.poll(async () => (await app.get('/api/v1/sources/shop-orders')).body.records).toBe(1);
});

test('what is not accepted is said at its field, and nothing is called or saved', async ({ open, upstream, app }) => {
  putPreset(app.dataFolder, upstream.url);
  const page = await open('#/add-source/preset/shop');
  await page.getByTestId('field-values.server').fill('nowhere');
  await page.getByTestId('preset-test').click();
  await expect(page.getByText('Server is not written as it has to be: "nowhere"')).toBeVisible();
  await expect(page.getByText('Key has to be filled in')).toBeVisible();
  await page.getByTestId('preset-save').click();
  await expect(page.getByText('Key has to be filled in').first()).toBeVisible();
  expect(upstream.calls).toEqual([]);
  expect((await app.get('/api/v1/sources')).body.items).toEqual([]);
});

test('a preset with a mistake is told with its file and place', async ({ open, upstream, app }) => {
  putPreset(app.dataFolder, upstream.url, { summary: 7, colour: 'red' });
  const page = await open('#/add-source');
  await expect(page.getByTestId('preset-problems')).toContainText('2 problems');
  await expect(page.getByTestId('preset-problems')).toContainText('shop.json:1:');
  await expect(page.getByTestId('preset-problems')).toContainText('there is no setting "colour" here');
});

test('a preset can be gone on with in the form', async ({ open, upstream, app }) => {
  const template = { source: { name: 'Orders', url: '{{server}}/orders', timeField: 'at' } };
  putPreset(app.dataFolder, upstream.url, {
    auth: undefined,
    parameters: [{ name: 'server', label: 'Server', standard: upstream.url }],
    sources: [template],
  });
  const page = await open('#/add-source/preset/shop');
  await page.getByTestId('preset-edit').click();
  await expect(page.getByTestId('add-url')).toHaveValue(`${upstream.url}/orders`);
  await expect(page.getByTestId('field-timeField')).toHaveValue('at');
});

test('a curl command goes on in the form, its key among the secrets and what cannot be taken in words', async ({ open, upstream }) => {
  const page = await open('#/add-source');
  await page.getByTestId('way-curl').click();
  await page.getByTestId('curl-text').fill(`curl -k '${upstream.url}/odds?page=1' \\\n -H 'X-Api-Key: hush' -H 'accept: application/json'`);
  await expect(page.getByTestId('draft-facts')).toContainText('Header X-Api-Key');
  await expect(page.getByTestId('draft-facts')).not.toContainText('hush');
  await expect(page.getByTestId('curl-notes')).toContainText('Certificates are always checked');
  await page.getByTestId('curl-go-on').click();
  await expect(page.getByTestId('add-url')).toHaveValue(`${upstream.url}/odds?page=1`);
  await expect(page.getByTestId('field-auth.secret')).toHaveValue('hush');
  await page.getByTestId('add-save').click();
  await expect(page.getByTestId('records-grid')).toContainText('Alder');
  expect(upstream.calls.at(-1)?.headers['x-api-key']).toBe('hush');
});

test('a source is duplicated, exported without its key, and imported again', async ({ open, upstream, app, add }) => {
  await add({ auth: { kind: 'bearer', secret: 'hush-hush' }, timeField: 'at' });
  const exported = await app.get('/api/v1/sources/odds/export');
  expect(JSON.stringify(exported.body)).not.toContain('hush-hush');
  expect(exported.body).toMatchObject({ id: 'odds', timeField: 'at', auth: { kind: 'bearer', secret: { env: 'FRESHET_ODDS_KEY' } } });

  const page = await open('#/sources/odds/settings');
  const download = page.waitForEvent('download');
  await page.getByTestId('export-source').click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('odds.json');
  expect(readFileSync(await saved.path(), 'utf8')).not.toContain('hush-hush');
  await page.evaluate(() => (location.hash = '#/add-source/copy'));
  await page.getByTestId('copy-odds').click();
  await expect(page.getByTestId('add-name')).toHaveValue('Odds (copy)');
  await expect(page.getByTestId('field-auth.secret')).toHaveValue('');

  await page.evaluate(() => (location.hash = '#/add-source/file'));
  await page.getByTestId('file-text').fill(JSON.stringify({ ...exported.body, id: 'odds-again', name: 'Odds again' }));
  await page.getByTestId('file-go-on').click();
  await expect(page.getByTestId('field-auth.secret.env')).toHaveValue('FRESHET_ODDS_KEY');
  await page.getByTestId('field-auth.from').selectOption('typed');
  await page.getByTestId('field-auth.secret').fill('other-key');
  await page.getByTestId('add-save').click();
  await expect(page.getByTestId('records-grid')).toContainText('Birch');
  expect(upstream.calls.at(-1)?.headers.authorization).toBe('Bearer other-key');
});

test('an operation of an OpenAPI document is chosen, filled in and saved', async ({ open, upstream, app }) => {
  const order = { type: 'object', properties: { number: { type: 'integer' }, placed_at: { type: 'string', format: 'date-time' } } };
  const answers = {
    200: { content: { 'application/json': { schema: { type: 'object', properties: { orders: { type: 'array', items: order } } } } } },
  };
  const parameters = [
    { name: 'shop', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'state', in: 'query', schema: { type: 'string', enum: ['open', 'shut'] } },
  ];
  const document = {
    openapi: '3.0.3',
    info: { title: 'Orders', version: '2' },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    security: [{ key: [] }],
    paths: {
      '/shops/{shop}/orders': { get: { operationId: 'listOrders', summary: 'Orders of a shop', parameters, responses: answers } },
      '/shops/{shop}/orders/new': { post: { responses: {} } },
    },
  };
  upstream.handler = (call, response) =>
    call.path === '/openapi.json'
      ? json(response, document)
      : json(response, { orders: [{ number: 7, placed_at: '2026-11-20T10:00:00Z' }] });
  const page = await open('#/add-source');
  await page.getByTestId('way-openapi').click();
  await page.getByTestId('openapi-text').fill('{ "hello": 1 }');
  await page.getByTestId('openapi-read').click();
  await expect(page.getByTestId('form-problems')).toContainText('This is no OpenAPI document');
  await page.getByTestId('openapi-text').fill('');
  await page.getByTestId('openapi-url').fill(`${upstream.url}/openapi.json`);
  await page.getByTestId('openapi-read').click();
  await page.getByTestId('operation-search').fill('shop');
  await page.getByTestId('operation-listorders').click();
  await page.getByTestId('field-values.shop').fill('corner');
  await page.getByTestId('field-values.state').selectOption('open');
  await page.getByTestId('field-values.secret').fill('hush');
  await page.getByTestId('preset-test').click();
  await expect(page.getByText('Works · 1 record')).toBeVisible();
  await page.getByTestId('preset-save').click();
  await expect(page.getByTestId('records-grid')).toContainText('7');
  const [source] = (await app.get('/api/v1/sources')).body.items;
  expect(source.config).toMatchObject({
    list: 'orders',
    idField: 'number',
    timeField: 'placed_at',
    auth: { name: 'X-Key', secret: { stored: true } },
  });
  expect(upstream.calls.at(-1)).toMatchObject({ path: '/shops/corner/orders', headers: { 'x-key': 'hush' } });
});
