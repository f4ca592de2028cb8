import { expect, test } from 'vitest';
import { isWorthRetrying, needsFix, networkError, statusFailure } from '../../../src-main/connectors/upstream-error.ts';

test.each([
  [200, null],
  [204, null],
  [400, 'client-error'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'gone'],
  [418, 'client-error'],
  [429, 'rate-limited'],
  [500, 'server-error'],
  [503, 'server-error'],
])('status %i', (status, code) => {
  expect(statusFailure(status, 'api.example.com', 'said so')?.code ?? null).toBe(code);
});

test('a failure says who, what and what to do', () => {
  expect(statusFailure(401, 'api.example.com', 'no such key')).toEqual({
    code: 'unauthorized',
    status: 401,
    message: 'api.example.com refused the credentials (401). It said: no such key',
    advice: 'Check the key or password of the source, and how it is sent.',
  });
});

test.each([
  ['Z_DATA_ERROR', 'not-json', 'not compressed as it says'],
  ['ERR__ERROR_FORMAT_PADDING_1', 'not-json', 'not compressed as it says'],
  ['Z_BUF_ERROR', 'reset', 'in the middle of a compressed body'],
])('%s of a compressed body', (code, failure, words) => {
  const thrown = new TypeError('terminated', { cause: Object.assign(new Error('incorrect header check'), { code }) });
  expect(networkError(thrown, 'api.example.com').failure).toMatchObject({ code: failure, message: expect.stringContaining(words) });
});

test('what usually passes is tried again, what needs the user is not', () => {
  expect(isWorthRetrying('server-error')).toBe(true);
  expect(isWorthRetrying('unauthorized')).toBe(false);
  expect(needsFix('unauthorized')).toBe(true);
  expect(needsFix('server-error')).toBe(false);
});
