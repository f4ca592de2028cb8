import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { mergeRecords } from '../../../src-main/engine/refresh/merge-pages.ts';
import { matcher, RecordReader } from '../../../src-main/store/reader.ts';
import { Store } from '../../../src-main/store/store.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';

function open() {
  const file = join(tempFolder(memoryDisk), 'a.db');
  const store = new Store(file);
  const reading = new RecordReader(file);
  onTestFinished(() => {
    reading.close();
    store.close();
  });
  const add = (id: string) => store.sources.add(sourceConfigSchema.parse({ id, name: id, url: 'http://x' }), 'app', 0).row;
  const row = add('s');
  let now = 0;
  return {
    store,
    reading,
    row,
    add,
    merge: (records: Record<string, unknown>[], sourceRow = row, richFields: string[] = []) =>
      store.transaction(() =>
        mergeRecords(
          store,
          sourceRow,
          records.map((fields) => ({ id: String(fields['id']), fields, time: null })),
          richFields,
          (now += 1),
        ),
      ),
    takeIn: () => {
      while (store.search.step());
    },
    search: (q: string, sourceRows = [row], limit = 50, cursor?: string) => reading.search({ q, sourceRows, limit, cursor }),
  };
}

const ids = (result: { items: { record: { id: string } }[] }) => result.items.map((hit) => hit.record.id);

test('words are found anywhere in the id and the values, in any case, with or without accents, the newest record first', () => {
  const { merge, takeIn, search } = open();
  merge([
    { id: 'a-77', name: 'Crème brûlée' },
    { id: 'b', deep: { list: ['BRULEE', 12.5] } },
    { id: 'c', name: 'soup' },
  ]);
  takeIn();
  expect(ids(search('brul'))).toEqual(['b', 'a-77']);
  expect(ids(search('crème BRÛ'))).toEqual(['a-77']);
  expect(ids(search('"creme brulee"'))).toEqual(['a-77']);
  expect(ids(search('"brulee creme"'))).toEqual([]);
  expect(ids(search('a-77'))).toEqual(['a-77']);
  expect(ids(search('12.5'))).toEqual(['b']);
  expect(ids(search('name'))).toEqual([]);
  expect(ids(search('up'))).toEqual(['c']);
  expect(ids(search('  '))).toEqual([]);
});

test('a hit says in which field it was found and which part of the value it is', () => {
  const { merge, takeIn, search } = open();
  merge([{ id: 'a', deep: { note: `${'x '.repeat(200)}the Lamp ${'y '.repeat(200)}` }, name: 'other' }]);
  takeIn();
  const { snippet } = search('lamp').items[0] ?? {};
  expect(snippet?.field).toBe('deep.note');
  expect(snippet?.text.length).toBeLessThanOrEqual(162);
  expect(snippet?.text).toMatch(/^….*…$/);
  expect(snippet?.matches.map(({ start, end }) => snippet.text.slice(start, end))).toEqual(['Lamp']);
});

test('records are found before they are taken in, and what changed is found as it is now', () => {
  const { merge, takeIn, search } = open();
  merge([
    { id: 'a', name: 'first' },
    { id: 'b', name: 'second' },
  ]);
  expect(ids(search('first'))).toEqual(['a']);
  expect(search('first').behind).toBe(2);
  takeIn();
  expect(search('first').behind).toBe(0);
  merge([{ id: 'a', name: 'third' }]);
  for (const when of ['before', 'after']) {
    expect(ids(search('first')), when).toEqual([]);
    expect(ids(search('third')), when).toEqual(['a']);
    takeIn();
  }
});

test('rich fields are found, and records that the upstream deleted are not', () => {
  const { store, merge, takeIn, search, row } = open();
  merge(
    [
      { id: 'a', laps: { note: 'wonderful' } },
      { id: 'b', note: 'wonderful' },
    ],
    row,
    ['laps.note'],
  );
  takeIn();
  expect(ids(search('wonderful'))).toEqual(['b', 'a']);
  store.records.markDeleted(row, ['b'], 1);
  expect(ids(search('wonderful'))).toEqual(['a']);
});

test('a record that changes often is found once, by what it holds now, also after the search was made anew', () => {
  const { merge, takeIn, search } = open();
  const records = (version: number) => Array.from({ length: 2_500 }, (_, id) => ({ id, name: `lamp version${version}.` }));
  for (let version = 0; version < 20; version += 1) {
    merge(records(version));
    takeIn();
    expect(search('lamp', undefined, 500).items).toHaveLength(500);
    expect(new Set(ids(search('lamp', undefined, 500))).size).toBe(500);
    expect(search(`version${version}.`, undefined, 5).items).toHaveLength(5);
    expect(search(`version${version - 1}.`).items).toEqual([]);
  }
});

test('a row that is used again after its record was deleted is found by its new record only', () => {
  const { store, merge, takeIn, search, row } = open();
  merge([{ id: 'a', name: 'former' }]);
  takeIn();
  store.records.deleteAll(row);
  merge([{ id: 'b', name: 'latter' }]);
  expect(ids(search('latter'))).toEqual(['b']);
  takeIn();
  expect(ids(search('latter'))).toEqual(['b']);
  expect(ids(search('former'))).toEqual([]);
});

test('only the sources that are asked for are searched, and pages follow one another', () => {
  const { add, merge, takeIn, search, row } = open();
  const other = add('other');
  merge(Array.from({ length: 5 }, (_, id) => ({ id, name: 'lamp' })));
  merge([{ id: 'x', name: 'lamp' }], other);
  takeIn();
  expect(ids(search('lamp', [other]))).toEqual(['x']);
  expect(ids(search('lamp', []))).toEqual([]);
  const first = search('lamp', [row, other], 4);
  expect(ids(first)).toEqual(['x', '4', '3', '2']);
  const second = search('lamp', [row, other], 4, first.nextCursor ?? undefined);
  expect(ids(second)).toEqual(['1', '0']);
  expect(second.nextCursor).toBeNull();
});

const letters = fc.constantFrom('a', 'b', 'É', 'e', '"', '\\', ' ', 'ß', 'İ', '1', '\n', '😀');
const words = fc.string({ unit: letters, maxLength: 8 });

test('a filter finds the same records whether they are taken in, changed since, or new', () => {
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 1, maxLength: 12 }),
      fc.array(words, { maxLength: 4 }),
      words,
      fc.boolean(),
      (before, after, filter, again) => {
        const { merge, takeIn, reading, row } = open();
        const records = (texts: string[], from: number) => texts.map((text, at) => ({ id: `${from + at}`, text }));
        merge(records(before, 0));
        takeIn();
        merge(records(after, before.length - 1));
        if (again) takeIn();
        const now = [...before.slice(0, -1), ...(after.length > 0 ? after : before.slice(-1))];
        const matches = matcher(filter);
        const expected = records(now, 0).filter((each) => matches({ id: each.id, basic: JSON.stringify(each), rich: null }));
        const found = reading.window({ sourceRow: row, version: 0, offset: 0, limit: 100, sort: null, filter });
        expect(found.items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      },
    ),
    { numRuns: 60 },
  );
});

test('no text that somebody types is an error', () => {
  const { merge, takeIn, search, reading, row } = open();
  merge([{ id: 'a', name: 'x AND (y) OR "z" NEAR/2 *' }]);
  takeIn();
  for (const q of [
    '"',
    '""',
    '"a',
    "' OR 1=1 --",
    'NEAR(a b)',
    'body:abc',
    'a*',
    '^abc',
    'AND',
    '\0\0\0',
    '{x} : y',
    '\ud83d\ud83d\ud83d',
  ]) {
    search(q);
    reading.window({ sourceRow: row, version: 0, offset: 0, limit: 1, sort: null, filter: q });
  }
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (q) => search(q).items.length <= 1));
  expect(ids(search('near/2 and'))).toEqual(['a']);
});
