import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FreshetEvent } from '../../src-preload/contract/index.ts';
import { type App, removeFolder, startApp } from '../support/app.ts';
import { openTab, socketUrl } from '../support/tab.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

let app: App;
let upstream: Upstream;
beforeEach(async () => {
  app = await startApp();
  upstream = await startUpstream((_call, response) => json(response, [{ id: 1 }]));
  await app.post('/api/v1/sources', { id: 'odds', name: 'Odds', url: `${upstream.url}/odds` });
});
afterEach(async () => {
  await app.stop();
  await upstream.close();
  removeFolder(app.dataFolder);
});

const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));

test('a tab that is looked at makes its sources refresh; two tabs make no second call', async () => {
  const [one, two] = [await openTab(app), await openTab(app)];
  const beats = await Promise.all([one, two].map(({ client }) => client.activity.beat({ focused: true, visible: true })));
  expect(beats.map((beat) => beat.active)).toEqual([true, true]);
  expect(beats[0]?.sessionId).not.toBe(beats[1]?.sessionId);
  await expect.poll(async () => (await app.get('/api/v1/sources/odds')).body.state).toBe('fresh');
  expect(upstream.calls.length).toBe(1);
});

test('a tab that is closed stops counting at once', async () => {
  const { socket, client } = await openTab(app);
  await client.activity.beat({ focused: true, visible: true });
  expect((await app.get('/api/v1/activity')).body).toMatchObject({ active: true, sessions: [{ kind: 'tab', active: true }] });
  socket.close();
  await expect.poll(async () => (await app.get('/api/v1/activity')).body).toMatchObject({ active: false, sessions: [] });
});

test('events begin with a snapshot and then tell of a refresh as it goes', async () => {
  const { client } = await openTab(app);
  const seen: FreshetEvent[] = [];
  const events = await client.events.subscribe();
  const followed = (async () => {
    for await (const event of events) {
      seen.push(event);
      if (event.type === 'refresh' && event.refresh.outcome !== null) return;
    }
  })();
  await expect.poll(() => seen[0]?.type).toBe('snapshot');
  await client.sources.refresh({ id: 'odds' });
  await followed;
  expect(seen.flatMap((event) => (event.type === 'refresh' ? [event.refresh.outcome] : []))).toEqual([null, 'changed']);
  expect(seen.some((event) => event.type === 'decision' && event.decision.reason === 'asked')).toBe(true);
  await expect.poll(async () => (await client.sources.get({ id: 'odds' })).state).toBe('fresh');
});

test('a tab reads the records by position', async () => {
  upstream.handler = (_call, response) =>
    json(
      response,
      Array.from({ length: 1_000 }, (_, id) => ({ id, n: 1_000 - id })),
    );
  const { client } = await openTab(app);
  await client.sources.refresh({ id: 'odds', wait: true });
  const { items, total, version } = await client.sources.window({
    id: 'odds',
    offset: 500,
    limit: 2,
    sort: { field: 'n', descending: false },
    filter: '',
  });
  expect(items.map((item) => item.id)).toEqual(['499', '498']);
  expect({ total, version }).toEqual({ total: 1_000, version: 1 });
});

test('without the token a socket is closed with 4401', async () => {
  for (const protocols of [['freshet.v1'], ['freshet.v1', 'token.wrong']]) {
    expect(await closeCode(new WebSocket(socketUrl(app), protocols))).toBe(4401);
  }
});

test('a page of another site cannot open a socket, even with the token', async () => {
  const socket = new WebSocket(socketUrl(app), ['freshet.v1', `token.${app.token}`], { origin: 'https://evil.example' });
  const status = await new Promise((resolve) =>
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)).on('error', () => undefined),
  );
  expect(status).toBe(403);
});

test('a program that only uses the API cannot pretend to look', async () => {
  expect((await app.post('/api/v1/activity/beat', { focused: true, visible: true })).status).toBe(404);
});

test('a message that is nonsense harms nobody else', async () => {
  const { client } = await openTab(app);
  for (const nonsense of ['', '{', '{"i":"1","t":9,"p":{}}', '[]', 'null', 'x'.repeat(100_000), Buffer.alloc(64, 0xff)]) {
    const { socket } = await openTab(app);
    socket.send(nonsense);
    socket.ping();
    await new Promise((resolve) => socket.once('pong', resolve).once('close', resolve));
  }
  expect((await client.sources.get({ id: 'odds' })).id).toBe('odds');
});
