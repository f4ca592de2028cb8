import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FreshetEvent } from '../../src-preload/contract/index.ts';
import { type App, removeFolder, startApp } from '../support/app.ts';
import { openTab } from '../support/tab.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

let app: App;
let upstream: Upstream;
/** What the webhook was sent, and what it answers. */
let receiver: Upstream;
let receiverStatus = 200;
let listing: object[];
const folders: string[] = [];

beforeEach(async () => {
  listing = [{ id: 1, margin: 3 }];
  receiverStatus = 200;
  app = await startApp();
  folders.push(app.dataFolder);
  upstream = await startUpstream((_call, response) => json(response, listing));
  receiver = await startUpstream((_call, response) => json(response, {}, {}, receiverStatus));
  await app.post('/api/v1/sources', { id: 'odds', name: 'Odds', url: `${upstream.url}/odds`, policy: { preset: 'manual' } });
  await refresh();
  await app.post('/api/v1/dashboards', {
    id: 'board',
    title: 'Board',
    panels: [
      {
        id: 'best',
        title: 'Best margin',
        query: { kind: 'sql', sql: 'SELECT max(margin) AS margin FROM odds' },
        show: { kind: 'table' },
        place: { x: 0, y: 0, width: 4, height: 4 },
      },
    ],
  });
});
afterEach(async () => {
  await app.stop();
  await upstream.close();
  await receiver.close();
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const refresh = () => app.post('/api/v1/sources/odds/refresh', { wait: true });
const point = async (url: string) =>
  app.call('PUT', '/api/v1/sources/odds', { ...(await app.get('/api/v1/sources/odds')).body.config, url });
const alert = async () => (await app.get('/api/v1/alerts/margin')).body;
const phase = async () => (await alert()).phase as string;
const messages = async () =>
  (await app.get('/api/v1/alert-messages?alertId=margin')).body.items as { event: string; deliveries: object[] }[];
const sent = () => receiver.calls.map(({ body }) => JSON.parse(body) as { event: string; text: string });
const onMargin = (deliver: object, more: object = {}) => ({
  id: 'margin',
  name: 'Margin above 4',
  subject: { kind: 'panel', dashboardId: 'board', panelId: 'best' },
  condition: { is: 'above', value: 4 },
  deliver,
  ...more,
});
const toWebhook = (more: object = {}) => ({ desktop: false, webhook: { url: `${receiver.url}/hook`, ...more } });

test('an alert on a panel fires after a merge without a further call, tells its webhook, and is the same after a restart', async () => {
  const made = await app.post('/api/v1/alerts', onMargin(toWebhook({ secret: 'hook-secret-1' })));
  expect(made).toMatchObject({ status: 201, body: { alert: { deliver: { webhook: { secret: { stored: true } } } } } });
  await expect.poll(phase).toBe('ok');

  listing = [{ id: 1, margin: 5 }];
  await refresh();
  await expect.poll(phase).toBe('firing');
  await expect.poll(sent).toHaveLength(1);
  expect(sent()[0]).toMatchObject({ event: 'fired', text: expect.stringContaining('Best margin is 5, above 4.') as string });
  expect(receiver.calls[0]?.headers.authorization).toBe('Bearer hook-secret-1');
  // One call when the source was added and asked, and one by hand: reading a panel calls nobody.
  const calls = upstream.calls.length;

  await app.stop();
  app = await startApp({ dataFolder: app.dataFolder });
  await expect.poll(phase).toBe('firing');
  expect(await messages()).toMatchObject([{ event: 'fired', deliveries: [{ channel: 'webhook', state: 'sent' }] }]);
  listing = [{ id: 1, margin: 2 }];
  expect(upstream.calls).toHaveLength(calls);
  await refresh();
  await expect.poll(() => sent().map(({ event }) => event)).toEqual(['fired', 'resolved']);
  expect(upstream.calls).toHaveLength(calls + 1);
});

test('a webhook that fails is told in the history, and what it was not told is sent after a restart', async () => {
  receiverStatus = 500;
  await app.post('/api/v1/alerts', onMargin(toWebhook(), { condition: { is: 'above', value: 1 } }));
  await expect
    .poll(async () => (await messages())[0]?.deliveries)
    .toMatchObject([{ state: 'waiting', tries: 1, problem: expect.stringContaining('500') as string }]);
  expect(await alert()).toMatchObject({ undelivered: 1 });
  await app.stop();
  receiverStatus = 200;
  app = await startApp({ dataFolder: app.dataFolder });
  await expect.poll(async () => (await alert()).undelivered as number, { timeout: 20_000 }).toBe(0);
  expect(sent().at(-1)).toMatchObject({ event: 'fired' });
});

test('an alert on the state of a source hears that it fails, once and not at each try, and that it is well again', async () => {
  await app.post('/api/v1/alerts', {
    id: 'margin',
    name: 'Odds fail',
    subject: { kind: 'source', sourceId: 'odds' },
    condition: { is: 'in-state', states: ['error', 'sign-in'] },
    deliver: toWebhook(),
  });
  await expect.poll(phase).toBe('ok');
  await point(`${receiver.url}/none`);
  receiverStatus = 401;
  await refresh();
  await expect.poll(phase).toBe('firing');
  expect((await alert()).standings).toMatchObject([
    { sourceId: 'odds', words: expect.stringContaining('Odds is waiting for a sign-in.') as string },
  ]);
  await refresh();
  receiverStatus = 200;
  await point(`${upstream.url}/odds`);
  await refresh();
  await expect.poll(phase).toBe('ok');
  expect((await messages()).map(({ event }) => event)).toEqual(['resolved', 'fired']);
});

test('a notification waits until a page is there to show it, and changes of alerts are told to pages', async () => {
  await app.post('/api/v1/alerts', onMargin({ desktop: true, sound: true }, { condition: { is: 'above', value: 1 } }));
  await expect.poll(async () => (await messages())[0]?.deliveries).toMatchObject([{ channel: 'desktop', state: 'waiting', tries: 1 }]);
  const { client, socket } = await openTab(app);
  const seen: FreshetEvent[] = [];
  const events = await client.events.subscribe();
  void (async () => {
    for await (const event of events) seen.push(event);
  })().catch(() => undefined);
  const of = (type: FreshetEvent['type']) => seen.filter((event) => event.type === type);
  await expect.poll(() => of('alert-shown')).toMatchObject([{ alertId: 'margin', title: 'Margin above 4', sound: true }]);
  await expect.poll(async () => (await messages())[0]?.deliveries).toMatchObject([{ state: 'sent' }]);

  await client.alerts.snooze({ id: 'margin', forSeconds: 3600 });
  await expect.poll(() => of('alert').at(-1)).toMatchObject({ alert: { snoozedUntil: expect.any(String) as string } });
  await client.alerts.remove({ id: 'margin' });
  await expect.poll(() => of('alert-removed')).toMatchObject([{ id: 'margin' }]);
  expect((await client.alerts.restore({ id: 'margin' })).alert.name).toBe('Margin above 4');
  await client.alerts.test({ id: 'margin' });
  await expect.poll(() => of('alert-shown')).toHaveLength(2);
  socket.close();
});

test('what cannot be is refused in words, and a stored secret goes to no other host', async () => {
  const odd = await app.post('/api/v1/alerts', { name: 'x', subject: { kind: 'source' }, condition: { is: 'above', value: 1 } });
  expect(odd).toMatchObject({ status: 422, body: { data: { problems: [{ path: 'condition' }] } } });
  expect((await app.get('/api/v1/alerts/none')).status).toBe(404);
  await app.post('/api/v1/alerts', onMargin(toWebhook({ secret: 'hook-secret-1' })));
  const elsewhere = { desktop: false, webhook: { url: 'http://127.0.0.2:9/hook', secret: { stored: true } } };
  const { id, ...draft } = onMargin(elsewhere);
  const moved = await app.call('PUT', `/api/v1/alerts/${id}`, { alert: draft });
  expect(moved).toMatchObject({ status: 422, body: { message: expect.stringContaining('is not sent to http://127.0.0.2:9') as string } });
  const { id: _same, ...kept } = onMargin(toWebhook({ secret: { stored: true } }));
  expect((await app.call('PUT', '/api/v1/alerts/margin', { alert: kept })).status).toBe(200);
});
