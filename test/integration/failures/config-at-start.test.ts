import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newDataFolder } from '../../support/app.ts';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { json } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const broken: { name: string; damage: (file: string) => void; says: string; line: number | null }[] = [
  {
    name: 'that is cut off',
    damage: (file) => writeFileSync(file, '{\n  "sources": [\n    { "id": "odds", '),
    says: 'is missing',
    line: 3,
  },
  { name: 'that is empty', damage: (file) => writeFileSync(file, ''), says: 'the file is empty', line: 1 },
  { name: 'that is of another kind', damage: (file) => writeFileSync(file, 'sources: []\n'), says: 'not JSON', line: 1 },
  { name: 'that is binary', damage: (file) => writeFileSync(file, Buffer.alloc(5_000, 0xff)), says: 'not JSON', line: 1 },
  {
    name: 'with a value that is not accepted',
    damage: (file) => writeFileSync(file, '{"sources":[{"id":"odds","name":"Odds","url":"http://127.0.0.1/","timeoutSeconds":0}]}'),
    says: '1',
    line: 1,
  },
  {
    name: 'that is a folder',
    damage: (file) => {
      rmSync(file);
      mkdirSync(file);
    },
    says: 'cannot be read',
    line: null,
  },
];

test('a config file that is broken at the start changes nothing, whatever its mistake: the sources of before go on, and the mistake is told', async () => {
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  const dataFolder = newDataFolder();
  const file = join(dataFolder, 'freshet.config.json');
  const policy = { preset: 'fixed', everySeconds: 300 };
  const wellFormed = JSON.stringify({ version: 1, sources: [{ id: 'odds', name: 'Odds', url: `${upstream.url}/list`, policy }] });
  writeFileSync(file, wellFormed);
  const first = await driveApp({ dataFolder });
  await expect.poll(async () => (await first.source('odds')).state).toBe('fresh');
  await first.stop();

  for (const { name, damage, says, line } of broken) {
    damage(file);
    const app = await driveApp({ dataFolder });
    const { configFile } = (await app.get('/api/v1/status')).body;
    expect(configFile, name).toMatchObject({ present: true, path: file });
    expect(
      configFile.problems.some((each: Wire) => each.message.includes(says) && each.line === line),
      `${name}: ${JSON.stringify(configFile.problems)}`,
    ).toBe(true);
    expect(await app.source('odds')).toMatchObject({ origin: 'config', records: 1 });
    const calls = upstream.calls.length;
    await app.advance(310_000);
    expect(upstream.calls.length, name).toBe(calls + 1);
    // Mended while it runs, it is read again.
    rmSync(file, { recursive: true });
    writeFileSync(file, wellFormed.replace('Odds', `Mended`));
    await expect.poll(async () => (await app.source('odds')).name).toBe('Mended');
    await expect.poll(async () => (await app.get('/api/v1/status')).body.configFile.problems).toEqual([]);
    expect(await app.stop()).toBe(0);
  }
});

test('a config file that is broken while the app runs changes nothing, and is told', async () => {
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  const app = await driveApp();
  const file = join(app.dataFolder, 'freshet.config.json');
  writeFileSync(
    file,
    JSON.stringify({
      sources: [{ id: 'odds', name: 'Odds', url: `${upstream.url}/list`, policy: { preset: 'fixed', everySeconds: 60 } }],
    }),
  );
  const config = async () => (await app.get('/api/v1/status')).body.configFile;
  // The watcher waits for the editor to be done, on the engine's clock.
  await expect.poll(async () => (await app.advance(100), (await app.get('/api/v1/sources')).body.items.length)).toBe(1);
  writeFileSync(file, '{ "sources": [ ');
  await expect.poll(async () => (await app.advance(100), (await config()).problems.length)).toBeGreaterThan(0);
  const before = upstream.calls.length;
  await app.advance(600_000);
  expect(upstream.calls.length).toBeGreaterThanOrEqual(before + 9);
  if (process.getuid?.() !== 0) {
    chmodSync(file, 0o000);
    await expect.poll(async () => (await app.advance(100), (await config()).problems[0]?.message)).toContain('cannot be read');
  }
  rmSync(file);
  await expect.poll(async () => (await app.advance(100), (await app.get('/api/v1/sources')).body.items)).toEqual([]);
  expect(await config()).toMatchObject({ present: false, problems: [] });
});
