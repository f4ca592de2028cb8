import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, listAll, removeFolder, startApp } from '../support/app.ts';
import { fixtures } from '../support/fixtures.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

let app: App;
let upstream: Upstream;

beforeAll(async () => {
  app = await startApp();
  upstream = await startUpstream((call, response) => {
    const fixture = fixtures.find((each) => `/${each.name}` === call.path);
    if (fixture === undefined) return response.writeHead(404).end();
    const etag = `"${createHash('sha256').update(fixture.body).digest('hex').slice(0, 16)}"`;
    if (call.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end();
    return response.writeHead(200, { 'content-type': 'application/json', etag }).end(fixture.body);
  });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
  removeFolder(app.dataFolder);
});

/** By id; of records with the same id the first counts, as the refresh says it does. */
function byId(records: Record<string, unknown>[], idField: string): Map<string, Record<string, unknown>> {
  const map = new Map<string, Record<string, unknown>>();
  for (const record of records) {
    const id = String(record[idField]);
    if (!map.has(id)) map.set(id, record);
  }
  return map;
}

describe.each(fixtures)('$name', ({ name, list, idField, timeField, records }) => {
  const expected = byId(records, idField);

  test('every record arrives, field by field', async () => {
    const added = await app.post('/api/v1/sources', {
      id: name,
      name,
      url: `${upstream.url}/${name}`,
      list,
      idField,
      ...(timeField === '' ? {} : { timeField }),
    });
    expect(added.status).toBe(201);
    const { body } = await app.post(`/api/v1/sources/${name}/refresh`, { wait: true });
    expect(body.refresh).toMatchObject({
      outcome: 'changed',
      calls: 1,
      counts: { added: expected.size, updated: 0, rejected: records.length - expected.size },
    });
    const items = await listAll(app, `/api/v1/sources/${name}/records`);
    expect(items.map((item) => item.id)).toEqual([...expected.keys()]);
    for (const item of items) expect(item.fields).toEqual(expected.get(item.id));
  });

  test('a second run with nothing changed costs one 304 and writes nothing', async () => {
    const before = await app.get(`/api/v1/sources/${name}`);
    const callsBefore = upstream.calls.filter((call) => call.path === `/${name}`).length;
    // Longer than the debounce, so that it is a press of its own.
    await expect
      .poll(async () => (await app.post(`/api/v1/sources/${name}/refresh`, { wait: true })).body.answer, { interval: 200 })
      .toBe('started');
    const after = await app.get(`/api/v1/sources/${name}`);
    expect(upstream.calls.filter((call) => call.path === `/${name}`).length).toBe(callsBefore + 1);
    const [last] = (await app.get(`/api/v1/refreshes?sourceId=${name}&limit=1`)).body.items;
    expect(last).toMatchObject({
      outcome: 'not-modified',
      calls: 1,
      notModified: 1,
      bytes: 0,
      counts: { added: 0, updated: 0, unchanged: records.length },
    });
    expect(after.body.changedAt).toBe(before.body.changedAt);
    expect(after.body.checkedAt > before.body.checkedAt).toBe(true);
    const changed = (await listAll(app, `/api/v1/sources/${name}/records`)).filter(
      (item) => item.changedAt !== before.body.changedAt && item.firstSeenAt !== item.changedAt,
    );
    expect(changed).toEqual([]);
  });

  test('the preview guesses where the records are and what identifies them', async () => {
    const { body } = await app.post('/api/v1/sources/preview', { url: `${upstream.url}/${name}` });
    expect(body.failure).toBeNull();
    expect(body).toMatchObject({ status: 200, total: records.length, used: { list, idField } });
  });
});
