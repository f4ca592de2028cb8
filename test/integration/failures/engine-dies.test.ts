import { once } from 'node:events';
import { expect, test } from 'vitest';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { json } from '../../support/upstream.ts';

test('a mistake that ends the engine ends the app with code 1 and words, and the next start has every record and says what was lost', async () => {
  const upstream = await serveUpstream((call, response) => (call.path === '/die' ? undefined : json(response, [{ id: 1 }, { id: 2 }])));
  const app = await driveApp({ imports: ['./dying-engine.mjs'] });
  await app.add({ id: 'well', url: `${upstream.url}/list`, policy: { preset: 'manual' } });
  await app.press('well');
  const ended = once(app.process, 'exit');
  const added = app.add({ id: 'deadly', url: `${upstream.url}/die`, policy: { preset: 'fixed', everySeconds: 3_600 } });
  // The answer may be lost with the app.
  added.catch(() => undefined);
  expect((await ended)[0]).toBe(1);
  expect(app.errors().trim()).toBe('Freshet ended because of a mistake of its own: the engine was made to die');

  const again = await driveApp({ dataFolder: app.dataFolder });
  expect((await again.get('/api/v1/health')).body).toMatchObject({ status: 'ok', database: { records: 2 } });
  const { items } = (await again.get('/api/v1/refreshes?outcome=lost')).body;
  expect(items).toMatchObject([{ sourceId: 'deadly', outcome: 'lost', calls: 1 }]);
  expect((await again.get('/api/v1/status')).body.notices[0].message).toContain('every record is there');
  await expect.poll(async () => (await again.source('deadly')).running?.trigger).toBe('startup');
});

test('a mistake that comes at every start is kept out by safe mode, in which the data is there', async () => {
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  const app = await driveApp();
  const source = { id: 'deadly', url: `${upstream.url}/list`, policy: { preset: 'fixed', everySeconds: 60 } };
  const { config } = await app.add(source);
  await expect.poll(async () => (await app.source('deadly')).state).toBe('fresh');
  await app.post('/api/v1/sources/deadly/pause', { forSeconds: null });
  await app.call('PUT', '/api/v1/sources/deadly', { ...config, url: `${upstream.url}/die` });
  await app.post('/api/v1/sources/deadly/resume');
  await app.kill();

  const dying = await driveApp({ dataFolder: app.dataFolder, imports: ['./dying-engine.mjs'] }).catch(() => null);
  // It may die before or after it has said that it runs.
  if (dying !== null) await expect.poll(() => dying.process.exitCode).toBe(1);
  const safe = await driveApp({ dataFolder: app.dataFolder, imports: ['./dying-engine.mjs'], args: ['--no-demo', '--safe'] });
  await safe.advance(600_000);
  expect(await safe.source('deadly')).toMatchObject({ records: 1, decision: { reason: 'safe-mode' } });
  expect((await safe.press('deadly')).sentence).toBe('Not refreshed: Freshet runs in safe mode, in which no source is called');
});
