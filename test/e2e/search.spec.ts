import { expect, json, test } from './fixtures.ts';
import { violations } from './violations.ts';

const lamps = Array.from({ length: 60 }, (_, id) => ({ id: `lamp-${id}`, name: `Reading lamp ${id}`, maker: { city: 'Zürich' } }));

test.beforeEach(({ upstream }) => {
  upstream.handler = (call, response) =>
    json(response, call.path.includes('lamps') ? lamps : [{ id: 1, team: 'Alder', note: 'sponsored by a lamp' }]);
});

test('a word is searched from the palette, hits are listed by source, and the keyboard opens a record', async ({
  open,
  add,
  app,
  upstream,
}) => {
  await add({ id: 'lamps', name: 'Lamps', url: `${upstream.url}/lamps` });
  await add({ id: 'odds', name: 'Odds', url: `${upstream.url}/odds` });
  await app.post('/api/v1/refresh', { wait: true });
  const page = await open();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sponsored');
  await page.getByRole('button', { name: 'Search in records for “sponsored”' }).click();
  const input = page.getByTestId('search-input');
  await expect(input).toHaveValue('sponsored');
  await expect(page.getByTestId('search-group')).toHaveCount(1);
  await expect(page.getByTestId('search-count')).toHaveText('1 record');

  await input.fill('zurich LAMP');
  await expect(page.getByTestId('search-count')).toHaveText('The first 50');
  await expect(page.getByTestId('search-group').getByRole('heading')).toHaveText(['Lamps']);
  await page.getByTestId('search-more').click();
  await expect(page.getByTestId('search-count')).toHaveText('60 records');
  await input.fill('lamp');
  await expect(page.getByTestId('search-group').getByRole('heading')).toHaveCount(2);
  await expect(page.locator('[data-hit="1"] mark')).toHaveText(['lamp']);
  expect(await violations(page)).toEqual([]);

  await input.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('record-panel')).toBeVisible();
  await page.getByTestId('record-panel').getByLabel('Close the record').click();
  await expect(page.getByTestId('record-panel')).toHaveCount(0);

  await page.getByRole('link', { name: 'Odds', exact: true }).first().click();
  await expect(page.getByTestId('records-grid')).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId('search-input')).toHaveValue('lamp');
});

test('a search without words says what can be searched, and one without hits says so', async ({ open, add }) => {
  await add();
  const page = await open('#/search');
  await expect(page.getByTestId('empty-state')).toContainText('Search in the records of all sources');
  await expect(page.getByTestId('search-input')).toBeFocused();
  await page.keyboard.type('"no such (thing*');
  await expect(page.getByTestId('empty-state')).toContainText('Nothing found');
  await page.getByLabel('Clear the search').click();
  await expect(page.getByTestId('empty-state')).toContainText('Search in the records of all sources');
});
