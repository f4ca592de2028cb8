import { expect, json, test } from './fixtures.ts';

test('five quick presses of Refresh make one upstream call, and every press is answered', async ({ open, add, upstream }) => {
  await add({ policy: { preset: 'manual' } });
  const answer: { now: (() => void) | null } = { now: null };
  upstream.handler = async (_call, response) => {
    await new Promise<void>((resolve) => (answer.now = resolve));
    json(response, [{ id: 1 }]);
  };
  const page = await open('#/sources/odds');
  const refresh = page.getByTestId('refresh').first();
  await refresh.evaluate((button: HTMLElement) => {
    for (let press = 0; press < 5; press += 1) button.click();
  });
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'refreshing');
  await expect.poll(() => answer.now !== null).toBe(true);
  answer.now?.();
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'fresh');
  expect(upstream.calls.length).toBe(1);
});

test('two pages on one source make one call', async ({ open, add, upstream }) => {
  await add();
  const [one, two] = [await open('#/sources/odds'), await open('#/sources/odds')];
  for (const page of [one, two]) {
    await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'fresh');
    await expect(page.getByTestId('records-grid')).toContainText('Birch');
  }
  expect(upstream.calls.length).toBe(1);
});

test('Refresh turns into Cancel while it runs, and Cancel stops it', async ({ open, add, upstream }) => {
  await add({ policy: { preset: 'manual' } });
  upstream.handler = () => undefined;
  const page = await open('#/sources/odds');
  await page.getByTestId('refresh').first().click();
  await page
    .getByRole('button', { name: /Cancel/ })
    .first()
    .click();
  await expect(page.getByTestId('state-chip').first()).not.toHaveAttribute('data-state', 'refreshing');
  await page.getByTestId('tab-refreshes').click();
  await expect(page.getByTestId('refresh-row').first()).toContainText(/Cancelled|Stopped/i);
});

test("Why tells the decisions in plain words with their numbers, newest first, and what 'decide' saw", async ({ open, add }) => {
  await add();
  const page = await open('#/sources/odds/why');
  await expect(page.getByTestId('why-now')).toContainText(/Refreshes at .*15 min while you look/);
  await expect(page.getByTestId('decision')).toHaveCount(2);
  await expect(page.getByTestId('decision').nth(0)).toContainText('Refreshed: nothing had been fetched');
  await expect(page.getByTestId('decision').nth(1)).toContainText('nobody has looked');
  await page.getByTestId('decision').nth(0).getByRole('button').first().click();
  await expect(page.getByTestId('decision').nth(0)).toContainText(/30 min/);
});

test('a refusal says what, why, until when and what to do', async ({ open, add, upstream }) => {
  await add({ policy: { preset: 'manual' } });
  upstream.handler = (_call, response) => json(response, { message: 'slow down' }, { 'retry-after': '600' }, 429);
  const page = await open('#/sources/odds');
  await page.getByTestId('refresh').first().click();
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'rate-limited');
  await expect(page.getByTestId('state-chip').first()).toContainText(/Rate-limited by the server until \d/);
  await page.waitForTimeout(600);
  await page.getByTestId('refresh').first().click();
  await expect(page.getByText(/the server said to wait until/).first()).toBeVisible();
  expect(upstream.calls.length).toBe(1);
});

test('a failure says what was wrong and what to do, and leads to the settings', async ({ open, add, upstream }) => {
  upstream.handler = (_call, response) => json(response, { message: 'key expired' }, {}, 401);
  await add({ auth: { kind: 'bearer', secret: 'old' } });
  const page = await open('#/sources/odds');
  await expect(page.getByTestId('source-failure')).toContainText('refused the credentials (401). It said: key expired');
  await expect(page.getByTestId('source-failure')).toContainText('Check the key');
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'sign-in');
});

test('a pause is shown with its end, and ends with Resume', async ({ open, add }) => {
  await add();
  const page = await open('#/sources/odds');
  await page.getByTestId('refresh-menu').first().click();
  await page.getByRole('menuitem', { name: /Pause.*1 h/ }).click();
  await expect(page.getByTestId('state-chip').first()).toContainText(/Paused until \d/);
  await page.getByTestId('refresh-menu').first().click();
  await page.getByTestId('resume').click();
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'fresh');
});

test('Refresh all refreshes every source', async ({ open, add, upstream }) => {
  await add({ policy: { preset: 'manual' } });
  await add({ id: 'second', name: 'Second', url: `${upstream.url}/second`, policy: { preset: 'manual' } });
  const page = await open();
  await page.getByTestId('refresh-all').click();
  for (const id of ['odds', 'second'])
    await expect(page.getByTestId(`source-row-${id}`).getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
  expect(upstream.calls.map((call) => call.path).sort()).toEqual(['/odds', '/second']);
});

test('cached data is there before any call, with its age, when the app starts again without its upstream', async ({
  open,
  add,
  app,
  upstream,
  context,
}) => {
  await add();
  const first = await open('#/sources/odds');
  await expect(first.getByTestId('records-grid')).toContainText('Birch');
  await upstream.close();
  await first.close();
  const page = await open('#/sources/odds');
  await expect(page.getByTestId('records-grid')).toContainText('Birch');
  await expect(page.getByTestId('checked-at')).toContainText('ago');
  await page.waitForTimeout(600);
  await page.getByTestId('refresh').first().click();
  await expect(page.getByTestId('source-failure')).toContainText('connection refused', { timeout: 30_000 });
  await expect(page.getByTestId('records-grid')).toContainText('Birch');
  expect((await app.get('/api/v1/sources/odds')).body.records).toBe(2);
  expect(context.pages().length).toBeGreaterThan(0);
});

test('a page that loses the server says so, keeps the data, and takes up again when it is back', async ({ open, add, app }) => {
  await add();
  const page = await open('#/sources/odds');
  await expect(page.getByTestId('records-grid')).toContainText('Birch');
  app.process.kill('SIGSTOP');
  app.process.kill('SIGKILL');
  await expect(page.getByText(/connection|reconnect/i).first()).toBeVisible();
  await expect(page.getByTestId('records-grid')).toContainText('Birch');
});
