import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openForWriting } from '../../../src-main/store/database.ts';
import { ENRICHMENT_QUERIES, enrichmentsTable } from '../../../src-main/store/enrichments.ts';
import { recordsTable } from '../../../src-main/store/records.ts';
import { sourcesTable } from '../../../src-main/store/sources.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const NOW = 1_000_000_000;
const LATEST = NOW * 2;

function open() {
  const db = openForWriting(join(tempFolder(), 'a.db'));
  db.exec("INSERT INTO sources (row, id, origin, config, created_at) VALUES (1, 'a', 'app', '{}', 0), (2, 'b', 'app', '{}', 0)");
  return { db, records: recordsTable(db), enrichments: enrichmentsTable(db) };
}

type Records = ReturnType<typeof recordsTable>;

const add = (records: Records, source: number, id: string, time: number | null, now: number) =>
  records.add(source, { id, basic: '{}', hash: '', rich: null, time, listed: true, origin: 0, refreshId: null }, now);

function comeAgain(records: Records, id: string, now: number): void {
  const before = records.forMerge(1, [id], 'none')[0]!;
  records.update(before, { basic: '{}', hash: '', rich: null, time: null }, 0, now);
  records.undelete(before.row);
}

const idsOf = (wanted: readonly { id: string }[]) => wanted.map((each) => each.id);

test('the next batch, the records looked at, the next try and the new records are found without going through all of them', () => {
  const { db } = open();
  for (const [name, sql] of Object.entries(ENRICHMENT_QUERIES)) {
    const steps = db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...Array.from(sql.matchAll(/\?/g), () => null));
    const words = steps.map((step) => step.detail);
    expect(words.length, name).toBeGreaterThan(0);
    for (const word of words)
      expect(word, name).toMatch(/^(SEARCH|MULTI-INDEX OR|INDEX \d|SCAN (json_each|looked)|USE TEMP B-TREE FOR ORDER BY)/);
    if (name === 'newest') expect(words.join()).not.toContain('TEMP B-TREE');
  }
  db.close();
});

test('the newest young records come first, those that are looked at before them, and each until it is answered', () => {
  const { db, records, enrichments } = open();
  for (const time of [10, 40, 20, 30]) add(records, 1, `r${time}`, NOW + time, NOW);
  add(records, 2, 'other', NOW + 99, NOW);
  const request = enrichments.openRequest(1, 'q', 1_000);
  enrichments.plan(request, NOW + 15, NOW, LATEST);
  const next = (looked: string[] = []) => enrichments.next(1, request, looked, NOW + 15, 10);
  expect(idsOf(next())).toEqual(['r40', 'r30', 'r20']);
  expect(idsOf(next(['r20', 'r10', 'other']))).toEqual(['r20', 'r40', 'r30']);
  enrichments.answer(next()[0]!.row, request);
  expect(idsOf(next())).toEqual(['r30', 'r20']);
  expect(idsOf(enrichments.next(1, request, [], NOW + 25, 10))).toEqual(['r30']);
  expect(enrichments.counts(request, NOW + 25)).toEqual({ answered: 1, waiting: 1, givenUp: 1, due: 1 });
  add(records, 1, 'r50', NOW + 50, NOW);
  enrichments.plan(request, NOW + 15, NOW, LATEST);
  expect(idsOf(next())).toEqual(['r50', 'r30', 'r20']);
  db.close();
});

test('a failed try rests until its time, is given up after the last one, and a rest by a wrong clock ends at once', () => {
  const { db, records, enrichments } = open();
  for (const id of ['a', 'b', 'c']) add(records, 1, id, null, NOW);
  const request = enrichments.openRequest(1, 'q', 1_000);
  enrichments.plan(request, 0, NOW, LATEST);
  const [a, b, c] = ['a', 'b', 'c'].map((id) => records.existing(1, [id]).get(id)!.row);
  enrichments.fail(a!, request, NOW + 10, null);
  enrichments.fail(b!, request, NOW + 20, 1);
  enrichments.fail(c!, request, LATEST + 1, null);
  expect(enrichments.next(1, request, [], 0, 10)).toEqual([]);
  expect(enrichments.counts(request, 0)).toEqual({ answered: 0, waiting: 2, givenUp: 1, due: 0 });
  expect(enrichments.nextTryAt(request)).toBe(NOW + 10);
  enrichments.plan(request, 0, NOW + 10, LATEST);
  expect(idsOf(enrichments.next(1, request, [], 0, 10)).sort()).toEqual(['a', 'c']);
  expect([
    enrichments.isWaiting(1, 'a', [request]),
    enrichments.isWaiting(1, 'b', [request]),
    enrichments.isWaiting(1, 'x', [request]),
  ]).toEqual([true, false, null]);
  db.close();
});

test('a record that goes takes what is known of its details with it, and its row may be given to another', () => {
  const { db, records, enrichments } = open();
  add(records, 1, 'a', null, NOW);
  add(records, 2, 'b', null, NOW);
  const request = enrichments.openRequest(1, 'q', 1_000);
  enrichments.plan(request, 0, NOW, LATEST);
  records.deleteAll(2);
  records.deleteAll(1);
  expect(enrichments.counts(request, 0)).toEqual({ answered: 0, waiting: 0, givenUp: 0, due: 0 });
  enrichments.tidy(0);
  add(records, 1, 'new', null, NOW);
  enrichments.plan(request, 0, NOW, LATEST);
  expect(idsOf(enrichments.next(1, request, [], 0, 10))).toEqual(['new']);
  db.close();
});

test('a record that was deleted upstream is not asked about, and one that comes back is, unless it was answered before', () => {
  const { db, records, enrichments } = open();
  for (const id of ['a', 'b']) add(records, 1, id, null, NOW);
  const request = enrichments.openRequest(1, 'q', 1_000);
  enrichments.plan(request, 0, NOW, LATEST);
  const rowOf = (id: string) => records.existing(1, [id]).get(id)!.row;
  enrichments.answer(rowOf('a'), request);
  records.markDeleted(1, ['a', 'b'], NOW);
  expect(enrichments.next(1, request, [], 0, 10)).toEqual([]);
  expect(enrichments.isWaiting(1, 'b', [request])).toBeNull();
  for (const id of ['a', 'b']) comeAgain(records, id, NOW + 1);
  expect(idsOf(enrichments.next(1, request, [], 0, 10))).toEqual(['b']);
  records.markDeleted(1, ['b'], NOW);
  add(records, 1, 'c', null, NOW);
  records.markDeleted(1, ['c'], NOW);
  enrichments.plan(request, 0, NOW, LATEST);
  expect(enrichments.next(1, request, [], 0, 10)).toEqual([]);
  // Too old by the time that it comes back.
  comeAgain(records, 'c', NOW + 5_000);
  expect(enrichments.next(1, request, [], 0, 10)).toEqual([]);
  db.close();
});

test('a longer age limit takes in older records', () => {
  const { db, records, enrichments } = open();
  add(records, 1, 'old', 5, NOW);
  const request = enrichments.openRequest(1, 'q', 1_000);
  enrichments.plan(request, 10, NOW, LATEST);
  expect(enrichments.openRequest(1, 'q', 2_000)).toBe(request);
  enrichments.plan(request, 1, NOW, LATEST);
  expect(idsOf(enrichments.next(1, request, [], 1, 10))).toEqual(['old']);
  db.close();
});

test('answers to a request that fell out of the settings are kept until they are tidied away', () => {
  const { db, records, enrichments } = open();
  add(records, 1, 'a', null, NOW);
  const request = enrichments.openRequest(1, 'q', 1_000);
  enrichments.plan(request, 0, NOW, LATEST);
  enrichments.answer(records.existing(1, ['a']).get('a')!.row, request);
  enrichments.leaveOthers(1, [], NOW);
  enrichments.tidy(NOW);
  expect(enrichments.openRequest(1, 'q', 1_000)).toBe(request);
  expect(enrichments.counts(request, 0).answered).toBe(1);
  enrichments.leaveOthers(1, [], NOW);
  enrichments.tidy(NOW + 1);
  expect(enrichments.counts(enrichments.openRequest(1, 'q', 1_000), 0).answered).toBe(0);
  db.close();
});

test('a source that is gone for good takes all of it along', () => {
  const { db, records, enrichments } = open();
  add(records, 1, 'a', null, NOW);
  enrichments.plan(enrichments.openRequest(1, 'q', 1_000), 0, NOW, LATEST);
  enrichments.saveState(1, { paused: true, rest: null, failures: 0, failure: null });
  const sources = sourcesTable(db);
  sources.remove(1, NOW);
  sources.purgeRemoved(NOW + 1);
  for (const table of ['sources WHERE row = 1', 'detail_requests', 'enrichments', 'enriching']) {
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0);
  }
  db.close();
});

test('a record that gets the number of one that went with its source is asked about like any new one', () => {
  const { db, records, enrichments } = open();
  add(records, 1, 'kept', null, NOW);
  for (const id of ['x', 'y', 'highest']) add(records, 2, id, null, NOW);
  const request = enrichments.openRequest(1, 'q', 1_000);
  enrichments.plan(request, 0, NOW, LATEST);
  const sources = sourcesTable(db);
  sources.remove(2, NOW);
  expect(sources.purgeRemoved(NOW + 1)).toEqual(['b']);
  add(records, 1, 'new', null, NOW);
  enrichments.plan(request, 0, NOW, LATEST);
  expect(idsOf(enrichments.next(1, request, [], 0, 9)).sort()).toEqual(['kept', 'new']);
  db.close();
});

test('what is known of a source as a whole survives, with a rest that has no end', () => {
  const { db, enrichments } = open();
  expect(enrichments.state(1)).toEqual({ paused: false, rest: null, failures: 0, failure: null });
  const state = {
    paused: true,
    rest: { kind: 'needs-fix' as const, until: Infinity },
    failures: 2,
    failure: { code: 'unauthorized' as const, message: 'm', advice: 'a' },
  };
  enrichments.saveState(1, state);
  expect(enrichments.state(1)).toEqual(state);
  db.close();
});
