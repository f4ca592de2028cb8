import { writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BackupKind } from '../../../../src-main/store/backups/backup-file.ts';
import { KEPT, KEPT_APART_MS, removeBackups, rotation } from '../../../../src-main/store/backups/rotation.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse('2026-11-20T12:00:00Z');

interface Facts {
  number: number;
  at: number;
  kind: BackupKind;
}

/** Makes a backup at each moment and lets old ones go each time, as the app does. */
function lifeOf(moments: readonly number[], kind: BackupKind = 'scheduled'): Facts[] {
  let kept: Facts[] = [];
  for (const [index, at] of moments.entries()) {
    kept.push({ number: index + 1, at, kind });
    const gone = new Set(rotation(kept, at));
    kept = kept.filter((backup) => !gone.has(backup));
  }
  return kept;
}

test('of half a year of hourly backups 24 hours, 7 days and 4 weeks are left, the newest of each', () => {
  const kept = lifeOf(Array.from({ length: 24 * 180 }, (_, hour) => NOW + hour * HOUR_MS));
  const newest = kept.at(-1)?.at ?? 0;
  expect(newest).toBe(NOW + (24 * 180 - 1) * HOUR_MS);
  const ages = kept.map(({ at }) => newest - at);
  expect(ages.filter((age) => age < 24 * HOUR_MS).length).toBe(24);
  // The newest of today and of this week are among the hours.
  expect(kept.length).toBeLessThanOrEqual(24 + 7 + 4);
  expect(new Set(kept.map(({ at }) => Math.floor(at / DAY_MS))).size).toBeGreaterThanOrEqual(7);
  expect(Math.max(...ages)).toBeGreaterThan(14 * DAY_MS);
  expect(Math.max(...ages)).toBeLessThanOrEqual(28 * DAY_MS);
});

test('backups of a week ago are kept where none was made since', () => {
  const kept = lifeOf([NOW, NOW + HOUR_MS, NOW + 200 * DAY_MS]);
  expect(kept.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('those before an upgrade or a restore and those by hand are kept for 30 days, apart from the rotation', () => {
  for (const kind of ['before-upgrade', 'before-restore', 'manual'] as const) {
    const special = { number: 1, at: NOW, kind };
    const hourly = Array.from({ length: 100 }, (_, hour) => ({ number: hour + 2, at: NOW + hour * HOUR_MS, kind: 'scheduled' as const }));
    expect(rotation([special, ...hourly], NOW + KEPT_APART_MS - 1)).not.toContain(special);
    expect(rotation([special, ...hourly], NOW + KEPT_APART_MS)).toContain(special);
  }
});

test('a clock that was a year ahead for a while does not drive out what is made afterwards', () => {
  const ahead = Array.from({ length: 5 }, (_, hour) => NOW + 365 * DAY_MS + hour * HOUR_MS);
  const after = Array.from({ length: 60 }, (_, hour) => NOW + hour * HOUR_MS);
  const kept = lifeOf([...ahead, ...after]);
  const newest = kept.filter(({ at }) => at < NOW + 100 * DAY_MS);
  expect(newest.filter(({ at }) => at > NOW + 35 * HOUR_MS).length).toBe(24);
  expect(kept.at(-1)?.number).toBe(65);
});

const facts = fc.array(
  fc.record({
    at: fc.integer({ min: NOW - 400 * DAY_MS, max: NOW + 400 * DAY_MS }),
    kind: fc.constantFrom<BackupKind>('scheduled', 'manual', 'before-restore', 'before-upgrade'),
  }),
  { maxLength: 80 },
);

test('whatever the clock did: the newest stays, no more than the rule says are kept, and asking again lets nothing more go', () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: NOW - 400 * DAY_MS, max: NOW + 400 * DAY_MS }), (made, now) => {
      const backups = made.map((each, index) => ({ number: index + 1, ...each }));
      const gone = new Set(rotation(backups, now));
      const kept = backups.filter((backup) => !gone.has(backup));
      if (backups.length > 0) expect(kept.at(-1)?.number).toBe(backups.length);
      const scheduled = kept.filter(({ kind }) => kind === 'scheduled');
      expect(scheduled.length).toBeLessThanOrEqual(KEPT.hours + KEPT.days + KEPT.weeks + 1);
      expect(rotation(kept, now)).toEqual([]);
      for (const { kind, at, number } of gone)
        if (kind !== 'scheduled') expect(number < backups.length && now - at >= KEPT_APART_MS).toBe(true);
    }),
  );
});

test('the order in which backups are listed does not matter', () => {
  fc.assert(
    fc.property(facts, (made) => {
      const backups = made.map((each, index) => ({ number: index + 1, ...each }));
      expect(rotation([...backups].reverse(), NOW)).toEqual(rotation(backups, NOW));
    }),
  );
});

test('what goes is deleted, and what is gone already is no matter', () => {
  const path = join(tempFolder(), 'a.db');
  writeFileSync(path, '');
  removeBackups([{ path }, { path: `${path}.gone` }]);
  expect(existsSync(path)).toBe(false);
});
