import { configureOdds } from './odds.ts';
import { expect, test } from './support.ts';

test('an alert is a notification of the system, silent unless it is to be heard, and a click opens the app at it', async ({
  folder,
  launchApp,
  upstream,
}) => {
  await configureOdds(folder, upstream);
  const app = await launchApp('--no-demo');
  test.skip(!app.running.standIn, 'what a real desktop shows cannot be read or clicked');
  const shown = () =>
    app.running.evaluate(() => globalThis.standInNotifications.map(({ title, body, silent }) => ({ title, body, silent })));
  await expect(app.page.getByTestId('source-row-odds').getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
  await app.page.evaluate(() => (location.hash = '#/add-alert/source/odds'));
  await app.page.getByTestId('field-condition.is').selectOption('older-than');
  await app.page.getByTestId('field-condition.seconds').fill('10');
  await app.page.getByRole('combobox', { name: 'Unit of age' }).selectOption('min');
  await app.page.getByTestId('field-condition.seconds').fill('10');
  await app.page.getByTestId('field-name').fill('Odds grow old');
  await app.page.getByTestId('alert-save').click();
  await expect(app.page.getByTestId('alert-phase')).toHaveText('Not firing');
  expect(await shown()).toEqual([]);

  // Nobody looks, so that no refresh comes before the data are as old.
  await app.blur();
  const calls = upstream.callsTo('/odds');
  await app.advance(11 * 60_000);
  await expect.poll(shown).toMatchObject([{ title: 'Odds grow old', silent: true, body: expect.stringContaining('older than 10 min') }]);
  expect(upstream.callsTo('/odds')).toBe(calls);

  await app.page.evaluate(() => (location.hash = '#/sources'));
  await app.minimize();
  await app.running.evaluate(() => {
    globalThis.standInNotifications[0]?.emit('click');
  });
  await expect(app.page.getByTestId('alert-messages')).toContainText('Notification: sent');
  expect(await app.windows()).toMatchObject([{ minimized: false, visible: true }]);
});
