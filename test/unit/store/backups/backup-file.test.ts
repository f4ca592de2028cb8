import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BackupKind, backupName, listBackups, readBackupName } from '../../../../src-main/store/backups/backup-file.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const AT = Date.parse('2026-11-03T09:05:07Z');

test('a name says what a backup is, and has no letter that a file system refuses', () => {
  const name = backupName({ number: 7, at: AT, kind: 'before-upgrade', schema: 3, records: 41_203 });
  expect(name).toBe('000007_2026-11-03T090507Z_before-upgrade_schema3_records41203.db');
  expect(name).not.toMatch(/[\\/:*?"<>|]/);
});

test('what a name says is read back from it', () => {
  fc.assert(
    fc.property(
      fc.record({
        number: fc.integer({ min: 1, max: 1e12 }),
        at: fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000),
        kind: fc.constantFrom<BackupKind>('scheduled', 'manual', 'before-restore', 'before-upgrade'),
        schema: fc.nat(),
        records: fc.nat(),
      }),
      (facts) => {
        expect(readBackupName(backupName(facts))).toEqual(facts);
      },
    ),
  );
});

test.each(['freshet.db', '7.unfinished', 'state.json', '000007_2026-13-03T090507Z_manual_schema3_records4.db', ''])(
  '%s is no backup',
  (name) => {
    expect(readBackupName(name)).toBe(null);
  },
);

test('backups are listed by their numbers, whatever the clock said, and other files are left out', () => {
  const folder = join(tempFolder(), 'backups');
  expect(listBackups(folder)).toEqual([]);
  mkdirSync(folder);
  for (const [number, at] of [
    [2, AT - 1e9],
    [10, AT],
    [1, AT + 1e9],
  ] as const)
    writeFileSync(join(folder, backupName({ number, at, kind: 'scheduled', schema: 1, records: 0 })), 'abc');
  writeFileSync(join(folder, 'notes.txt'), '');
  expect(listBackups(folder).map(({ number, bytes }) => [number, bytes])).toEqual([
    [10, 3],
    [2, 3],
    [1, 3],
  ]);
});
