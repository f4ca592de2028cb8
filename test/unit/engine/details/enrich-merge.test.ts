import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeDetails } from '../../../../src-main/engine/details/enrich-merge.ts';
import { type ExistingRecord, merge } from '../../../../src-main/engine/refresh/merge.ts';

test('details replace what a listing filled in, also with null, and leave alone what they do not speak of', () => {
  expect(mergeDetails({ calories: 0, laps: [1] }, { calories: 612 })).toEqual({ calories: 612, laps: [1] });
  expect(mergeDetails({ gear: 'bike' }, { gear: null })).toEqual({ gear: null });
  expect(mergeDetails({ gear: 'bike' }, {})).toBeNull();
  expect(mergeDetails({ gear: { a: 1 } }, { gear: { a: 1 } })).toBeNull();
});

const value = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 2 }));
const path = fc.constantFrom('a', 'b', 'c.x', 'd.y', '__proto__', 'constructor');
const listed = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__'),
  fc.oneof(value, fc.dictionary(fc.constantFrom('x', 'y'), value)),
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('list' as const), fields: listed }),
  fc.record({ kind: fc.constant('details' as const), fields: fc.dictionary(path, value) }),
);

test('in whatever order listings and details come, each enriched field is the one that the last details brought', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const richFields = ['a', 'b', 'c.x', 'd.y', '__proto__', 'constructor'];
      let record: ExistingRecord = { hash: null, basic: '{}', rich: {} };
      const brought = new Map<string, unknown>();
      for (const each of steps) {
        if (each.kind === 'list') {
          const merged = merge(record, { id: '1', fields: each.fields, time: null }, richFields);
          if (merged.outcome !== 'unchanged') record = { hash: merged.hash, basic: null, rich: merged.rich ?? record.rich };
        } else {
          record = { ...record, rich: mergeDetails(record.rich, each.fields) ?? record.rich };
          for (const [name, found] of Object.entries(each.fields)) brought.set(name, found);
        }
        // As it is stored and read again.
        record = { ...record, rich: JSON.parse(JSON.stringify(record.rich)) as Record<string, unknown> };
        for (const [name, found] of brought) {
          expect(Object.hasOwn(record.rich, name)).toBe(true);
          expect(Object.getOwnPropertyDescriptor(record.rich, name)?.value).toEqual(found);
        }
      }
    }),
  );
});

test('the same details twice change nothing the second time', () => {
  fc.assert(
    fc.property(fc.dictionary(path, value), fc.dictionary(path, value), (rich, details) => {
      const once = mergeDetails(rich, details) ?? rich;
      expect(mergeDetails(once, details)).toBeNull();
    }),
  );
});
