import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Demo, FRIDAY, startDemo } from '../../../support/demo.ts';
import { SimClock } from '../../../support/sim-clock.ts';
import type { Wire } from '../../../support/wire.ts';

const MINUTE_MS = 60_000;

async function signIn(demo: Demo, user = 'ada', secret = 'demo-secret') {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: user, client_secret: secret }).toString();
  return demo.call('events', '/oauth/token', { 'content-type': 'application/x-www-form-urlencoded' }, { method: 'POST', body });
}

/** The header of somebody who has signed in. */
async function as(demo: Demo, user = 'ada'): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${(await signIn(demo, user)).body.access_token}` };
}

const list = async (demo: Demo, headers: Record<string, string>, query = '') =>
  (await demo.call('events', `/api/v1/events?limit=500${query}`, headers)).body;

const send = (demo: Demo, headers: Record<string, string>, method: string, path: string, body?: unknown) =>
  demo.call(
    'events',
    `/api/v1/events${path}`,
    { ...headers, 'content-type': 'application/json' },
    { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
  );

test('a client signs in, and its token ends after a quarter of an hour', async () => {
  const demo = await startDemo();
  expect((await signIn(demo, 'ada', 'wrong')).body.error).toBe('invalid_client');
  const { body } = await signIn(demo);
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
  const headers = { authorization: `Bearer ${body.access_token}` };
  expect((await demo.call('events', '/api/v1/me', headers)).body.user).toBe('ada');
  demo.now += 15 * MINUTE_MS;
  const late = await demo.call('events', '/api/v1/me', headers);
  expect(late.status).toBe(401);
  expect(late.headers.get('www-authenticate')).toContain('The access token expired');
  const forged = { authorization: `Bearer ${String(body.access_token).slice(0, -3)}abc` };
  expect((await demo.call('events', '/api/v1/me', forged)).status).toBe(401);
});

test('the calendar lies around today, in the order of its events, and is each user’s own', async () => {
  const demo = await startDemo();
  const [ada, ben] = [await list(demo, await as(demo)), await list(demo, await as(demo, 'ben'))];
  expect(ada.total).toBeGreaterThan(50);
  expect(ada.items.map((event: Wire) => event.startsAt)).toEqual(ada.items.map((event: Wire) => event.startsAt).sort());
  expect(Date.parse(ada.items.at(-1).startsAt)).toBeGreaterThan(FRIDAY + 14 * 86_400_000);
  for (const { startsAt, endsAt } of ada.items) expect(Date.parse(endsAt)).toBeGreaterThan(Date.parse(startsAt));
  const ids = new Set(ada.items.map((event: Wire) => event.id));
  expect(ben.items.some((event: Wire) => ids.has(event.id))).toBe(false);
  const page = await demo.call('events', '/api/v1/events?limit=10&offset=5', await as(demo));
  expect(page.body).toMatchObject({ items: ada.items.slice(5, 15), nextOffset: 15 });
  const soon = await list(demo, await as(demo), '&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z');
  expect(soon.items.length).toBeLessThan(ada.total / 4);
});

test('what is created, changed and deleted is in the list, and an invitation is in another’s', async () => {
  const demo = await startDemo();
  const headers = await as(demo);
  expect((await send(demo, headers, 'POST', '', { title: 'No time' })).status).toBe(422);
  const made = await send(demo, headers, 'POST', '', { title: 'Tea', startsAt: '2026-11-23T15:00:00Z', invite: ['ben'] });
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toContain(made.body.id);
  const changed = await send(demo, headers, 'PATCH', `/${made.body.id}`, { location: 'Room 2' });
  expect(changed.body).toMatchObject({ title: 'Tea', location: 'Room 2', version: 2 });
  const find = async (user: string) => (await list(demo, await as(demo, user))).items.find(({ id }: Wire) => id === made.body.id);
  expect(await find('ada')).toMatchObject({ location: 'Room 2' });
  expect(await find('ben')).toMatchObject({ status: 'tentative', organizer: 'ada' });
  expect((await send(demo, headers, 'DELETE', `/${made.body.id}`)).status).toBe(204);
  expect(await find('ada')).toBeUndefined();
  expect((await send(demo, headers, 'DELETE', `/${made.body.id}`)).status).toBe(404);
});

/** Collects what is pushed; `next` waits for so many messages. */
async function listen(demo: Demo, headers: Record<string, string>) {
  const socket = new WebSocket(`${demo.server.urlOf('events').replace('http', 'ws')}/api/v1/stream`, { headers });
  const messages: Wire[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString('utf8')));
    for (const wake of waiting.splice(0)) wake();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('error', reject);
  });
  const next = async (count: number) => {
    while (messages.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    return messages;
  };
  return { messages, next, closed };
}

test('pushes are what the list shows anew, so that nobody who listens misses anything', async () => {
  const clock = new SimClock('2026-11-20T14:00:00.000Z');
  const demo = await startDemo({ now: () => clock.now(), after: (delayMs, run) => clock.after(delayMs, run) });
  const headers = await as(demo);
  const before = await list(demo, headers);
  const line = await listen(demo, headers);
  await clock.advance(10 * MINUTE_MS);
  const after = await list(demo, headers);
  const known = new Map<string, Wire>(before.items.map((event: Wire) => [event.id, event]));
  await line.next(10);
  const apply = ({ type, id, event }: Wire) => (type === 'event.deleted' ? known.delete(id) : known.set(id, event));
  let applied = 0;
  const isCaughtUp = () => JSON.stringify([...known.keys()].sort()) === JSON.stringify(after.items.map(({ id }: Wire) => id).sort());
  for (; ; applied += 1) {
    if (applied === line.messages.length) {
      if (isCaughtUp()) break;
      await line.next(applied + 1);
    }
    apply(line.messages[applied]);
  }
  expect([...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    [...after.items].sort((a: Wire, b: Wire) => (a.id < b.id ? -1 : 1)),
  );
  const types = new Set(line.messages.map(({ type }) => type));
  expect(types).toContain('event.created');
  expect(types).toContain('event.updated');
});

test('what a client writes is pushed to those whom it concerns, and to nobody else', async () => {
  const clock = new SimClock('2026-11-20T14:00:00.000Z');
  const demo = await startDemo({ now: () => clock.now(), after: (delayMs, run) => clock.after(delayMs, run) });
  const headers = await as(demo);
  const [ben, dai] = [await listen(demo, await as(demo, 'ben')), await listen(demo, await as(demo, 'dai'))];
  const made = await send(demo, headers, 'POST', '', { title: 'Tea', startsAt: '2026-11-23T15:00:00Z', invite: ['ben'] });
  await clock.advance(60_000);
  const [seen] = (await ben.next(1)).filter(({ id }) => id === made.body.id);
  expect(seen).toMatchObject({ type: 'invitation.created', event: { title: 'Tea' } });
  expect(dai.messages.some(({ id }) => id === made.body.id)).toBe(false);
});

test('a connection needs a token and is closed when that ends', async () => {
  const clock = new SimClock('2026-11-20T14:00:00.000Z');
  const demo = await startDemo({ now: () => clock.now(), after: (delayMs, run) => clock.after(delayMs, run) });
  await expect(listen(demo, {})).rejects.toThrow('401');
  const line = await listen(demo, await as(demo));
  await clock.advance(15 * MINUTE_MS + 1_000);
  expect(await line.closed).toBe(4401);
});
