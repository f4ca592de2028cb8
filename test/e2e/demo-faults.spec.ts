import { expect, test } from './fixtures.ts';

test.describe('the faults of the demo', () => {
  test.use({ appArgs: [] });

  test('are turned by the keyboard, said on screen, met by a refresh, and gone with Reset', async ({ open }) => {
    const page = await open('#/settings');
    await page.getByTestId('fault-service').selectOption('odds');
    const slider = page.getByTestId('fault-serverErrorPercent').getByRole('slider');
    await slider.focus();
    await page.keyboard.press('End');
    await expect(page.getByTestId('fault-serverErrorPercent')).toContainText('100%');
    await expect(page.getByTestId('fault-strip')).toContainText('The demo is disturbed. Match odds: 100% server error.');
    await page.evaluate(() => (location.hash = '#/sources/demo-odds'));
    await page.getByTestId('refresh').first().click();
    await expect(page.getByTestId('source-failure')).toContainText('(500)', { timeout: 20_000 });
    await page.getByTestId('fault-strip-reset').click();
    await expect(page.getByTestId('fault-strip')).toBeHidden();
    await page.getByTestId('refresh').first().click();
    await expect(page.getByTestId('source-failure')).toBeHidden();
    await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'fresh');
  });

  test('shares leave room for one another, and a service can have its own or those of all', async ({ open }) => {
    const page = await open('#/settings');
    const share = (key: string) => page.getByTestId(`fault-${key}`);
    const toEnd = async (key: string) => {
      await share(key).getByRole('slider').focus();
      await page.keyboard.press('End');
    };
    await share('dropPercent').getByRole('slider').focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByTestId('fault-strip')).toContainText('All services: 5% broken off.');
    await toEnd('malformedPercent');
    await expect(share('malformedPercent')).toContainText('95%');
    await page.getByTestId('fault-service').selectOption('strava');
    await expect(share('malformedPercent')).toContainText('95%');
    await page.getByTestId('fault-slow').selectOption('2000');
    await expect(page.getByTestId('fault-strip')).toContainText('Rides and runs: 5% broken off, 95% nonsense and 2 s slower');
    await page.getByRole('button', { name: 'As all services' }).click();
    await expect(page.getByTestId('fault-strip')).not.toContainText('Rides and runs');
    await page.getByTestId('fault-reset').click();
    await expect(page.getByTestId('fault-strip')).toBeHidden();
  });

  test('the network cable is pulled and plugged in from the palette', async ({ app, open }) => {
    const page = await open();
    await expect(page.getByTestId('source-row-demo-parcels').getByTestId('state-chip')).toHaveAttribute('data-state', 'live');
    const choose = async (name: string) => {
      await page.keyboard.press('Control+k');
      await expect(page.getByTestId('palette').getByRole('textbox')).toBeFocused();
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
    };
    await choose('pull the network cable');
    await expect(page.getByTestId('fault-strip')).toContainText('The network cable of the demo is pulled');
    await expect(page.getByTestId('source-row-demo-parcels').getByTestId('state-chip')).not.toHaveAttribute('data-state', 'live');
    const records = (await app.get('/api/v1/sources/demo-parcels')).body.records;
    expect(records).toBe(40);
    await choose('plug the network cable');
    await expect(page.getByTestId('fault-strip')).toBeHidden();
    await expect(page.getByTestId('source-row-demo-parcels').getByTestId('state-chip')).toHaveAttribute('data-state', 'live', {
      timeout: 30_000,
    });
  });

  test('are nowhere to be seen outside the demo', async ({ open }) => {
    const page = await open('#/settings');
    await expect(page.getByTestId('fault-service')).toBeVisible();
    await page.getByTestId('leave-demo').click();
    await expect(page.getByTestId('gallery-search')).toBeVisible();
    await page.evaluate(() => (location.hash = '#/settings'));
    await expect(page.getByTestId('demo-on')).toBeVisible();
    await expect(page.getByTestId('fault-service')).toBeHidden();
  });
});
