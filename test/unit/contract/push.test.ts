import { expect, test } from 'vitest';
import { pushSchema } from '../../../src-preload/contract/push.ts';

test('little is needed, the rest has defaults', () => {
  expect(pushSchema.parse({ kind: 'websocket', url: 'wss://a.example/x' })).toEqual({
    kind: 'websocket',
    url: 'wss://a.example/x',
    headers: {},
    messages: '',
    record: '',
    credentials: true,
    partial: false,
    actions: { create: ['create', 'insert', 'add'], update: ['update', 'upsert', 'change', 'modify'], delete: ['delete', 'remove'] },
    heartbeatSeconds: 60,
  });
  expect(pushSchema.parse({ kind: 'long-poll', url: 'https://a.example/x', actions: { delete: ['gone'] } })).toMatchObject({
    heartbeatSeconds: 90,
    actions: { create: ['create', 'insert', 'add'], delete: ['gone'] },
  });
});

test.each([
  [{ kind: 'websocket', url: 'https://a.example' }, 'only ws and wss are supported, not https://'],
  [{ kind: 'sse', url: 'wss://a.example' }, 'only http and https are supported, not wss://'],
  [{ kind: 'sse', url: 'https://me:key@a.example' }, 'must not hold a user name or password'],
  [{ kind: 'sse', url: 'a.example' }, 'not a URL'],
  [{ kind: 'sse', url: 'https://a.example', headers: { 'x-a': 'b\r\nc: d' } }, 'control characters'],
  [{ kind: 'sse', url: 'https://a.example', subscribe: 'x' }, 'subscribe'],
])('%o is refused', (settings, message) => {
  expect(JSON.stringify(pushSchema.safeParse(settings).error?.issues)).toContain(message);
});
