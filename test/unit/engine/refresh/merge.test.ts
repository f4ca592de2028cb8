import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merge, type ExistingRecord } from '../../../../src-main/engine/refresh/merge.ts';
import { putPath, readPath } from '../../../../src-preload/contract/index.ts';

const fresh = (fields: Record<string, unknown>) => ({ id: '1', fields, time: null });
const stored = (merged: ReturnType<typeof merge>, before: ExistingRecord | null = null): ExistingRecord => {
  if (merged.outcome === 'unchanged') throw new Error('nothing was stored');
  return { hash: merged.hash, basic: null, rich: merged.rich ?? before?.rich ?? {} };
};

test('a new record is added, the same again is unchanged, another content is an update', () => {
  const added = merge(null, fresh({ a: 1 }), []);
  expect(added).toMatchObject({ outcome: 'added', basic: '{"a":1}', rich: null });
  expect(merge(stored(added), fresh({ a: 1 }), [])).toMatchObject({ outcome: 'unchanged' });
  expect(merge(stored(added), fresh({ a: 2 }), [])).toMatchObject({ outcome: 'updated', basic: '{"a":2}' });
});

test('a list response fills a missing rich field but never overwrites or blanks one', () => {
  const added = merge(null, fresh({ name: 'x', calories: 100 }), ['calories', 'laps']);
  expect(added).toMatchObject({ basic: '{"name":"x"}', rich: { calories: 100 } });
  const enriched: ExistingRecord = { hash: null, basic: '{}', rich: { calories: 612, laps: [1, 2] } };
  for (const calories of [0, null, 100]) {
    expect(merge(enriched, fresh({ name: 'y', calories }), ['calories', 'laps'])).toMatchObject({
      outcome: 'updated',
      basic: '{"name":"y"}',
      rich: null,
    });
  }
  expect(merge(enriched, fresh({ name: 'y' }), ['calories', 'laps'])).toMatchObject({ rich: null });
});

test('a rich field within an object is taken out of it, and its siblings stay basic', () => {
  expect(merge(null, fresh({ map: { polyline: 'abc', id: 7 } }), ['map.polyline'])).toMatchObject({
    basic: '{"map":{"id":7}}',
    rich: { 'map.polyline': 'abc' },
  });
});

test('an enriched value of null counts as answered', () => {
  const existing: ExistingRecord = { hash: null, basic: '{"name":"x"}', rich: { gear: null } };
  expect(merge(existing, fresh({ name: 'x', gear: 'bike' }), ['gear'])).toMatchObject({ outcome: 'unchanged' });
  expect(merge(existing, fresh({ name: 'y', gear: 'bike' }), ['gear'])).toMatchObject({ outcome: 'updated', rich: null });
});

const value = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null));
const fields = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor'),
  fc.oneof(value, fc.dictionary(fc.constantFrom('x', 'y'), value)),
);
const paths = fc.uniqueArray(fc.constantFrom('a', 'b', 'c.x', 'd.y', '__proto__'), { maxLength: 4 });

test('whatever list responses follow one another, no enriched field is ever lost or changed', () => {
  fc.assert(
    fc.property(
      fc.array(fields, { minLength: 1, maxLength: 6 }),
      paths,
      fc.dictionary(fc.constantFrom('a', 'b', 'c.x', 'd.y'), value),
      (responses, richFields, enriched) => {
        let existing: ExistingRecord | null = null;
        for (const response of responses) {
          const merged = merge(existing, fresh(response), richFields);
          if (merged.outcome === 'unchanged') continue;
          // Between responses, enrichment brings what it brings.
          const rich: Record<string, unknown> = merged.rich ?? existing?.rich ?? {};
          if (existing !== null) for (const [path, before] of Object.entries(existing.rich)) expect(rich[path]).toEqual(before);
          existing = { hash: merged.hash, basic: null, rich: { ...enriched, ...rich } };
        }
      },
    ),
  );
});

test('basic and rich together hold every field of the first response', () => {
  fc.assert(
    fc.property(fields, paths, (response, richFields) => {
      const merged = merge(null, fresh(response), richFields);
      if (merged.outcome === 'unchanged') throw new Error('a new record cannot be unchanged');
      let whole = JSON.parse(merged.basic) as Record<string, unknown>;
      for (const [path, each] of Object.entries(merged.rich ?? {})) whole = putPath(whole, path, each);
      for (const name of Object.keys(response))
        expect(readPath(whole, name).value).toEqual(readPath(JSON.parse(JSON.stringify(response)) as Record<string, unknown>, name).value);
    }),
  );
});

test('the same response twice is always unchanged', () => {
  fc.assert(
    fc.property(fields, paths, (response, richFields) => {
      const first = merge(null, fresh(response), richFields);
      expect(merge(stored(first), fresh(response), richFields).outcome).toBe('unchanged');
    }),
  );
});
