import { join } from 'node:path';
import { stat, writeFile } from 'node:fs/promises';
import { configureOdds } from './odds.ts';
import { expect, test } from './support.ts';

test('the first start shows a dashboard of the demo, its numbers with their age', async ({ launchApp }) => {
  const { page } = await launchApp();
  await expect(page.getByTestId('dashboard-demo-odds')).toBeVisible();
  await expect(page.getByTestId('panel-chip').first()).toHaveAttribute('data-state', /fresh|refreshing/);
  await expect(page.getByText('This is the demo').first()).toBeVisible();
});

test('the window comes to the front once there is something to see', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByRole('main')).toBeVisible();
  await expect.poll(() => app.windows()).toEqual([{ focused: true, visible: true, minimized: false }]);
});

test('a second start shows the records that are there, with their age, while the upstream is down', async ({
  folder,
  launchApp,
  upstream,
}) => {
  await configureOdds(folder, upstream);
  const first = await launchApp('--no-demo');
  await expect(first.page.getByTestId('source-row-odds').getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
  expect(upstream.calls).toBe(1);
  await first.quit();
  await upstream.stop();

  const second = await launchApp('--no-demo');
  const row = second.page.getByTestId('source-row-odds');
  await expect(row.getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
  await expect(row.locator('time').first()).toHaveText(/^\d+ (s|min)$/);
  await row.getByRole('link', { name: 'Odds' }).click();
  for (const { match } of upstream.records) await expect(second.page.getByText(match).first()).toBeVisible();
  expect(upstream.calls).toBe(1);
});

test('a start that cannot use its data folder says so and ends with code 1', async ({ folder, startApp }) => {
  const file = join(folder, 'not-a-folder');
  await writeFile(file, '');
  const app = await startApp('--data', file);
  test.skip(!app.standIn, 'on a desktop the dialog waits for somebody to close it');
  expect(await app.exited).toBe(1);
  expect(app.output()).toContain(`The data folder ${file} cannot be used`);
});

test('the window comes back where it was left', async ({ launchApp }) => {
  const first = await launchApp('--no-demo');
  await expect(first.page.getByRole('main')).toBeVisible();
  const bounds = { x: 40, y: 60, width: 1000, height: 700 };
  await first.setBounds(bounds);
  await first.quit();
  const second = await launchApp('--no-demo');
  await expect(second.page.getByRole('main')).toBeVisible();
  expect(await second.bounds()).toEqual(bounds);
});

test('a window that was left on a display that is gone comes back on one that is there', async ({ folder, launchApp }) => {
  const first = await launchApp('--no-demo');
  await expect(first.page.getByRole('main')).toBeVisible();
  await first.quit();
  await writeFile(
    join(folder, 'electron/window.json'),
    JSON.stringify({ bounds: { x: 90_000, y: 90_000, width: 800, height: 600 }, maximized: false }),
  );
  const second = await launchApp('--no-demo');
  expect((await second.bounds())?.x).toBeLessThan(10_000);
});

test('everything is kept inside the data folder', async ({ folder, launchApp }) => {
  const app = await launchApp('--no-demo');
  // There once the engine has spoken.
  await expect(app.page.getByTestId('freshness-line')).toBeVisible();
  expect(await app.running.evaluate(({ app: electronApp }) => electronApp.getPath('userData'))).toBe(join(folder, 'electron'));
  expect((await stat(join(folder, 'freshet.db'))).size).toBeGreaterThan(0);
});
