import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DatabasePlaces, openStore } from '../../../../src-main/store/backups/recovery.ts';
import { takeBackup } from '../../../../src-main/store/backups/take-backup.ts';
import { recoveryTold } from '../../../../src-main/store/backups/untold.ts';
import { Store } from '../../../../src-main/store/store.ts';
import { memoryDisk, tempFolder } from '../../../support/temp-folder.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

/** A folder with a backup, and something else in the place of the database. */
function damaged(): DatabasePlaces {
  const folder = tempFolder(memoryDisk);
  const places = { database: join(folder, 'freshet.db'), backups: join(folder, 'backups'), damaged: join(folder, 'damaged') };
  new Store(places.database).close();
  takeBackup(places.database, places.backups, 'manual', NOW);
  writeFileSync(places.database, 'Dear diary,');
  return places;
}

function start(places: DatabasePlaces) {
  const { store, recovery } = openStore(places, true, NOW);
  store.close();
  return recovery;
}

test('what was done with a damaged database is told at the next start where the one that did it was cut off, and only once', () => {
  const places = damaged();
  const done = start(places);
  expect(done).toMatchObject({ restored: { number: 1 }, keptIn: expect.stringContaining('damaged'), passedOver: 0 });
  expect(start(places)).toEqual(done);
  recoveryTold(places.database);
  expect(start(places)).toBe(null);
});

test('it is told also where a start was cut off before a backup was in the place of what it had put aside', () => {
  const places = damaged();
  const done = start(places);
  rmSync(places.database);
  expect(start(places)).toEqual(done);
});

test('and where there is no backup', () => {
  const places = damaged();
  renameSync(places.backups, `${places.backups}-elsewhere`);
  const done = start(places);
  expect(done).toMatchObject({ restored: null, keptIn: expect.any(String) });
  expect(start(places)).toEqual(done);
});

test('what cannot be read says nothing', () => {
  const places = damaged();
  start(places);
  writeFileSync(`${places.database}.recovered.json`, '{');
  expect(start(places)).toBe(null);
  expect(existsSync(places.database)).toBe(true);
});
