import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeRecords } from '../../../src-main/engine/refresh/merge-pages.ts';
import { matcher, RecordReader } from '../../../src-main/store/reader.ts';
import { Store } from '../../../src-main/store/store.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { onTestFinished } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';

function reader(records: Record<string, unknown>[], richFields: string[] = []) {
  const file = join(tempFolder(), 'a.db');
  const store = new Store(file);
  const { row } = store.sources.add(sourceConfigSchema.parse({ id: 's', name: 'S', url: 'http://x' }), 'app', 0);
  store.transaction(() =>
    mergeRecords(
      store,
      row,
      records.map((fields, index) => ({ id: `${(fields['id'] as string | number | undefined) ?? index}`, fields, time: null })),
      richFields,
      0,
    ),
  );
  const reading = new RecordReader(file);
  onTestFinished(() => {
    reading.close();
    store.close();
  });
  return { reading, row, store };
}

const ids = (result: { items: { id: string }[] }) => result.items.map((item) => item.id);
const all = { version: 1, offset: 0, limit: 100, sort: null, filter: '' };

test('a window is a stretch of the whole, in the order of first sight', () => {
  const { reading, row } = reader(Array.from({ length: 10 }, (_, id) => ({ id })));
  const result = reading.window({ ...all, sourceRow: row, offset: 3, limit: 4 });
  expect(ids(result)).toEqual(['3', '4', '5', '6']);
  expect(result.total).toBe(10);
  expect(ids(reading.window({ ...all, sourceRow: row, offset: 50 }))).toEqual([]);
});

test('it sorts by any field, numbers as numbers, and puts records without the field last either way', () => {
  const { reading, row } = reader([{ id: 'a', n: 10 }, { id: 'b' }, { id: 'c', n: 9 }, { id: 'd', n: null }]);
  expect(ids(reading.window({ ...all, sourceRow: row, sort: { field: 'n', descending: false } }))).toEqual(['c', 'a', 'b', 'd']);
  expect(ids(reading.window({ ...all, sourceRow: row, sort: { field: 'n', descending: true } }))).toEqual(['a', 'c', 'b', 'd']);
  expect(ids(reading.window({ ...all, sourceRow: row, sort: { field: '$id', descending: true } }))).toEqual(['d', 'c', 'b', 'a']);
});

test('it sorts by a rich field as the screen shows it', () => {
  const { reading, row } = reader(
    [
      { id: 'a', laps: { n: 2 } },
      { id: 'b', laps: { n: 1 } },
    ],
    ['laps.n'],
  );
  expect(ids(reading.window({ ...all, sourceRow: row, sort: { field: 'laps.n', descending: false } }))).toEqual(['b', 'a']);
});

test('names with quotes, dots or SQL in them neither fail nor break out', () => {
  const { reading, row } = reader([{ id: 'a' }, { id: 'b' }]);
  for (const field of ["x'); DROP TABLE records; --", '"', '$."x"', '\\', 'a.b.c', '[0]']) {
    expect(reading.window({ ...all, sourceRow: row, sort: { field, descending: false } }).total).toBe(2);
  }
});

test('a filter finds values in any letter case and in any script, but not the names of fields', () => {
  const { reading, row } = reader([
    { id: 'a', name: 'Zürich' },
    { id: 'b', name: 'Bern', deep: { list: ['ÉTOILE', 12.5] } },
    { id: 'c', title: '"quoted" \\ path' },
  ]);
  const found = (filter: string) => ids(reading.window({ ...all, sourceRow: row, filter }));
  expect(found('zÜR')).toEqual(['a']);
  expect(found('étoile')).toEqual(['b']);
  expect(found('12.5')).toEqual(['b']);
  expect(found('"quoted" \\')).toEqual(['c']);
  expect(found('name')).toEqual([]);
  expect(found('A')).toEqual(['a', 'c']);
});

test('a listing goes on where its page before ended, also while it filters', () => {
  const { reading, row } = reader(Array.from({ length: 7 }, (_, id) => ({ id, kind: id % 2 === 0 ? 'even' : 'odd' })));
  const first = reading.list({ sourceRow: row, limit: 2, cursor: undefined, q: 'even' });
  expect(ids(first)).toEqual(['0', '2']);
  const second = reading.list({ sourceRow: row, limit: 2, cursor: first.nextCursor ?? undefined, q: 'even' });
  expect(ids(second)).toEqual(['4', '6']);
  expect(second.nextCursor).toBeNull();
});

test('an order is worked out again when the version rises', () => {
  const { reading, row, store } = reader([
    { id: 'a', n: 1 },
    { id: 'b', n: 2 },
  ]);
  const sort = { field: 'n', descending: false };
  expect(ids(reading.window({ ...all, sourceRow: row, sort }))).toEqual(['a', 'b']);
  store.transaction(() => mergeRecords(store, row, [{ id: 'a', fields: { id: 'a', n: 3 }, time: null }], [], 1));
  expect(ids(reading.window({ ...all, sourceRow: row, sort, version: 2 }))).toEqual(['b', 'a']);
});

test('the empty filter matches everything', () => {
  expect(matcher('')({ id: 'a', basic: '{}', rich: null })).toBe(true);
});
