import { expect, test } from 'vitest';
import { recoveryWords, strayLogWords } from '../../../src-main/host/recovery-words.ts';

const AT = Date.parse('2026-11-20T11:00:00Z');

test('what happened, what was restored, from when, and what is missing is told', () => {
  const words = recoveryWords({
    found: 'The database was damaged: a page is missing.',
    restored: { number: 7, at: AT, records: 41_203 },
    keptIn: '/data/damaged/x',
    passedOver: 1,
  });
  expect(words.message).toBe(
    'The database was damaged: a page is missing. Freshet restored the backup of 2026-11-20 11:00 UTC with 41,203 records. One newer backup was damaged too. What came after it is missing, and all sources are refreshed now.',
  );
  expect(words.advice).toContain('What was there is kept in /data/damaged/x.');
});

test.each([
  [0, 'There was no backup, so'],
  [1, 'The only backup was damaged too, so'],
  [3, 'All 3 backups were damaged too, so'],
])('with %i backups and none of them good, that is told', (passedOver, says) => {
  const { message, advice } = recoveryWords({ found: 'The database was not there.', restored: null, keptIn: null, passedOver });
  expect(message).toBe(`The database was not there. ${says} Freshet began with an empty one.`);
  expect(advice).not.toContain('kept in');
});

test('a write-ahead log that was put aside is told with what may be missing and where it is', () => {
  const { message, advice } = strayLogWords('/data/damaged/x');
  expect(message).toContain('was that of another time');
  expect(advice).toContain('may be missing if it did not end by itself');
  expect(advice).toContain('The log is kept in /data/damaged/x.');
});
