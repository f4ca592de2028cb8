import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { mergeDetails } from '../../../src-main/engine/details/enrich-merge.ts';
import { logDeleted, mergeRecords } from '../../../src-main/engine/refresh/merge-pages.ts';
import { RecordReader } from '../../../src-main/store/reader.ts';
import { Store } from '../../../src-main/store/store.ts';
import { putPath, sourceConfigSchema, takePath, toIso } from '../../../src-preload/contract/index.ts';
import { memoryDisk } from '../../support/temp-folder.ts';

// What a source was at a moment, against a model that keeps every version of every record.

const RICH = ['laps', 'map.line'];
const IDS = ['a', 'b', 'c', '__proto__', 'ü'];

type Fields = Record<string, unknown>;

interface Version {
  basic: Fields;
  rich: Fields;
  changedAt: number;
  deletedAt: number | null;
}

const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, 0, 1.5, '', 'x', false, [], {}, [1, { a: 2 }], 'a,b"c\\', 'y'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 4 }).map((text) => text.toWellFormed()),
  fc.dictionary(fc.constantFrom('p', 'q', 'line', '__proto__'), fc.constantFrom(1, 'two', null), { noNullPrototype: true }),
);
const fields = fc.dictionary(fc.constantFrom('name', 'map', 'laps', 'a.b', '__proto__', 'price'), value, { noNullPrototype: true });
const id = fc.constantFrom(...IDS);

type Step =
  | { kind: 'list' | 'push'; records: { id: string; fields: Fields }[] }
  | { kind: 'gone'; ids: string[] }
  | { kind: 'details'; id: string; fields: Fields };

const page = fc.uniqueArray(fc.record({ id, fields }), { selector: (each) => each.id, minLength: 1, maxLength: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('list' as const), records: page }) },
  fc.record({ kind: fc.constant('push' as const), records: page }),
  fc.record({ kind: fc.constant('gone' as const), ids: fc.uniqueArray(id, { minLength: 1, maxLength: 2 }) }),
  fc.record({
    kind: fc.constant('details' as const),
    id,
    fields: fc.dictionary(fc.constantFrom(...RICH), value, { noNullPrototype: true }),
  }),
);

function open() {
  const folder = mkdtempSync(join(memoryDisk, 'freshet-past-'));
  const file = join(folder, 'freshet.db');
  const store = new Store(file);
  const reader = new RecordReader(file);
  onTestFinished(() => {
    reader.close();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let sources = 0;
  const newSource = () => {
    sources += 1;
    return store.sources.add(sourceConfigSchema.parse({ id: `s${sources}`, name: 'S', url: 'http://x' }), 'app', 0).row;
  };
  return { store, reader, newSource };
}

/** Does a step in the store, at the moment `now`. */
function act(store: Store, row: number, each: Step, now: number): void {
  store.transaction(() => {
    if (each.kind === 'gone') {
      logDeleted(store, row, store.records.markDeleted(row, each.ids, now), now, { from: 'push', refreshId: null });
    } else if (each.kind === 'details') {
      const found = store.records.existing(row, [each.id]).get(each.id);
      const before = found === undefined ? null : store.records.enriched(found.row);
      const merged = before === null ? null : mergeDetails(before.rich, each.fields);
      if (before === null || merged === null) return;
      const log = store.changeLog.begin(row, 'detail', null, now);
      const rich = JSON.stringify(merged);
      store.records.enrich(before.row, rich, log.row(), now);
      log.add(before, 'changed', { before: { basic: '', rich: before.richText }, now: { basic: '', rich } });
      log.end();
    } else {
      const records = each.records.map((record) => ({ ...record, time: null }));
      mergeRecords(store, row, records, RICH, now, { from: each.kind, refreshId: 'r1', isListing: each.kind === 'list' });
    }
  });
}

/** The model: what a step makes of all records, told apart from how the store does it. */
function after(before: ReadonlyMap<string, Version>, each: Step, now: number): Map<string, Version> {
  const records = new Map(before);
  const rest = (text: unknown) => JSON.stringify(text);
  if (each.kind === 'gone') {
    for (const gone of each.ids) {
      const known = records.get(gone);
      if (known?.deletedAt === null) records.set(gone, { ...known, deletedAt: now });
    }
  } else if (each.kind === 'details') {
    const known = records.get(each.id);
    if (
      known === undefined ||
      Object.entries(each.fields).every(([path, found]) => path in known.rich && rest(known.rich[path]) === rest(found))
    )
      return records;
    records.set(each.id, { ...known, rich: { ...known.rich, ...each.fields }, changedAt: now });
  } else {
    for (const record of each.records) {
      const known = records.get(record.id);
      let basic = record.fields;
      const rich: Fields = { ...known?.rich };
      for (const path of RICH) {
        const taken = takePath(basic, path);
        if (!taken.found) continue;
        basic = taken.rest;
        if (!(path in rich)) rich[path] = taken.value;
      }
      const isSame = known?.deletedAt === null && rest(known.basic) === rest(basic) && rest(known.rich) === rest(rich);
      if (!isSame) records.set(record.id, { basic, rich, changedAt: now, deletedAt: null });
    }
  }
  return records;
}

function shown(records: ReadonlyMap<string, Version>) {
  const all = [...records].map(([each, version]) => {
    let whole = JSON.parse(JSON.stringify(version.basic)) as Fields;
    for (const path of Object.keys(version.rich)) whole = putPath(whole, path, JSON.parse(JSON.stringify(version.rich[path])));
    return {
      id: each,
      fields: whole,
      changedAt: toIso(version.changedAt),
      deletedAt: version.deletedAt === null ? null : toIso(version.deletedAt),
    };
  });
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const facts = (items: readonly { id: string; fields: Fields; changedAt: string; deletedAt: string | null }[]) =>
  items
    .map(({ id: each, fields: found, changedAt, deletedAt }) => ({ id: each, fields: found, changedAt, deletedAt }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

test('at every moment, a source and each of its records are what a model that keeps every version says', () => {
  const { store, reader, newSource } = open();
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), (steps) => {
      const row = newSource();
      const versions = [new Map<string, Version>()];
      for (const [index, each] of steps.entries()) {
        act(store, row, each, (index + 1) * 1_000);
        versions.push(after(versions[index]!, each, (index + 1) * 1_000));
      }
      for (const [index, version] of versions.entries()) {
        const asOf = index * 1_000 + 500;
        const all = { sourceRow: row, limit: 100, cursor: undefined, q: undefined, asOf };
        expect(facts(reader.list({ ...all, withDeleted: true }).items)).toEqual(shown(version));
        const present = shown(version).filter((each) => each.deletedAt === null);
        expect(facts(reader.list(all).items)).toEqual(present);
        const window = { sourceRow: row, version: 1, offset: 0, limit: 100, sort: { field: 'price', descending: true }, filter: '', asOf };
        expect(facts(reader.window(window).items)).toEqual(present);
        for (const each of IDS) {
          const one = reader.record({ sourceRow: row, id: each, asOf });
          expect(one === null ? [] : facts([one])).toEqual(shown(version).filter((known) => known.id === each));
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('the past is read beside changes that come meanwhile, and sorted and filtered as it was', () => {
  const { store, reader, newSource } = open();
  const row = newSource();
  const list = (prices: number[]) => ({
    kind: 'list' as const,
    records: prices.map((price, index) => ({ id: String(index), fields: { price } })),
  });
  act(store, row, list([3, 1, 2]), 1_000);
  act(store, row, list([1, 2, 9]), 2_000);
  const query = { sourceRow: row, version: 1, offset: 0, limit: 10, sort: { field: 'price', descending: false }, filter: '', asOf: 1_500 };
  const prices = (extra = {}) => reader.window({ ...query, ...extra }).items.map((each) => each.fields['price']);
  expect(prices()).toEqual([1, 2, 3]);
  act(store, row, list([7, 8, 9]), 3_000);
  expect(prices()).toEqual([1, 2, 3]);
  expect(prices({ asOf: 2_500 })).toEqual([1, 2, 9]);
  expect(prices({ filter: '3' })).toEqual([3]);
});

test('what was too long to be kept is a gap, and not taken for something else', () => {
  const { store, reader, newSource } = open();
  const row = newSource();
  const list = (text: string) => ({ kind: 'list' as const, records: [{ id: 'a', fields: { text } }] });
  act(store, row, list('x'.repeat(70_000)), 1_000);
  act(store, row, list('short'), 2_000);
  act(store, row, list('other'), 3_000);
  expect(reader.record({ sourceRow: row, id: 'a', asOf: 1_500 })).toMatchObject({ fields: {}, gaps: ['*'] });
  expect(reader.record({ sourceRow: row, id: 'a', asOf: 2_500 })).toMatchObject({ fields: { text: 'short' } });
  expect(reader.list({ sourceRow: row, limit: 9, cursor: undefined, q: undefined, asOf: 1_500 }).items).toMatchObject([
    { fields: {}, gaps: ['*'] },
  ]);
  expect(reader.changes({ sourceRow: row, id: 'a', limit: 9, cursor: undefined })?.items).toMatchObject([
    { kind: 'changed', fields: [{ path: 'text', old: 'short', new: 'other', cut: false }] },
    { kind: 'changed', fields: [{ path: '', cut: true }] },
    { kind: 'added' },
  ]);
});

test('where a field came from and when is told for each of them, and not guessed where the log has been pruned', () => {
  const { store, reader, newSource } = open();
  const row = newSource();
  const list = (price: number) => ({ kind: 'list' as const, records: [{ id: 'a', fields: { name: 'n', price } }] });
  act(store, row, list(1), 1_000);
  act(store, row, { kind: 'details', id: 'a', fields: { laps: [1] } }, 2_000);
  act(store, row, { ...list(2), kind: 'push' }, 3_000);
  const origins = () => reader.record({ sourceRow: row, id: 'a', asOf: null })?.origins.map(({ path, from, at }) => [path, from, at]);
  expect(origins()).toEqual([
    ['name', 'list', toIso(1_000)],
    ['price', 'push', toIso(3_000)],
    ['laps', 'detail', toIso(2_000)],
  ]);
  const then = reader.record({ sourceRow: row, id: 'a', asOf: 2_500 });
  expect(then?.origins.map(({ path, from, at }) => [path, from, at])).toEqual([
    ['name', 'list', toIso(1_000)],
    ['price', 'list', toIso(1_000)],
    ['laps', 'detail', toIso(2_000)],
  ]);
  store.changeLog.pruneOldest(row, { until: 2_500, perRecord: 100, perSource: 100 }, 10);
  expect(origins()).toEqual([
    ['name', null, null],
    ['price', 'push', toIso(3_000)],
    ['laps', null, null],
  ]);
  expect(reader.reach(row)).toBe(2_000);
});

test('a log is pruned by number too: each record keeps its newest changes, and a moment before them is a gap', () => {
  const { store, reader, newSource } = open();
  const row = newSource();
  for (let price = 0; price < 8; price += 1)
    act(
      store,
      row,
      {
        kind: 'list',
        records: [
          { id: 'a', fields: { price } },
          { id: 'b', fields: { price: price === 0 ? 0 : 1 } },
        ],
      },
      price * 1_000,
    );
  expect(store.changeLog.pruneRecords(row, 3, 0, 100).isAll).toBe(true);
  const changes = (id: string) => reader.changes({ sourceRow: row, id, limit: 2, cursor: undefined });
  expect(changes('a')?.items).toHaveLength(2);
  const second = reader.changes({ sourceRow: row, id: 'a', limit: 2, cursor: changes('a')!.nextCursor! });
  expect(second?.items.map((each) => each.kind)).toEqual(['changed', 'added']);
  expect(changes('b')?.items.map((each) => each.kind)).toEqual(['changed', 'added']);
  expect(reader.record({ sourceRow: row, id: 'a', asOf: 2_500 })).toMatchObject({ gaps: ['*'] });
  expect(reader.record({ sourceRow: row, id: 'a', asOf: 5_500 })).toMatchObject({ fields: { price: 5 } });
  expect(reader.record({ sourceRow: row, id: 'b', asOf: 500 })).toMatchObject({ fields: { price: 0 } });
});

test('a record that the last listing held was seen with it, without a write for each', () => {
  const { store, reader, newSource } = open();
  const row = newSource();
  const seen = (id: string) => Date.parse(reader.record({ sourceRow: row, id, asOf: null })!.lastSeenAt!);
  const list = (ids: string[], now: number) => {
    act(store, row, { kind: 'list', records: ids.map((id) => ({ id, fields: {} })) }, now);
    store.transaction(() => store.sightings.listingEnded(row, ids, now));
  };
  list(['a', 'b'], 1_000);
  list(['a', 'b'], 2_000);
  expect([seen('a'), seen('b')]).toEqual([2_000, 2_000]);
  list(['a'], 3_000);
  list(['a'], 4_000);
  expect([seen('a'), seen('b')]).toEqual([4_000, 2_000]);
  list(['a', 'b'], 5_000);
  store.transaction(() => store.sightings.listingEnded(row, null, 6_000));
  expect([seen('a'), seen('b')]).toEqual([6_000, 6_000]);
  act(store, row, { kind: 'push', records: [{ id: 'a', fields: {} }] }, 7_000);
  expect(seen('a')).toBe(6_000);
  act(store, row, { kind: 'push', records: [{ id: 'a', fields: {} }] }, 7_000_000);
  expect(seen('a')).toBe(7_000_000);
  act(store, row, { kind: 'gone', ids: ['b'] }, 8_000_000);
  expect(seen('b')).toBe(6_000);
});
