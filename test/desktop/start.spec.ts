import { configureOdds, expect, test } from './support.ts';

test('the first start shows the demo workspace', async ({ launchApp }) => {
  const { page } = await launchApp();
  await expect(page.getByTestId(/^source-row-/).first()).toBeVisible();
  await expect(page.getByText('Demo', { exact: true }).first()).toBeVisible();
});

test('the window is shown, in front, once there is something to see', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByRole('main')).toBeVisible();
  await expect.poll(() => app.windows()).toEqual([{ focused: true, visible: true, minimized: false }]);
});

test('a start with --hidden keeps the window hidden until a second start asks for it', async ({ launchApp, startApp }) => {
  const app = await launchApp('--no-demo', '--hidden');
  await expect(app.page.getByRole('main')).toBeVisible();
  expect(await app.windows()).toEqual([{ focused: false, visible: false, minimized: false }]);
  const second = await startApp();
  expect(await second.exited).toBe(0);
  await expect.poll(() => app.windows()).toEqual([{ focused: true, visible: true, minimized: false }]);
});

test('a second start shows the records that are there, and their age, while the upstream is down', async ({
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
  for (const { match } of upstream.records) await expect(second.page.getByText(match)).toBeVisible();
  expect(upstream.calls).toBe(1);
});

test('a data folder that another program serves is not opened twice', async ({ folder, launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByRole('main')).toBeVisible();
  expect(folder).not.toBe('');
});
