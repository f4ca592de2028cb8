import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { listBackups } from '../../../../src-main/store/backups/backup-file.ts';
import { openStore } from '../../../../src-main/store/backups/recovery.ts';
import { verifyDatabase } from '../../../../src-main/store/backups/verify.ts';
import { migrations } from '../../../../src-main/store/migrations/index.ts';
import { RecordReader } from '../../../../src-main/store/reader.ts';
import { makeRig } from '../../../support/engine.ts';
import { makeOldDatabase, rowsOf, WRITTEN_AT } from '../../../support/old-database.ts';
import { memoryDisk, tempFolder } from '../../../support/temp-folder.ts';
import { json } from '../../../support/upstream.ts';

/** Columns whose values a later schema changed on purpose, as `table.column`; all others must come through as they were. */
const REWRITTEN: readonly string[] = [];

const placesIn = (folder: string) => ({
  database: join(folder, 'freshet.db'),
  backups: join(folder, 'backups'),
  damaged: join(folder, 'damaged'),
});

const open = (folder: string) => {
  const { store, recovery } = openStore(placesIn(folder), true, WRITTEN_AT);
  expect(recovery).toBe(null);
  return store;
};

// A migration that is added later is covered by being in the list.
const versions = migrations.map(({ name }, index) => ({ schema: index + 1, name }));

test.each(versions)(
  'a database of schema $schema ($name) is brought up to date with everything in it, after a backup of it',
  ({ schema }) => {
    const folder = tempFolder(memoryDisk);
    const places = placesIn(folder);
    makeOldDatabase(places.database, schema);
    const before = rowsOf(places.database);
    open(folder).close();

    const after = rowsOf(places.database);
    for (const [table, rows] of Object.entries(before)) {
      const kept = Object.keys(rows[0] ?? {}).filter((column) => !REWRITTEN.includes(`${table}.${column}`));
      const chosen = (row: Record<string, unknown>) => Object.fromEntries(kept.map((column) => [column, row[column]]));
      expect({ table, rows: after[table]?.map(chosen) }).toEqual({ table, rows: rows.map(chosen) });
    }
    const db = new Database(places.database, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
    db.close();

    const backups = listBackups(places.backups);
    expect(backups.map(({ kind, schema: held }) => [kind, held])).toEqual(schema < migrations.length ? [['before-upgrade', schema]] : []);
    for (const { path } of backups) {
      expect(verifyDatabase(path)).toEqual({ schema, records: before['records']?.length });
      expect(rowsOf(path)).toEqual(before);
    }
  },
);

test.each(versions)('the app shows what a database of schema $schema held, and goes on with it', async ({ schema }) => {
  const rig = await makeRig({
    startIso: new Date(WRITTEN_AT).toISOString(),
    handler: (_call, response) => json(response, [{ id: 'game-0', price: 99 }]),
    open: (folder, upstreamUrl) => {
      makeOldDatabase(join(folder, 'freshet.db'), schema, { upstreamUrl });
      return open(folder);
    },
  });
  const { engine } = rig;
  expect(engine.sources()).toMatchObject([
    { id: 'odds', records: 60, checkedAt: '2026-11-20T11:45:00.000Z' },
    { id: 'rides', records: 9, decision: { reason: 'paused' } },
  ]);
  expect(engine.refreshes({ limit: 10 }).items).toMatchObject([
    { id: 'R3', outcome: 'unchanged' },
    { id: 'R2', outcome: 'failed', failure: { code: 'server-error' }, rejected: [{ count: 2 }], note: 'A note.' },
    { id: 'R1', outcome: 'changed', counts: { added: 60 } },
  ]);
  expect(engine.why('odds', 10, undefined).items.at(-1)).toMatchObject({ reason: 'asked', inputs: { ageSeconds: 900 } });
  expect(engine.quotas()).toMatchObject([{ sourceId: 'odds', limit: 500, used: schema === 1 ? 3 : 4 }]);
  expect(engine.savings('odds', 7).total).toMatchObject({ calls: 15, fixedCalls: 432 });
  if (schema >= 7) expect(engine.source('rides').enrichment).toMatchObject({ paused: true });

  const reader = new RecordReader(join(rig.folder, 'freshet.db'));
  const { row, version } = engine.recordsOf('rides');
  const rides = reader.list({ sourceRow: row, limit: 100, cursor: undefined, q: undefined }).items;
  // The one that was deleted upstream is not shown; earlier, none could be.
  expect(rides.length).toBe(schema >= 3 ? 9 : 10);
  expect(rides[1]).toMatchObject({ id: 'ride/1', fields: { name: 'Ride "1"', calories: 100, weather: { wind: [1, { gust: 9 }] } } });
  const sorted = { sourceRow: row, version, offset: 0, limit: 3, sort: { field: 'calories', descending: true }, filter: '' };
  expect(reader.window(sorted).items.map(({ id }) => id)).toEqual(['ride/5', 'ride/4', 'ride/3']);
  await rig.pass(60_000);
  const found = reader.search({ q: 'team 59', sourceRows: [engine.recordsOf('odds').row], limit: 5, cursor: undefined });
  expect(found.items.map(({ record }) => record.id)).toEqual(['game-59']);
  reader.close();

  // A merge updates what was there and takes no rich field away; what was removed can be brought back.
  const { refresh } = await engine.refresh('odds', 'force', true);
  expect(refresh).toMatchObject({ outcome: 'changed', counts: { updated: 1, added: 0 } });
  expect(engine.restore('old')).toMatchObject({ id: 'old', records: 1 });
});
