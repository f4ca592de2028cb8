import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openForReading } from '../../../src-main/store/database.ts';
import { Store } from '../../../src-main/store/store.ts';
import { narrowExpression, rarest } from '../../../src-main/store/trigram-choice.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { addRecord } from '../../support/records.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';

test('what nearly every record holds is not asked for when something rare tells enough', () => {
  const shares = new Map([
    ['num', 1],
    ['611', 0.005],
    ['ber', 1],
    ['953', 0.004],
  ]);
  expect(rarest(shares, 1_000_000)).toEqual(['953', '611']);
});

test('where the rare alone would leave many records to look at, the common is asked for too', () => {
  expect(rarest(new Map(Object.entries({ cha: 0.14, air: 0.14, tur: 0.2, ite: 1 })), 1_000_000)).toEqual(['cha', 'air', 'tur', 'ite']);
  expect(rarest(new Map(Object.entries({ cha: 0.01, ite: 0.5 })), 1_000_000)).toEqual(['cha', 'ite']);
});

test('the rarest is always among the chosen, and nothing that was not given', () => {
  const shares = fc.dictionary(fc.string({ minLength: 3, maxLength: 3 }), fc.double({ min: 0, max: 1, noNaN: true }), { minKeys: 1 });
  fc.assert(
    fc.property(shares, fc.integer({ min: 0, max: 2_000_000 }), (given, records) => {
      const chosen = rarest(new Map(Object.entries(given)), records);
      expect(given[chosen[0] ?? '']).toBe(Math.min(...Object.values(given)));
      expect(Object.keys(given)).toEqual(expect.arrayContaining(chosen));
    }),
  );
});

test('how rare a trigram is, is learned from the newest records that hold it', () => {
  const file = join(tempFolder(memoryDisk), 'a.db');
  const store = new Store(file);
  const { row } = store.sources.add(sourceConfigSchema.parse({ id: 's', name: 'S', url: 'http://x' }), 'app', 0);
  store.transaction(() => {
    for (let at = 0; at < 6_000; at += 1)
      addRecord(store, row, String(at), JSON.stringify({ name: at % 1_000 === 0 ? 'common rare' : 'common' }));
  });
  while (store.search.step());
  store.close();
  const db = openForReading(file);
  onTestFinished(() => void db.close());
  expect(narrowExpression(db, ['com', 'rar', 'mon'])).toBe('"rar" AND "com" AND "mon"');
  expect(narrowExpression(db, ['com', 'zzz', 'rar'])).toBe('"zzz" AND "rar"');
});
