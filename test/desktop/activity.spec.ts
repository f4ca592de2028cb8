import { type DesktopApp, configureOdds, expect, test } from './support.ts';

const MINUTE_MS = 60_000;

test.beforeEach(async ({ folder, upstream }) => configureOdds(folder, upstream));

/** Started, looked at, and refreshed for the first time. */
async function lookAtOdds(launchApp: (...args: string[]) => Promise<DesktopApp>): Promise<DesktopApp> {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByTestId('source-row-odds').getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
  return app;
}

test('while somebody looks, a source is refreshed every 15 minutes', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  await app.advance(14 * MINUTE_MS);
  expect(await app.calls('odds')).toBe(1);
  await app.advance(2 * MINUTE_MS);
  await expect.poll(() => upstream.calls).toBe(2);
});

test('300 s after the window lost the focus there are no more scheduled calls', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  await app.blur();
  await expect.poll(() => app.looking()).toBe(true);
  await app.advance(5 * MINUTE_MS);
  await expect.poll(() => app.looking()).toBe(false);
  await app.advance(24 * 60 * MINUTE_MS);
  await app.settled();
  expect(upstream.calls).toBe(1);
});
