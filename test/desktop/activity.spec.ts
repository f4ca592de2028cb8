import type { DesktopApp } from './desktop-app.ts';
import { configureOdds } from './odds.ts';
import { expect, test } from './support.ts';

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
  for (let minute = 0; minute < 14; minute += 2) {
    await app.advance(2 * MINUTE_MS);
    // A sign that somebody is there, which the engine wants every 5 minutes.
    await app.blur();
    await app.focus();
  }
  await app.settle();
  expect(upstream.calls).toBe(1);
  await app.advance(2 * MINUTE_MS);
  await expect.poll(() => upstream.calls).toBe(2);
});

test('300 s after the window lost the focus there are no more scheduled calls', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  await app.blur();
  await app.advance(5 * MINUTE_MS);
  await app.advance(24 * 60 * MINUTE_MS);
  await app.settle();
  expect(upstream.calls).toBe(1);
});

test('a minimized window counts as not looked at', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  await app.minimize();
  await app.advance(24 * 60 * MINUTE_MS);
  await app.settle();
  expect(upstream.calls).toBe(1);
});

test('coming back to the window refreshes a source that is stale, once', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  await app.blur();
  await app.advance(31 * MINUTE_MS);
  await app.focus();
  await expect.poll(() => upstream.calls).toBe(2);
  await app.blur();
  await app.focus();
  await app.settle();
  expect(upstream.calls).toBe(2);
});

test('coming back to the window leaves a source alone that is not stale', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  await app.blur();
  await app.advance(10 * MINUTE_MS);
  await app.focus();
  await app.settle();
  expect(upstream.calls).toBe(1);
});

test('waking up refreshes a source that went stale in the sleep, once', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  await app.suspend();
  await app.advance(2 * 60 * MINUTE_MS);
  await app.settle();
  expect(upstream.calls).toBe(1);
  await app.resume();
  await expect.poll(() => upstream.calls).toBe(2);
  await app.advance(MINUTE_MS);
  await app.settle();
  expect(upstream.calls).toBe(2);
});

test('a focused window counts as not looked at while nobody touches the computer', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  for (let minute = 0; minute < 12; minute += 2) {
    await app.advance(2 * MINUTE_MS);
    await app.blur();
    await app.focus();
  }
  await app.setIdle(400);
  // The idle time is read when a window gets the focus, and every 30 s while it has it.
  await app.blur();
  await app.focus();
  // Pages believe that they are looked at as long as they have the focus.
  await app.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await app.settle();
  await app.advance(20 * MINUTE_MS);
  await app.settle();
  expect(upstream.calls).toBe(1);
  await app.setIdle(0);
  await app.blur();
  await app.focus();
  await expect.poll(() => upstream.calls).toBe(2);
});

test('a locked screen counts as nobody looking, until it is unlocked', async ({ launchApp, upstream }) => {
  const app = await lookAtOdds(launchApp);
  await app.lock();
  await app.advance(2 * 60 * MINUTE_MS);
  await app.settle();
  expect(upstream.calls).toBe(1);
  await app.unlock();
  await expect.poll(() => upstream.calls).toBe(2);
});

test('a system that does not say whether anybody is there costs no calls, is told, and forgiven when it speaks again', async ({
  launchApp,
  upstream,
}) => {
  const app = await lookAtOdds(launchApp);
  await app.breakIdle('no session bus');
  await app.blur();
  await app.focus();
  await expect(app.page.getByText('Freshet cannot tell whether anybody is looking: no session bus')).toBeVisible();
  await app.advance(60 * MINUTE_MS);
  await app.settle();
  expect(upstream.calls).toBe(1);
  // Data that is stale by now is refreshed on opening all the same.
  await app.blur();
  await app.focus();
  await expect.poll(() => upstream.calls).toBe(2);
  await app.setIdle(0);
  await app.blur();
  await app.focus();
  await expect(app.page.getByText('Freshet cannot tell')).toBeHidden();
});
