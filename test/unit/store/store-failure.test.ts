import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { storeFailure } from '../../../src-main/store/store-failure.ts';

test.each([
  ['SQLITE_FULL', 'The disk is full'],
  ['SQLITE_READONLY', 'may not be written to'],
  ['SQLITE_IOERR_WRITE', 'could not be written'],
])('%s is told in words', (code, words) => {
  expect(storeFailure(new Database.SqliteError('said', code))).toMatchObject({ code: 'store', message: expect.stringContaining(words) });
});

test('another error is not its business', () => {
  expect(storeFailure(new Error('x'))).toBeNull();
});
