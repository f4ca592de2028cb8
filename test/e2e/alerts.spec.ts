import type { Page } from '@playwright/test';
import type { App } from '../support/app.ts';
import { json, startUpstream } from '../support/upstream.ts';
import { expect, test } from './fixtures.ts';
import { violations } from './violations.ts';

async function makeBoard(app: App): Promise<void> {
  await app.post('/api/v1/sources/odds/refresh', { wait: true });
  const answer = await app.post('/api/v1/dashboards', {
    id: 'board',
    title: 'Board',
    parameters: [{ name: 'team', label: 'Team', kind: 'text', standard: null }],
    panels: [
      {
        id: 'best',
        title: 'Best price',
        query: { kind: 'sql', sql: 'select max(price) as price, count(*) as n from odds where :team is null or team = :team' },
        show: { kind: 'table' },
        place: { x: 0, y: 0, width: 6, height: 6 },
      },
    ],
  });
  expect(answer.status).toBe(201);
}

const add = (app: App, more: object = {}) =>
  app.post('/api/v1/alerts', {
    id: 'best',
    name: 'Best price above 2',
    subject: { kind: 'panel', dashboardId: 'board', panelId: 'best' },
    condition: { is: 'above', value: 2 },
    ...more,
  });
const phaseOf = (page: Page, id: string) => page.getByTestId(`alert-${id}`).getByTestId('alert-phase').first();

test('a panel leads to an alert on it, which fires, is shown on the page and counted in the rail', async ({
  app,
  open,
  add: addSource,
}) => {
  await addSource();
  await makeBoard(app);
  const page = await open('#/dashboards/board');
  await page.getByTestId('panel-menu').click();
  await page.getByTestId('panel-alert').click();
  await expect(page.getByTestId('field-subject.panelId')).toHaveValue('best');

  // Nothing is saved that says nothing, and the field says what it lacks.
  await page.getByTestId('alert-save').click();
  await expect(page.getByText('Enter a number.', { exact: true })).toBeVisible();
  await page.getByTestId('field-condition.value').fill('2');
  await expect(page.getByTestId('field-name')).toHaveAttribute('placeholder', 'Best price above 2');
  await page.getByTestId('field-subject.column').selectOption('price');
  await page.getByTestId('alert-save').click();

  await expect(phaseOf(page, 'best-price-above-2')).toHaveText('Firing');
  await expect(page.getByTestId('alert-words')).toContainText('Best price is 2.25, above 2.');
  await expect(page.getByTestId('alerts-firing')).toHaveAttribute('data-count', '1');
  await expect(page.getByRole('link', { name: 'Alerts, 1 firing' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Best price is 2.25, above 2.' })).toBeVisible();
  await expect(page.getByTestId('alert-messages')).toContainText('Notification: sent');
  expect((await app.get('/api/v1/alerts')).body.items[0].alert.subject).toMatchObject({ panelId: 'best', column: 'price', take: 'first' });
});

test('an alert is tested, snoozed, changed and removed, and each can be taken back', async ({ app, open, add: addSource }) => {
  await addSource();
  await makeBoard(app);
  await add(app, { deliver: { desktop: false } });
  const page = await open('#/alerts');
  await expect(phaseOf(page, 'best')).toHaveText('Firing');
  await page.getByTestId('alert-open').click();
  await expect(page.getByTestId('alert-rule')).toContainText('Fires when it is above 2.');
  await page.getByTestId('alert-test').click();
  await expect(page.getByText('is sent nowhere')).toBeVisible();
  await expect(page.getByTestId('alert-messages')).toContainText('Test: Best price is 2.25');

  await page.getByTestId('alert-snooze').click();
  await page.getByRole('menuitem', { name: 'For 1 h' }).click();
  await expect(page.getByTestId('alert-holds')).toContainText('Snoozed until');
  await page.getByTestId('alert-wake').click();
  await expect(page.getByTestId('alert-holds')).toBeHidden();

  await page.getByTestId('alert-edit').click();
  await page.getByTestId('field-condition.is').selectOption('at-most');
  await page.getByTestId('field-webhook').check();
  await page.getByTestId('field-deliver.webhook.url').fill('http://127.0.0.1:9/hook');
  await page.getByTestId('field-deliver.webhook.secret').fill('hook-secret-1');
  await page.getByTestId('alert-save').click();
  await expect(phaseOf(page, 'best')).toHaveText('Not firing');
  // What was entered as a secret is not shown again.
  await page.getByTestId('alert-edit').click();
  await expect(page.getByText('The secret is in the secret store. It is never shown again.')).toBeVisible();
  expect(await page.content()).not.toContain('hook-secret-1');

  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByTestId('alert-remove').click();
  await expect(page.getByTestId('empty-state')).toContainText('No alerts yet');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByTestId('alert-best')).toBeVisible();
});

test('deliveries that fail say why, and everything works by keyboard and for everybody', async ({ app, open, add: addSource }) => {
  const receiver = await startUpstream((_call, response) => json(response, {}, {}, 500));
  await addSource();
  await makeBoard(app);
  await add(app, { deliver: { desktop: false, webhook: { url: `${receiver.url}/hook` } } });
  await add(app, { id: 'all', name: 'Any source old', subject: { kind: 'source' }, condition: { is: 'older-than', seconds: 86_400 } });
  const page = await open('#/sources');
  await expect(page.getByTestId('source-row-odds')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByTestId('alert-holds')).toHaveText('1 not delivered yet');
  await page.getByTestId('alert-best').getByTestId('alert-open').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('alert-messages')).toContainText('answered 500');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 720, height: 600 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Any source old');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/alerts\/all$/);
  await receiver.close();
});

test('without alerts the screen says what to do next, and a source leads to one on its state', async ({ open, add: addSource }) => {
  await addSource();
  const page = await open('#/alerts');
  await expect(page.getByTestId('empty-state')).toContainText('costs no call');
  await page.getByTestId('add-alert').click();
  await expect(page.getByRole('heading', { name: 'Add an alert' })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/sources'));
  await page.getByTestId('source-row-odds').getByTestId('refresh-menu').click();
  await page.getByTestId('source-alert').click();
  await expect(page.getByTestId('field-subject.sourceId')).toHaveValue('odds');
  await page.getByTestId('alert-save').click();
  await expect(phaseOf(page, 'odds-failing-or-waiting-for-a-sign-in')).toHaveText('Not firing');
});
