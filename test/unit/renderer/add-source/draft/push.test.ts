import { describe, expect, test } from 'vitest';
import { pushSchema } from '../../../../../src-preload/contract/index.ts';
import { pushFrom, pushToInput } from '../../../../../src-renderer/add-source/draft/push.ts';

describe('push settings go through the form and come out as they were', () => {
  test.each([
    { kind: 'websocket', url: 'wss://a.example/x', subscribe: '{"op":"all"}', sequence: 'n', partial: true },
    { kind: 'sse', url: 'https://a.example/x', messages: 'data', record: 'row', action: 'op', id: 'key', credentials: false },
    { kind: 'long-poll', url: 'https://a.example/x', cursorParam: 'since', cursor: 'next', heartbeatSeconds: 120 },
    { kind: 'sse', url: 'https://a.example/x', fetch: { url: 'https://a.example/items/{id}', record: 'item' }, headers: { 'x-a': 'b' } },
    { kind: 'sse', url: 'https://a.example/x', actions: { create: ['c'], update: ['u'], delete: ['d'] } },
  ] as const)('%o', (input) => {
    const settings = pushSchema.parse(input);
    expect(pushSchema.parse(pushToInput(pushFrom(settings)))).toEqual(settings);
  });
});

test('without push the form says so', () => {
  expect(pushFrom(undefined)).toMatchObject({ kind: 'none', url: '', credentials: true });
});
