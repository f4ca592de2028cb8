import '../locale.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { checkWords, drillWords, kindWords, restoreWords } from '../../../../src-renderer/settings/backup-words.ts';

beforeEach(() => void vi.setSystemTime('2026-11-21T12:00:00Z'));

test('the drill says when it was, how many records there were, and whether they were good', () => {
  const drill = { at: '2026-11-03T09:00:00.000Z', backupAt: '2026-11-03T08:00:00.000Z', records: 41_203, fault: null };
  expect(drillWords(drill)).toBe('3 Nov, 41,203 records, good');
  expect(drillWords({ ...drill, fault: 'the file is damaged' })).toBe('3 Nov, failed: the file is damaged');
  expect(drillWords(null)).toContain('not yet');
});

test('a check says when it was and what it found', () => {
  expect(checkWords({ at: '2026-11-03T09:00:00.000Z', fault: null })).toBe('3 Nov, good');
  expect(checkWords({ at: '2026-11-03T09:00:00.000Z', fault: 'a page is missing' })).toBe('3 Nov, damaged: a page is missing');
  expect(checkWords(null)).toContain('not yet');
});

test('a restore says what was wrong, what was restored and from when', () => {
  const restore = {
    at: '2026-11-21T08:00:00.000Z',
    found: null,
    backupAt: '2026-11-20T07:00:00.000Z',
    records: 1,
    keptIn: null,
    undoId: null,
  };
  expect(restoreWords(restore)).toBe('09:00: the backup of 20 Nov, 08:00 with 1 record was restored.');
  expect(restoreWords({ ...restore, found: 'The database was empty.' })).toBe(
    '09:00: The database was empty. In its place, the backup of 20 Nov, 08:00 with 1 record was restored.',
  );
  expect(restoreWords({ ...restore, found: 'The database was empty.', backupAt: null })).toContain('began with an empty database');
});

test('every kind of backup has words', () => {
  expect((['scheduled', 'manual', 'before-restore', 'before-upgrade'] as const).map(kindWords)).toEqual([
    'on schedule',
    'by hand',
    'before a restore',
    'before an upgrade',
  ]);
});
