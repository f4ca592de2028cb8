import { PushServer } from '../support/push-server.ts';
import { expect, json, test as base } from './fixtures.ts';

const test = base.extend<{ push: PushServer }>({
  push: async ({ browserName: _unused }, use) => {
    const push = await PushServer.start();
    await use(push);
    await push.close();
  },
});

const settings = (push: PushServer) => ({
  policy: { preset: 'realtime' },
  push: { kind: 'websocket', url: `ws://${push.host}/ws`, record: 'row', action: 'op', id: 'id', sequence: 'n' },
});
const cell = (row: number, field: string) => `[data-row="${row}"][data-field="${field}"]`;

test('a pushed change is on the screen as it comes, without a call, and the screen says that it is live', async ({
  open,
  add,
  upstream,
  push,
}) => {
  await add(settings(push));
  const page = await open('#/sources/odds');
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'live');
  const grid = page.getByTestId('records-grid');
  await expect(grid.locator(cell(0, 'price'))).toHaveText('1.5');
  push.publish({ op: 'update', id: 1, row: { id: 1, team: 'Alder', price: 7.25 }, n: 1 });
  await expect(grid.locator(cell(0, 'price'))).toHaveText('7.25');
  push.publish({ op: 'create', id: 3, row: { id: 3, team: 'Cedar', price: 3.75 }, n: 2 }, { op: 'delete', id: 2, n: 3 });
  await expect(grid.locator(cell(1, 'team'))).toHaveText('Cedar');
  await expect(grid).not.toContainText('Birch');
  await expect(page.getByTestId('push-line')).toContainText('Changes are pushed; connected since');
  await expect(page.getByTestId('push-line')).toContainText(/on screen within [\d,.]+ ms/);
  expect(upstream.calls).toHaveLength(1);
});

test('a lost connection is said with its reason, and the next try with its time', async ({ open, add, push }) => {
  await add(settings(push));
  const page = await open('#/sources/odds');
  await expect(page.getByTestId('push-line')).toHaveAttribute('data-connected', 'true');
  push.refusal = { status: 503 };
  push.breakAll();
  await expect(page.getByTestId('push-line')).toHaveAttribute('data-connected', 'false');
  await expect(page.getByTestId('push-line')).toContainText('Changes are not pushed now');
  await expect(page.getByTestId('push-line')).toContainText(/Connects again at \d/);
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'fresh');
});

test('what if nothing were pushed is answered by the timer', async ({ open, add, push }) => {
  await add(settings(push));
  const page = await open('#/sources/odds/why');
  await expect(page.getByTestId('push-line')).toHaveAttribute('data-connected', 'true');
  await page.getByTestId('what-if').getByText('What if').click();
  await expect(page.getByTestId('what-if-answer')).toContainText('changes are pushed as they happen');
  await page.getByRole('switch', { name: 'Changes are pushed' }).press('Space');
  await page.getByTestId('field-what-if.age').fill('2');
  await expect(page.getByTestId('what-if-answer')).toContainText('It would refresh.');
});

test('push is set up in the form, and stays when something else is changed there', async ({ open, app, upstream, push }) => {
  upstream.handler = (_call, response) => json(response, [{ id: 1, price: 1 }]);
  const page = await open('#/add-source/json');
  await page.getByTestId('add-url').fill(`${upstream.url}/odds`);
  await page.getByRole('button', { name: /^Push/ }).click();
  await page.getByTestId('field-push.kind').selectOption('sse');
  await page.getByTestId('field-push.url').fill(`http://${push.host}/sse`);
  await page.getByTestId('field-push.sequence').fill('n');
  await page.getByRole('button', { name: /^Rule/ }).click();
  await page.getByTestId('field-policy.preset').selectOption('realtime');
  await expect(page.getByTestId('policy-sentence')).toContainText('Takes changes as they are pushed, and checks everything every 24 h');
  await page.getByTestId('add-save').click();
  await expect(page.getByTestId('state-chip').first()).toHaveAttribute('data-state', 'live');
  const id = /sources\/([^/]+)/.exec(page.url())?.[1] ?? '';
  const before = await app.get(`/api/v1/sources/${id}`);
  await page.getByTestId('tab-settings').click();
  await page.getByTestId('field-name').fill('Renamed');
  await page.getByTestId('save').click();
  await expect.poll(async () => (await app.get(`/api/v1/sources/${id}`)).body.name).toBe('Renamed');
  const after = await app.get(`/api/v1/sources/${id}`);
  expect(after.body.config).toEqual({ ...before.body.config, name: 'Renamed' });
  expect(after.body.config.push).toMatchObject({ kind: 'sse', sequence: 'n' });
});
