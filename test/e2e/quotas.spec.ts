import { expect, test } from './fixtures.ts';

const COST = { expression: "$count($split(query.regions, ',')) * 3" };

test('a spent quota says until when, what is shown meanwhile and what a press still costs', async ({ open, add, app }) => {
  await add({
    query: { regions: 'eu' },
    policy: { preset: 'fixed', everySeconds: 5 },
    quota: { windows: [{ limit: 12, per: 'day', timeZone: 'Asia/Tokyo' }], reserveForManualPercent: 50, spread: 'none', cost: COST },
  });
  const page = await open('#/sources/odds/quota');
  const note = page.getByTestId('spent-note');
  await expect(note).toContainText('The quota for scheduled calls is spent until', { timeout: 20_000 });
  await expect(note).toContainText(/Shown meanwhile: the data of .+ old\./);
  await expect(note).toContainText('A refresh now costs 3 of the 6 credits kept for you.');
  await expect(page.getByTestId('quota-day')).toContainText('12 credits this day (Asia/Tokyo)');
  // Two presses within half a second count as one.
  await expect(async () => {
    await page.getByTestId('refresh').click();
    expect((await app.get('/api/v1/sources/odds')).body.asking.left).toBe(0);
  }).toPass({ intervals: [600] });
  await expect(note).toContainText('Not enough is left for a refresh that you ask for until');
  await page.evaluate(() => (location.hash = '#/quotas'));
  await expect(page.getByTestId('quota-odds').getByTestId('spent-note')).toContainText('The quota is spent until');
});

test('a change of the request shows what it costs before it is saved', async ({ open, add, upstream, app }) => {
  await add({
    query: { regions: 'eu' },
    policy: { preset: 'fixed', everySeconds: 7_200 },
    quota: { windows: [{ limit: 100_000, per: 'month' }], spread: 'none', cost: COST },
  });
  const page = await open('#/sources/odds/settings');
  await expect(page.getByTestId('plan')).toHaveCount(0);
  await page.getByRole('button', { name: /^Request/ }).click();
  await page.getByLabel('Value of parameter 1').first().fill('eu,us,uk');
  await expect(page.getByTestId('plan')).toContainText('+2 regions: 3 → 9 credits a call, about 36 → 108 credits a day');
  await page.getByLabel('Value of parameter 1').first().fill('eu');
  await expect(page.getByTestId('plan')).toHaveCount(0);
  await page.evaluate(() => (location.hash = '#/sources/odds/quota'));
  await page.getByLabel('Limit 1, calls').fill('40');
  await expect(page.getByTestId('plan')).toContainText("the month's 40 would be spent on");
  expect((await app.get('/api/v1/sources/odds')).body.config.quota.windows[0].limit).toBe(100_000);
  expect(upstream.calls.length).toBe(1);
});

test('time zone, spreading, price and budget are set in the form', async ({ open, add, app }) => {
  await add({ policy: { preset: 'manual' } });
  const page = await open('#/sources/odds/quota');
  await page.getByTestId('field-quota.windows.add').click();
  await page.getByLabel('Limit 1, calls').fill('500');
  await page.getByTestId('field-quota.windows.0.per').selectOption('month');
  await page.getByTestId('field-quota.windows.0.timeZone').fill('Mars/Base');
  await page.getByTestId('field-quota.spread').selectOption('even');
  await page.getByRole('button', { name: /^Budget/ }).click();
  await page.getByTestId('field-quota.price.perUnit').fill('0.02');
  await page.getByTestId('field-quota.price.currency').fill('eur');
  await page.getByTestId('field-quota.budget.perMonth').fill('5');
  await page.getByTestId('field-quota.budget.unit').selectOption('money');
  await page.getByTestId('save').click();
  await expect(page.getByText('not a time zone; write one like Europe/Berlin or UTC').first()).toBeVisible();
  await page.getByTestId('field-quota.windows.0.timeZone').fill('Europe/Berlin');
  await page.getByTestId('save').click();
  await expect(page.getByTestId('quota-budget')).toContainText('Budget of €5.00 this month (UTC)');
  expect((await app.get('/api/v1/sources/odds')).body.config.quota).toEqual({
    windows: [{ limit: 500, per: 'month', align: 'clock', timeZone: 'Europe/Berlin' }],
    reserveForManualPercent: 10,
    cost: 1,
    spread: 'even',
    price: { perUnit: 0.02, currency: 'EUR' },
    budget: { perMonth: 5, unit: 'money' },
  });
});

test('an expression for the cost that gives none is told at its field', async ({ open, add }) => {
  await add({ policy: { preset: 'manual' } });
  const page = await open('#/sources/odds/quota');
  await page.getByRole('button', { name: /^What a call costs/ }).click();
  await page.getByTestId('field-quota.cost.expression').fill('query.weight');
  await page.getByTestId('save').click();
  await expect(page.getByText(/gives nothing for this request/).first()).toBeVisible();
});

test('the settings show when somebody usually looks', async ({ open }) => {
  const page = await open('#/settings');
  await expect(page.getByText(/of 20 hours with a look in them were seen/)).toBeVisible();
  await expect(page.getByTestId('usual-hours')).toBeVisible();
});
