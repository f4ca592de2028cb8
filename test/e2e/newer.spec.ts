import { join } from 'node:path';
import Database from 'better-sqlite3';
import { removeFolder, startApp } from '../support/app.ts';
import { expect, test } from './fixtures.ts';
import { violations } from './violations.ts';

for (const scheme of ['light', 'dark'] as const) {
  test(`data of a newer Freshet is shown under a strip, and nothing on screen refreshes or changes it, ${scheme}`, async ({
    app,
    add,
    page,
  }, info) => {
    await add({ policy: { preset: 'manual' } });
    await app.post('/api/v1/sources/odds/refresh', { wait: true });
    await app.stop();
    const db = new Database(join(app.dataFolder, 'freshet.db'));
    db.exec("UPDATE meta SET value = '9.0.0' WHERE key = 'writtenBy'");
    db.pragma('user_version = 90');
    db.close();

    const newer = await startApp({ dataFolder: app.dataFolder });
    try {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(newer.openUrl);
      const strip = page.getByTestId('read-only-strip');
      await expect(strip).toContainText('This data was written by Freshet 9.0.0');
      await expect(strip).toContainText('Update Freshet.');
      await expect(page.getByTestId('refresh-all')).toBeDisabled();
      await page.screenshot({ path: info.outputPath(`sources-${scheme}.png`) });
      await page.evaluate(() => (location.hash = '#/sources/odds/records'));
      await expect(page.getByText('Birch')).toBeVisible();
      await expect(page.getByTestId('refresh').first()).toBeDisabled();
      await page.setViewportSize({ width: 720, height: 800 });
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: info.outputPath(`records-${scheme}.png`) });
      await page.evaluate(() => (location.hash = '#/sources/odds/settings'));
      await expect(page.getByTestId('read-only')).toContainText('nothing is refreshed or changed');
    } finally {
      await newer.stop();
      removeFolder(app.dataFolder);
    }
  });
}
