import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { mergeRecords } from '../../../../src-main/engine/refresh/merge-pages.ts';
import type { FreshRecord } from '../../../../src-main/engine/refresh/merge.ts';
import { recordFromRow } from '../../../../src-main/store/records.ts';
import { Store } from '../../../../src-main/store/store.ts';
import { readPath, sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { memoryDisk } from '../../../support/temp-folder.ts';

// The merge of pages into the real store: nothing is lost, nothing doubled, whatever the ids and fields are called.

const RICH = ['calories', 'map.polyline', '__proto__', 'näme.☃'];

let folder: string;
let store: Store;
let sources = 0;

beforeAll(() => {
  folder = mkdtempSync(join(memoryDisk, 'freshet-merge-'));
  store = new Store(join(folder, 'freshet.db'));
});

afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const newSource = () => {
  sources += 1;
  return store.sources.add(sourceConfigSchema.parse({ id: `s${sources}`, name: 'S', url: 'http://x' }), 'app', 0).row;
};

const mergeInto = (row: number, page: readonly FreshRecord[]) => store.transaction(() => mergeRecords(store, row, page, RICH, 0));

/** All that is stored of some ids: basic and rich fields, and what the two make together. */
function stored(row: number, ids: readonly string[]): Record<string, unknown>[] {
  const found = store.records.existing(row, ids);
  return ids.map((id) => {
    const record = found.get(id);
    if (record === undefined) return { id };
    const whole = recordFromRow({
      row: 0,
      id,
      basic: record.basic,
      rich: JSON.stringify(record.rich),
      time: null,
      first_seen_at: 0,
      changed_at: 0,
      deleted_at: null,
    });
    return { id, basic: JSON.parse(record.basic) as unknown, rich: record.rich, fields: whole.fields };
  });
}

/** Ids as APIs have been seen to send them, and worse. Half of a surrogate pair is put right before it comes here. */
const id = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', '00', '-0', '1', '1.0', 'é', 'e\u0301', 'İ', '💶', 'a\u0000b'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }).map((text) => text.toWellFormed()),
  fc.bigInt({ min: 0n, max: 2n ** 70n }).map(String),
);

const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, 0, -0, '', false, 2 ** 53, -(2 ** 53), 1e308, 5e-324, '9007199254740993', [], {}),
  fc.integer(),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.array(fc.constantFrom(1, null, 'x', { a: 1 }), { maxLength: 3 }),
);

const fields = fc.dictionary(
  fc.constantFrom('name', 'calories', 'map', '__proto__', 'constructor', 'näme', 'distance'),
  fc.oneof(value, fc.dictionary(fc.constantFrom('polyline', 'id', '☃', '__proto__'), value)),
  { noNullPrototype: true },
);

const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 6 });

/** Pages of records; `ids` are theirs, in no page twice. */
const pages = ids.chain((own) =>
  fc.record({
    own: fc.constant(own),
    pages: fc.array(
      fc
        .tuple(fc.subarray(own, { minLength: 1 }), fc.array(fields, { minLength: own.length, maxLength: own.length }))
        .map(([some, contents]) => some.map((each, index): FreshRecord => ({ id: each, fields: contents[index] ?? {}, time: null }))),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

test('a page that comes again changes nothing', () => {
  fc.assert(
    fc.property(pages, ({ own, pages: some }) => {
      const row = newSource();
      for (const page of some) {
        mergeInto(row, page);
        const before = stored(row, own);
        expect(mergeInto(row, page)).toMatchObject({ added: 0, updated: 0, unchanged: page.length });
        expect(stored(row, own)).toEqual(before);
      }
    }),
  );
});

test('pages that share no record may come in any order', () => {
  fc.assert(
    fc.property(
      ids.chain((own) => fc.tuple(fc.constant(own), fc.array(fields, { minLength: own.length, maxLength: own.length }))),
      fc.integer({ min: 0, max: 6 }),
      ([own, contents], cut) => {
        const records = own.map((each, index): FreshRecord => ({ id: each, fields: contents[index] ?? {}, time: null }));
        const [first, second] = [records.slice(0, cut), records.slice(cut)];
        const [forward, backward] = [newSource(), newSource()];
        mergeInto(forward, first);
        mergeInto(forward, second);
        mergeInto(backward, second);
        mergeInto(backward, first);
        expect(stored(backward, own)).toEqual(stored(forward, own));
        expect(store.records.count(forward)).toBe(own.length);
      },
    ),
  );
});

test('it does not matter how a sequence of pages is cut: one by one, or those in between at once', () => {
  fc.assert(
    fc.property(pages, fc.integer({ min: 0, max: 4 }), ({ own, pages: some }, cut) => {
      const [single, joined] = [newSource(), newSource()];
      for (const page of some) mergeInto(single, page);
      for (const part of [some.slice(0, cut), some.slice(cut)]) {
        // What a refresh does with pages: each field of a record follows the last page that has it, rich ones the first.
        store.transaction(() => {
          for (const page of part) mergeRecords(store, joined, page, RICH, 0);
        });
      }
      expect(stored(joined, own)).toEqual(stored(single, own));
    }),
  );
});

test('every record that ever came is there, with the basic fields of the last page and every rich field that it ever had', () => {
  fc.assert(
    fc.property(pages, ({ own, pages: some }) => {
      const row = newSource();
      const firstRich = new Map<string, Map<string, unknown>>();
      const last = new Map<string, Record<string, unknown>>();
      for (const page of some) {
        mergeInto(row, page);
        for (const record of page) {
          const wire = JSON.parse(JSON.stringify(record.fields)) as Record<string, unknown>;
          last.set(record.id, wire);
          const rich = firstRich.get(record.id) ?? new Map<string, unknown>();
          for (const path of RICH) {
            const { found, value: brought } = readPath(wire, path);
            if (found && !rich.has(path)) rich.set(path, brought);
          }
          firstRich.set(record.id, rich);
        }
      }
      for (const record of stored(row, own)) {
        const name = record['id'] as string;
        const whole = (record['fields'] ?? {}) as Record<string, unknown>;
        for (const [path, brought] of firstRich.get(name) ?? []) expect(readPath(whole, path).value).toEqual(brought);
        for (const [field, brought] of Object.entries(last.get(name) ?? {})) {
          if (RICH.some((path) => path === field || path.startsWith(`${field}.`))) continue;
          expect(readPath(whole, field)).toEqual({ found: true, value: brought });
        }
      }
      expect(store.records.count(row)).toBe(last.size);
    }),
  );
});
