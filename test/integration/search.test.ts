import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, newDataFolder, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';
import type { Wire } from '../support/wire.ts';

let app: App;
let upstream: Upstream;

beforeAll(async () => {
  upstream = await startUpstream((call, response) =>
    json(
      response,
      call.path.includes('lamps')
        ? Array.from({ length: 30 }, (_, id) => ({ id, name: `Lampe n° ${id}`, city: 'Zürich' }))
        : [{ id: 'x', note: 'one LAMPE more' }],
    ),
  );
  app = await startApp({ dataFolder: newDataFolder() });
  for (const id of ['lamps', 'notes']) {
    await app.post('/api/v1/sources', { id, name: id, url: `${upstream.url}/${id}` });
    await app.post(`/api/v1/sources/${id}/refresh`, { wait: true });
  }
});

afterAll(async () => {
  await app.stop();
  removeFolder(app.dataFolder);
  await upstream.close();
});

const search = async (query: Record<string, string>) => app.get(`/api/v1/search?${new URLSearchParams(query)}`);

test('a search finds records of all sources, with the field and the place of the match', async () => {
  const { status, body } = await search({ q: 'lampe more' });
  expect(status).toBe(200);
  expect(body.items).toMatchObject([{ sourceId: 'notes', record: { id: 'x' }, snippet: { field: 'note', text: 'one LAMPE more' } }]);
  const { text, matches } = body.items[0].snippet;
  expect(matches.map(({ start, end }: Wire) => text.slice(start, end))).toEqual(['LAMPE', 'more']);
});

test('a search may be of one source, and goes on page by page', async () => {
  const first = await search({ q: 'zurich', sourceId: 'lamps', limit: '20' });
  const second = await search({ q: 'zurich', sourceId: 'lamps', limit: '20', cursor: first.body.nextCursor });
  const ids = [...first.body.items, ...second.body.items].map((hit: Wire) => hit.record.id);
  expect(ids).toHaveLength(30);
  expect(new Set(ids).size).toBe(30);
  expect(second.body.nextCursor).toBeNull();
  expect((await search({ q: 'zurich', sourceId: 'notes' })).body.items).toEqual([]);
  expect((await search({ q: 'zurich', sourceId: 'nobody' })).status).toBe(404);
});

test('a search without text is not accepted, and any text is no error', async () => {
  expect((await search({})).status).toBe(422);
  for (const q of ['', '"', 'a" OR "b', 'NEAR(', '\u0000\u0000\u0000', '*', '日本語']) expect((await search({ q })).status).toBe(200);
});

test('records of a removed source are not found', async () => {
  await app.call('DELETE', '/api/v1/sources/notes');
  expect((await search({ q: 'lampe more' })).body.items).toEqual([]);
  await app.post('/api/v1/sources/notes/restore');
  expect((await search({ q: 'lampe more' })).body.items).toHaveLength(1);
});
