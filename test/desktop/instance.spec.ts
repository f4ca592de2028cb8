import { configureOdds } from './odds.ts';
import { expect, test } from './support.ts';

test.beforeEach(async ({ folder, upstream }) => configureOdds(folder, upstream));

test('a second start brings the running window to the front and ends with code 0', async ({ launchApp, startApp }) => {
  const app = await launchApp('--no-demo');
  await expect.poll(() => app.windows()).toEqual([{ focused: true, visible: true, minimized: false }]);
  await app.minimize();
  await expect.poll(() => app.windows()).toEqual([{ focused: false, visible: true, minimized: true }]);

  const second = await startApp('--no-demo');
  expect(await second.exited).toBe(0);
  await expect.poll(() => app.windows()).toEqual([{ focused: true, visible: true, minimized: false }]);
});

test('a second start shows a window that was hidden', async ({ launchApp, startApp }) => {
  const app = await launchApp('--no-demo');
  await expect.poll(() => app.windows()).toEqual([{ focused: true, visible: true, minimized: false }]);
  await app.hide();
  await expect.poll(() => app.windows()).toEqual([{ focused: false, visible: false, minimized: false }]);

  const second = await startApp('--no-demo');
  expect(await second.exited).toBe(0);
  await expect.poll(() => app.windows()).toEqual([{ focused: true, visible: true, minimized: false }]);
});

test('a start with --hidden calls nobody and shows nothing until a second start asks for the window', async ({
  launchApp,
  startApp,
  upstream,
}) => {
  const app = await launchApp('--no-demo', '--hidden');
  await expect(app.page.getByTestId('source-row-odds')).toBeVisible();
  expect(await app.windows()).toEqual([{ focused: false, visible: false, minimized: false }]);
  expect(upstream.calls).toBe(0);

  const second = await startApp();
  expect(await second.exited).toBe(0);
  await expect.poll(() => app.windows()).toEqual([{ focused: true, visible: true, minimized: false }]);
  await expect.poll(() => upstream.calls).toBe(1);
});
