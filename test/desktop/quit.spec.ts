import { configureOdds } from './odds.ts';
import { expect, test } from './support.ts';

test.beforeEach(async ({ folder, upstream }) => configureOdds(folder, upstream));

test('quitting ends with code 0 within 2 s, and the data is there at the next start', async ({ launchApp, upstream }) => {
  const first = await launchApp('--no-demo');
  await expect(first.page.getByTestId('source-row-odds').getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
  const { code, tookMs } = await first.quit();
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(2_000);

  const second = await launchApp('--no-demo');
  await second.page.getByTestId('source-row-odds').getByRole('link', { name: 'Odds' }).click();
  for (const { match } of upstream.records) await expect(second.page.getByText(match)).toBeVisible();
  await expect(second.page.getByText(/was interrupted|was lost/)).toHaveCount(0);
});

test('quitting during a refresh ends with code 0 within 2 s', async ({ launchApp, upstream }) => {
  upstream.hold();
  const app = await launchApp('--no-demo');
  await expect.poll(() => upstream.calls).toBe(1);
  const { code, tookMs } = await app.quit();
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(2_000);
});

test('closing the last window quits', async ({ launchApp }) => {
  test.skip(process.platform === 'darwin', 'on macOS an application stays when its last window is closed');
  const app = await launchApp('--no-demo');
  await expect(app.page.getByTestId('source-row-odds')).toBeVisible();
  await app.closeWindow();
  expect(await app.running.exited).toBe(0);
});
