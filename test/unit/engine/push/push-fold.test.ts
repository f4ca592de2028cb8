import { describe, expect, test } from 'vitest';
import type { PushChange } from '../../../../src-main/connectors/push/message.ts';
import { foldChanges } from '../../../../src-main/engine/push/push-fold.ts';

const none = () => null;
const update = (id: string | null, record: Record<string, unknown> | null): PushChange => ({ action: 'update', id, record });
const fold = (changes: PushChange[], partial = false, stored: (id: string) => Record<string, unknown> | null = none) => {
  const { byId, unknown } = foldChanges(changes, partial, stored);
  return { records: Object.fromEntries(byId), unknown };
};

test('of whole records the last word counts', () => {
  expect(fold([update('a', { id: 'a', price: 1, place: 'x' }), update('a', { id: 'a', price: 2 })]).records).toEqual({
    a: { kind: 'record', fields: { id: 'a', price: 2 } },
  });
});

test('a deletion takes away what came before it, and a record that comes again is there again', () => {
  const deletion: PushChange = { action: 'delete', id: 'a', record: null };
  expect(fold([update('a', { id: 'a' }), deletion]).records).toEqual({ a: { kind: 'deleted' } });
  expect(fold([deletion, update('a', { id: 'a' })]).records).toEqual({ a: { kind: 'record', fields: { id: 'a' } } });
});

test('a record that is only named has to be fetched, unless it comes or goes after all', () => {
  expect(fold([update('a', { id: 'a' }), update('a', null)]).records).toEqual({ a: { kind: 'named' } });
  expect(fold([update('a', null), update('a', { id: 'a' })]).records).toEqual({ a: { kind: 'record', fields: { id: 'a' } } });
});

test('a change that names no record is nothing', () => {
  expect(fold([update(null, { price: 1 })])).toEqual({ records: {}, unknown: 0 });
});

describe('partial updates', () => {
  const stored = (id: string) => (id === 'a' ? { id: 'a', price: 1, place: 'x' } : null);

  test('lie on top of what is stored, one after the other, and none of their fields is lost', () => {
    expect(fold([update('a', { price: 2 }), update('a', { odds: 3 }), update('a', { price: 4 })], true, stored).records).toEqual({
      a: { kind: 'record', fields: { id: 'a', price: 4, place: 'x', odds: 3 } },
    });
  });

  test('of a record that is not known are left out and counted', () => {
    expect(fold([update('b', { price: 2 })], true, stored)).toEqual({ records: {}, unknown: 1 });
    const deletion: PushChange = { action: 'delete', id: 'a', record: null };
    expect(fold([deletion, update('a', { price: 2 })], true, stored)).toEqual({ records: { a: { kind: 'deleted' } }, unknown: 1 });
  });

  test('lie on top of a record that was created in the same batch', () => {
    const creation: PushChange = { action: 'create', id: 'b', record: { id: 'b', price: 1 } };
    expect(fold([creation, update('b', { price: 2 })], true, stored).records).toEqual({
      b: { kind: 'record', fields: { id: 'b', price: 2 } },
    });
  });

  test('of a record that is to be fetched are in what will be fetched', () => {
    expect(fold([update('a', null), update('a', { price: 2 })], true, stored).records).toEqual({ a: { kind: 'named' } });
  });
});
