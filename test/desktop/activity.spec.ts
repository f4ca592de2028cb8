import { type DesktopApp, configureOdds, expect, test } from './support.ts';
import type { Upstream } from './upstream.ts';

const MINUTE_MS = 60_000;

async function startWithFreshOdds({
  folder,
  launchApp,
  upstream,
}: {
  folder: string;
  launchApp: (...args: string[]) => Promise<DesktopApp>;
  upstream: Upstream;
}): Promise<DesktopApp> {
  await configureOdds(folder, upstream);
  const app = await launchApp('--no-demo');
  await expect(app.page.getByTestId('source-row-odds').getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
  expect(upstream.calls).toBe(1);
  return app;
}

test('while the window is looked at, a source is refreshed every 15 minutes', async ({ folder, launchApp, upstream }) => {
  const app = await startWithFreshOdds({ folder, launchApp, upstream });
  await app.advance(14 * MINUTE_MS);
  await app.focus();
  expect(upstream.calls).toBe(1);
  await app.advance(2 * MINUTE_MS);
  await expect.poll(() => upstream.calls).toBe(2);
});
