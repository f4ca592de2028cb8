import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { makeRig, type Rig } from '../../../support/engine.ts';

const HOUR_MS = 3_600_000;

/** Adds a source that reads a file nobody looks at. */
async function watching(content: string | null, settings: object = {}) {
  const rig = await makeRig();
  const folder = join(rig.folder, 'files');
  mkdirSync(folder);
  const file = join(folder, 'data.csv');
  if (content !== null) writeFileSync(file, content);
  await rig.add({
    id: 'file',
    url: pathToFileURL(file).href,
    format: { kind: 'csv' },
    policy: { preset: 'fixed', everySeconds: 3600 },
    ...settings,
  });
  await rig.idle();
  return { rig, file };
}

const values = (rig: Rig) => rig.store.records.countAll();

/** Lets the disk tell what happened, and the time pass in which a change settles. */
async function until(rig: Rig, holds: () => boolean): Promise<void> {
  await expect
    .poll(async () => {
      await rig.pass(300);
      return holds();
    })
    .toBe(true);
}

test('a file is read, and read again as soon as it has changed, whether anybody looks or not', async () => {
  const { rig, file } = await watching('id,a\n1,x');
  expect(values(rig)).toBe(1);
  writeFileSync(file, 'id,a\n1,x\n2,y');
  await until(rig, () => values(rig) === 2);
  expect(rig.engine.source('file').recent.at(-1)?.trigger).toBe('push');
});

test('a file is live while it is watched, and costs nothing of a quota', async () => {
  const { rig } = await watching('id\n1', { quota: { windows: [{ limit: 1, per: 'day' }] } });
  const status = rig.engine.source('file');
  expect(status.push).toMatchObject({ connected: true, missed: false, failure: null });
  expect(status.asking.cost).toBe(0);
  await rig.engine.refresh('file', 'force', true);
  expect(rig.engine.source('file').quotas[0]).toMatchObject({ used: 0 });
  await rig.pass(HOUR_MS);
  expect(rig.engine.source('file').today).toMatchObject({ fixedCalls: 0, refused: 0 });
});

test('a file that is replaced by another one of its name is read', async () => {
  const { rig, file } = await watching('id\n1');
  for (const count of [2, 3]) {
    writeFileSync(`${file}.tmp`, `id\n${Array.from({ length: count }, (_, index) => index + 1).join('\n')}`);
    renameSync(`${file}.tmp`, file);
    await until(rig, () => values(rig) === count);
  }
});

test('a file that is deleted fails in words and keeps its records; when it is there again it is read at once', async () => {
  const { rig, file } = await watching('id\n1');
  rmSync(file);
  await until(rig, () => rig.engine.source('file').failure !== null);
  expect(rig.engine.source('file').failure).toMatchObject({ code: 'not-found', message: `There is no file ${file}.` });
  expect(values(rig)).toBe(1);
  writeFileSync(file, 'id\n1\n2');
  await until(rig, () => values(rig) === 2);
  expect(rig.engine.source('file').failure).toBeNull();
});

test('a file that is not there yet is read when it comes', async () => {
  const { rig, file } = await watching(null);
  expect(rig.engine.source('file').failure?.code).toBe('not-found');
  writeFileSync(file, 'id\n1');
  await until(rig, () => values(rig) === 1);
});

test('a folder that cannot be watched leaves the file to the timer, and is watched once it can be', async () => {
  const { rig, file } = await watching('id\n1');
  const folder = join(rig.folder, 'later');
  const later = join(folder, 'later.csv');
  await rig.add({ id: 'later', url: pathToFileURL(later).href, format: { kind: 'csv' }, policy: { preset: 'fixed', everySeconds: 3600 } });
  expect(rig.engine.source('later').push).toMatchObject({ connected: false });
  expect(rig.engine.source('later').push?.failure?.message).toContain('cannot be watched');
  mkdirSync(folder);
  renameSync(file, later);
  await rig.pass(60_000);
  expect(rig.engine.source('later')).toMatchObject({ records: 1, push: { connected: true } });
});

test('what is refreshed by hand only, or paused, is not read by itself', async () => {
  const { rig, file } = await watching('id\n1', { policy: { preset: 'manual' } });
  await rig.engine.refresh('file', 'normal', true);
  expect(values(rig)).toBe(1);
  writeFileSync(file, 'id\n1\n2');
  await until(rig, () => (rig.engine.source('file').push?.messages ?? 0) > 0);
  await rig.pass(HOUR_MS);
  expect(values(rig)).toBe(1);
  rig.engine.pause('file', null);
  expect(rig.engine.source('file').push).toBeNull();
});
