import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { startFailure } from '../../../src-main/host/start-failure.ts';

test('a disk that is full is told with what to do and where', () => {
  const words = startFailure(new Database.SqliteError('database or disk is full', 'SQLITE_FULL'), '/data');
  expect(words).toBe(
    'The disk is full, so nothing could be stored. The records are as they were. Free some space on the disk of the data folder; Freshet tries again by itself. The data folder is /data.',
  );
});

test.each(['ENOSPC', 'EROFS', 'EACCES'])('%s of a file is told of the data folder', (code) => {
  expect(startFailure(Object.assign(new Error(`${code}: said`), { code }), '/data')).toBe(
    `The data folder /data cannot be used: ${code}: said. Check its permissions and the free space, or choose another with --data.`,
  );
});

test('anything else says what it says', () => {
  expect(startFailure(new Error('secrets.key is damaged.'), '/data')).toBe('secrets.key is damaged.');
  expect(startFailure('text', '/data')).toBe('text');
});
