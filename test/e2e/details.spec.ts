import type { ServerResponse } from 'node:http';
import { expect, json, test } from './fixtures.ts';

test('details are followed, paused and resumed on the screen, and a record that is opened gets its own first', async ({
  open,
  add,
  upstream,
}) => {
  const held: ServerResponse[] = [];
  let isHeld = true;
  upstream.handler = (call, response) => {
    if (call.path === '/odds')
      return json(
        response,
        [1, 2, 3, 4, 5, 6].map((id) => ({ id, team: `Team ${id}` })),
      );
    return isHeld ? held.push(response) : json(response, { venue: `Park ${call.path.slice(-1)}` });
  };
  await add({
    policy: { preset: 'fixed', everySeconds: 3600 },
    enrichment: { requests: [{ name: 'venue', url: '/odds/{id}', fields: { venue: 'venue' } }], everySeconds: 1 },
  });
  const page = await open('#/sources/odds');
  await page.getByTestId('tab-details').click();
  await expect(page.getByTestId('details-now')).toHaveText('Fetching details; 6 records to go');
  await expect(page.getByTestId('details-requests').locator('tbody tr')).toHaveText(['venuevenueessential060']);
  await page.getByTestId('pause-details').click();
  await expect(page.getByTestId('details-now')).toContainText('you paused them; refreshes go on');
  isHeld = false;
  for (const response of held) json(response, { venue: 'Held' });
  await expect(page.getByTestId('details-progress')).toHaveText('3 answered · 3 waiting');
  await expect(page.getByRole('progressbar', { name: 'Records whose details are there' })).toHaveAttribute('aria-valuenow', '50');
  await expect(page.getByTestId('details-calls')).toContainText('3 calls for details today');

  await page.getByTestId('tab-records').click();
  const grid = page.getByTestId('records-grid');
  const waiting = grid.locator('[data-row]', { hasText: /^(?!.*Held).*Team/ }).first();
  await waiting.click();
  await expect(page.getByTestId('record-panel')).toContainText('details are still to come');
  await page.getByTestId('tab-details').click();
  await page.getByTestId('resume-details').click();
  await expect(page.getByTestId('details-now')).toHaveText('Every record has its details');
  await page.getByTestId('tab-records').click();
  await expect(grid).toContainText('Park');
});

test('a source without details has no such tab', async ({ open, add }) => {
  await add();
  const page = await open('#/sources/odds');
  await expect(page.getByTestId('tab-quota')).toBeVisible();
  await expect(page.getByTestId('tab-details')).toHaveCount(0);
});
