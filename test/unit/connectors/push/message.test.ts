import { describe, expect, test } from 'vitest';
import { openPushReader } from '../../../../src-main/connectors/push/message.ts';
import { pushSchema, type PushSettingsInput } from '../../../../src-preload/contract/push.ts';
import { UpstreamError } from '../../../../src-main/connectors/upstream-error.ts';

const reader = (change: Partial<PushSettingsInput>, redact = (text: string) => text) =>
  openPushReader(pushSchema.parse({ kind: 'sse', url: 'https://a.example', ...change }), 'id', redact);
const read = (change: Partial<PushSettingsInput>, body: unknown) => reader(change).read(JSON.stringify(body));

test('without settings a message is a record, or a list of them', async () => {
  expect(await read({}, { id: 7, a: 1 })).toEqual({
    sequence: null,
    changes: [{ action: 'update', id: '7', record: { id: 7, a: 1 } }],
    rejected: [],
  });
  expect((await read({}, [{ id: 'x' }, { id: 'y' }])).changes.map(({ id }) => id)).toEqual(['x', 'y']);
  expect(await read({}, [])).toEqual({ sequence: null, changes: [], rejected: [] });
});

test('an envelope is opened by expressions, plain or jsonata', async () => {
  const body = { seq: 12, data: { events: [{ type: 'Row.INSERT', payload: { new: { id: 1 } } }] } };
  const settings = { messages: 'data.events', record: 'payload.new', action: "$substringAfter(type, '.')", sequence: 'seq' };
  expect(await read(settings, body)).toEqual({ sequence: 12, changes: [{ action: 'create', id: '1', record: { id: 1 } }], rejected: [] });
});

test('a deletion takes its id from the record, or else from the change', async () => {
  const settings = { record: 'old', action: 'op', id: 'key.id' };
  const body = [
    { op: 'delete', old: { id: 1 }, key: { id: 9 } },
    { op: 'REMOVE', key: { id: 2 } },
    { op: 'delete', old: { name: 'no id' } },
  ];
  expect((await read(settings, body)).changes).toEqual([
    { action: 'delete', id: '1', record: { id: 1 } },
    { action: 'delete', id: '2', record: null },
    { action: 'delete', id: null, record: { name: 'no id' } },
  ]);
});

test('a change that only names its record carries none', async () => {
  expect((await read({ record: 'row', id: 'key' }, { key: 7 })).changes).toEqual([{ action: 'update', id: '7', record: null }]);
  const fetch = { url: 'https://a.example/items/{id}' };
  expect((await read({ fetch }, [{ id: 8 }, { name: 'no id' }])).changes).toEqual([{ action: 'update', id: '8', record: null }]);
});

test('actions have the names of the settings', async () => {
  const settings = { action: 'op', actions: { create: ['c', 'r'], update: ['u'], delete: ['d'] } };
  const ops = ['c', 'r', 'u', 'd', 'insert'];
  const { changes, rejected } = await read(
    settings,
    ops.map((op, id) => ({ op, id })),
  );
  expect(changes.map(({ action }) => action)).toEqual(['create', 'create', 'update', 'delete']);
  expect(rejected).toEqual([{ reason: 'an unknown action', count: 1, example: 'insert' }]);
});

test.each([
  [12, 12],
  ['12', 12],
  [0, 0],
  [1.5, null],
  ['x', null],
  [null, null],
  ['99999999999999999999', null],
])('the sequence number %o is read as %o', async (n, expected) => {
  expect((await read({ sequence: 'n' }, { id: 1, n })).sequence).toBe(expected);
});

test('a long id keeps its digits', async () => {
  const { changes } = await reader({}).read('{"id": 12345678901234567890}');
  expect(changes[0]?.id).toBe('12345678901234567890');
});

describe('what cannot be used is rejected with its reason', () => {
  test.each<[Partial<PushSettingsInput>, string, string]>([
    [{}, '{"a":', 'not JSON'],
    [{}, '', 'not JSON'],
    [{}, 'null', 'an empty message'],
    [{}, '5', 'not an object'],
    [{ messages: 'items' }, '{"type":"pong"}', 'no changes at "items"'],
    [{ record: 'row' }, '{"id":1}', 'no record at "row", and no id'],
    [{ action: 'op' }, '{"id":1}', 'no action at "op"'],
    [{ action: 'op' }, '{"id":1,"op":{"a":1}}', 'an unknown action'],
    [{ action: 'op', record: 'row' }, '{"op":"delete"}', 'a deletion without record or id'],
    [{ record: '$number(a)' }, '{"a":"x"}', 'an expression failed'],
    [{ messages: '$error("no")' }, '{"a":"x"}', 'an expression failed'],
  ])('%o and %s: %s', async (settings, text, reason) => {
    const { changes, rejected } = await reader(settings).read(text);
    expect(changes).toEqual([]);
    expect(rejected.map((each) => each.reason)).toEqual([reason]);
  });

  test('and leaves the rest of the message', async () => {
    const { changes, rejected } = await read({ sequence: 'items[0].n' }, { id: 1 });
    expect({ changes: changes.length, rejected }).toEqual({ changes: 1, rejected: [] });
    expect(
      (
        await read({ record: '$number(a) = 1 ? $ : $' }, [
          { id: 1, a: 'x' },
          { id: 2, a: 1 },
        ])
      ).changes,
    ).toHaveLength(1);
  });

  test('in a short excerpt that holds no part of a secret', async () => {
    const secret = 'k'.repeat(100);
    const redacting = reader({}, (text) => text.replaceAll(secret, '•••'));
    const { rejected } = await redacting.read(`${'-'.repeat(60)}${secret}`);
    expect(rejected[0]?.example).toBe(`${'-'.repeat(60)}•••`);
    expect((await redacting.read('x'.repeat(5_000_000))).rejected[0]?.example).toHaveLength(120);
  });
});

test.each<Partial<PushSettingsInput>>([{ messages: 'a[' }, { id: '(' }, { sequence: '{' }])(
  '%o is refused as an expression',
  (settings) => {
    const thrown = (() => {
      try {
        return reader(settings);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown instanceof UpstreamError && thrown.failure.code).toBe('expression');
  },
);
