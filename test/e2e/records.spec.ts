import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { readPath } from '../../src-preload/contract/index.ts';
import { fixtures } from '../support/fixtures.ts';
import { expect, json, test } from './fixtures.ts';

/** Chooses every column that there is. */
async function showAllColumns(page: Page): Promise<void> {
  await page.getByTestId('columns').click();
  const unchecked = page.getByRole('checkbox', { checked: false });
  await expect(page.getByRole('checkbox').first()).toBeVisible();
  for (let left = await unchecked.count(); left > 0; left = await unchecked.count()) await unchecked.first().click();
  await page.keyboard.press('Escape');
}

/** Every cell that the grid shows while it is scrolled from top to bottom, by row and field. */
async function readGrid(page: Page): Promise<Map<number, Map<string, string>>> {
  const grid = page.getByTestId('records-grid');
  const rows = new Map<number, Map<string, string>>();
  for (let previous = -1; rows.size !== previous;) {
    previous = rows.size;
    for (const { row, field, text } of await grid.locator('[data-row][data-field]').evaluateAll((cells) =>
      cells.map((cell) => ({
        row: Number(cell.getAttribute('data-row')),
        field: cell.getAttribute('data-field') ?? '',
        text: cell.getAttribute('title') ?? cell.textContent ?? '',
      })),
    )) {
      const known = rows.get(row) ?? new Map<string, string>();
      known.set(field, text);
      rows.set(row, known);
    }
    await grid.hover();
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(60);
  }
  return rows;
}

test.describe('recorded responses, record by record on the screen', () => {
  for (const fixture of fixtures) {
    test(fixture.name, async ({ open, add, upstream }) => {
      upstream.handler = (_call, response) =>
        response
          .writeHead(200, {
            'content-type': 'application/json',
            etag: `"${createHash('sha256').update(fixture.body).digest('hex').slice(0, 12)}"`,
          })
          .end(fixture.body);
      const expected = new Map(fixture.records.map((record) => [String(record[fixture.idField]), record]));
      await add({ id: 'replay', name: fixture.name, url: `${upstream.url}/${fixture.name}`, list: fixture.list, idField: fixture.idField });
      const page = await open('#/sources/replay');
      await expect(page.getByTestId('records-count')).toContainText(`${expected.size} record`);
      await showAllColumns(page);
      const rows = await readGrid(page);
      expect([...rows.values()].map((row) => row.get('$id'))).toEqual([...expected.keys()]);
      let compared = 0;
      for (const [index, record] of [...expected.values()].entries()) {
        for (const [field, text] of rows.get(index) ?? []) {
          const value = readPath(record, field).value;
          // Times are shown in the user's words, lists in short.
          if (typeof value === 'string' && !/^\d{4}-\d\d-\d\dT/.test(value)) expect(text, `${field} of row ${index}`).toBe(value);
          else if (typeof value === 'number' && Math.abs(value) < 1e11)
            expect(Number(text.replaceAll(',', '')), `${field} of row ${index}`).toBeCloseTo(value, 6);
          else continue;
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThanOrEqual(expected.size * 3);
      await page
        .locator('[data-row="0"][data-field="$id"]')
        .scrollIntoViewIfNeeded()
        .catch(() => undefined);
      // The panel shows a whole record; the first must be there field by field.
      await page.evaluate(() => document.querySelector('[data-testid="records-grid"]')?.scrollTo(0, 0));
      await page.locator('[data-row="0"]').first().click();
      const panel = page.getByTestId('record-panel');
      await expect(panel).toBeVisible();
      const shown = await panel.innerText();
      const [first] = expected.values();
      for (const [name, value] of Object.entries(first ?? {})) {
        if (typeof value === 'string' && value !== '' && !/^\d{4}-\d\d-\d\dT/.test(value)) expect(shown).toContain(value);
        if (typeof value !== 'object') expect(shown).toContain(name);
      }
    });
  }
});

test.describe('a hundred thousand records', () => {
  const records = Array.from({ length: 100_000 }, (_, id) => ({
    id,
    name: `Item ${id}`,
    price: (id * 7919) % 100_000,
    group: id % 10 === 0 ? 'Ten' : 'Other',
  }));

  test.beforeEach(async ({ add, app, upstream }) => {
    upstream.handler = (_call, response) => json(response, records);
    await add({ policy: { preset: 'manual' } });
    await app.post('/api/v1/sources/odds/refresh', { wait: true });
  });

  test('are there from the first to the last, with few of them in the page at a time', async ({ open }) => {
    const page = await open('#/sources/odds');
    await expect(page.getByTestId('records-count')).toContainText('100,000');
    await expect(page.locator('[data-row="0"][data-field="name"]')).toHaveText('Item 0');
    await page.getByTestId('records-grid').focus();
    await page.keyboard.press('Control+End');
    await expect(page.locator('[data-row="99999"][data-field="name"]')).toHaveText('Item 99999');
    expect(await page.locator('[data-row][data-field="name"]').count()).toBeLessThan(150);
    await page.keyboard.press('Control+Home');
    await expect(page.locator('[data-row="0"][data-field="name"]')).toHaveText('Item 0');
  });

  test('are sorted by any column in both directions', async ({ open }) => {
    const page = await open('#/sources/odds');
    const head = page.locator('[role="columnheader"][data-field="price"]');
    await head.click();
    await expect(page.locator('[data-row="0"][data-field="price"]')).toHaveText('0');
    await expect(page.locator('[data-row="1"][data-field="price"]')).toHaveText('1');
    await head.click();
    await expect(page.locator('[data-row="0"][data-field="price"]')).toHaveText('99,999');
    await head.click();
    await expect(page.locator('[data-row="1"][data-field="price"]')).toHaveText('7919');
  });

  test('are filtered, with a count of how many are left', async ({ open }) => {
    const page = await open('#/sources/odds');
    await page.getByTestId('records-filter').fill('item 9999');
    await expect(page.getByTestId('records-count')).toContainText(/11 of 100,000/);
    await expect(page.locator('[data-row="0"][data-field="name"]')).toHaveText('Item 9999');
  });

  test('columns can be chosen, and the choice stays', async ({ open }) => {
    const page = await open('#/sources/odds');
    await page.getByTestId('columns').click();
    await page.getByRole('checkbox', { name: 'group' }).click();
    await expect(page.locator('[data-row="0"][data-field="group"]')).toHaveCount(0);
    await page.reload();
    await expect(page.locator('[data-row="0"][data-field="name"]')).toBeVisible();
    await expect(page.locator('[data-row="0"][data-field="group"]')).toHaveCount(0);
  });
});

test('a number that changes is shown at once, and the table does not jump', async ({ open, add, upstream }) => {
  let price = 1;
  upstream.handler = (_call, response) =>
    json(
      response,
      Array.from({ length: 500 }, (_, id) => ({ id, price: id === 200 ? price : id })),
    );
  await add({ policy: { preset: 'manual' } });
  const page = await open('#/sources/odds');
  await page.getByTestId('refresh').first().click();
  await expect(page.locator('[data-row="0"][data-field="price"]')).toHaveText('0');
  const grid = page.getByTestId('records-grid');
  await grid.hover();
  await page.mouse.wheel(0, 200 * 32 - 100);
  const cell = page.locator('[data-row="200"][data-field="price"]');
  await expect(cell).toHaveText('1');
  const before = await cell.boundingBox();
  price = 777;
  await page.waitForTimeout(600);
  await page.getByTestId('refresh').first().click();
  await expect(cell).toHaveText('777');
  expect(await cell.boundingBox()).toEqual(before);
});
