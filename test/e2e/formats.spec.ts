import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newDataFolder, removeFolder } from '../support/app.ts';
import { expect, test } from './fixtures.ts';

const RSS = `<rss version="2.0"><channel><title>News</title><link>https://example.com/</link>
  <item><guid isPermaLink="false">n1</guid><title>First light</title><pubDate>Tue, 03 Jun 2003 09:39:21 GMT</pubDate></item>
  <item><guid isPermaLink="false">n2</guid><title>Second day</title><pubDate>Wed, 04 Jun 2003 09:39:21 GMT</pubDate></item></channel></rss>`;

test('the address of a feed is all that it takes', async ({ open, upstream, app }) => {
  upstream.handler = (_call, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(RSS);
  const page = await open('#/add-source/json');
  await page.getByTestId('add-url').fill(`${upstream.url}/news.rss`);
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-table')).toContainText('Second day');
  await expect(page.getByTestId('field-format')).toHaveValue('feed');
  await expect(page.getByTestId('field-timeField')).toHaveValue('publishedAt');
  await page.getByTestId('add-save').click();
  await expect(page.getByTestId('records-grid')).toContainText('First light');
  const { body } = await app.get('/api/v1/sources');
  expect(body.items[0]).toMatchObject({ records: 2, config: { format: { kind: 'feed' } } });
});

test('a table is recognised, and another delimiter can be chosen', async ({ open, upstream }) => {
  upstream.handler = (_call, response) => response.end('code;name\nA1;Alder\nB2;Birch');
  const page = await open('#/add-source/json');
  await page.getByTestId('add-url').fill(`${upstream.url}/trees.csv`);
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-table')).toContainText('Birch');
  await expect(page.getByTestId('field-format')).toHaveValue('csv');
  await expect(page.getByTestId('field-idField')).toHaveValue('code');
  await page.getByTestId('field-format.delimiter').fill(',');
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-failure')).toContainText('no value in the id field "code"');
});

test('a file of this computer is shown as it changes', async ({ open, app }) => {
  const folder = newDataFolder();
  const file = join(folder, 'prices.csv');
  writeFileSync(file, 'id,price\na,1.5');
  const page = await open('#/add-source/json');
  await page.getByTestId('add-url').fill(pathToFileURL(file).href);
  await expect(page.getByTestId('field-method')).toHaveCount(0);
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-table')).toContainText('1.5');
  await page.getByTestId('add-save').click();
  await expect(page.getByTestId('records-grid')).toContainText('1.5');
  writeFileSync(file, 'id,price\na,2.75');
  await expect(page.getByTestId('records-grid')).toContainText('2.75');
  expect((await app.get('/api/v1/sources')).body.items[0].today.calls).toBeGreaterThan(1);
  removeFolder(folder);
});

test('a program is not run unless the owner of the computer has allowed it', async ({ open }) => {
  const page = await open('#/add-source/json');
  await page.getByTestId('add-url').fill('command:echo');
  await expect(page.getByRole('alert').filter({ hasText: 'runs a program on your computer' })).toBeVisible();
  await page.getByTestId('field-arguments').fill('[{"id": 1}]');
  await page.getByTestId('add-preview').click();
  await expect(page.getByTestId('preview-failure')).toContainText('echo was not run: sources may not run programs.');
});

test.describe('with commands allowed', () => {
  test.use({ appArgs: ['--no-demo', '--allow-commands'] });

  test('a program is run, and what it prints is shown', async ({ open }) => {
    const page = await open('#/add-source/json');
    await page.getByTestId('add-url').fill('command:echo');
    await page.getByTestId('field-arguments').fill('[{"id": "from echo"}]');
    await page.getByTestId('add-preview').click();
    await expect(page.getByTestId('preview-table')).toContainText('from echo');
  });
});
