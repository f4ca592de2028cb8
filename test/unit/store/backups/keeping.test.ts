import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BACKUP_EVERY_MS,
  CHECK_EVERY_MS,
  DRILL_EVERY_MS,
  dueChore,
  type KeepingFacts,
  RETRY_AFTER_MS,
} from '../../../../src-main/store/backups/keeping.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const facts = (change: Partial<KeepingFacts> = {}): KeepingFacts => ({
  changed: false,
  hasBackup: true,
  backedUpAt: NOW,
  checkedAt: NOW,
  drilledAt: NOW,
  since: NOW,
  failedAt: {},
  ...change,
});

test('what has changed is backed up at once the first time, and an hour after the last backup from then on', () => {
  expect(dueChore(facts({ changed: true, backedUpAt: null }), NOW)).toBe('backup');
  expect(dueChore(facts({ changed: true }), NOW + BACKUP_EVERY_MS - 1)).toBe(null);
  expect(dueChore(facts({ changed: true }), NOW + BACKUP_EVERY_MS)).toBe('backup');
  expect(dueChore(facts(), NOW + BACKUP_EVERY_MS)).toBe(null);
});

test('everything is checked a week after the first start and every week', () => {
  expect(dueChore(facts({ checkedAt: null }), NOW + CHECK_EVERY_MS - 1)).toBe(null);
  expect(dueChore(facts({ checkedAt: null }), NOW + CHECK_EVERY_MS)).toBe('check');
  expect(dueChore(facts(), NOW + CHECK_EVERY_MS)).toBe('check');
});

test('the newest backup is tried every 30 days, where there is one', () => {
  const now = NOW + DRILL_EVERY_MS;
  expect(dueChore(facts({ checkedAt: now }), now)).toBe('drill');
  expect(dueChore(facts({ checkedAt: now, hasBackup: false }), now)).toBe(null);
});

test('what failed is tried again after ten minutes and does not keep the rest from being done', () => {
  const now = NOW + DRILL_EVERY_MS;
  expect(dueChore(facts({ changed: true, failedAt: { backup: now - RETRY_AFTER_MS + 1 } }), now)).toBe('check');
  expect(dueChore(facts({ changed: true, failedAt: { backup: now - RETRY_AFTER_MS } }), now)).toBe('backup');
});

test('a clock that was set back keeps nothing from being done: what lies ahead says nothing', () => {
  const before = NOW - 365 * 86_400_000;
  expect(dueChore(facts({ changed: true }), before)).toBe('backup');
  expect(dueChore(facts({ changed: true, failedAt: { backup: NOW } }), before)).toBe('backup');
});

test('at every moment something is due or nothing, and once all has just been done nothing is', () => {
  const moment = fc.option(fc.integer({ min: 0, max: 2 * NOW }));
  fc.assert(
    fc.property(
      fc.boolean(),
      moment,
      moment,
      moment,
      fc.integer({ min: 0, max: 2 * NOW }),
      (changed, backedUpAt, checkedAt, drilledAt, now) => {
        expect([null, 'backup', 'check', 'drill']).toContain(dueChore(facts({ changed, backedUpAt, checkedAt, drilledAt }), now));
        expect(dueChore(facts({ changed, backedUpAt: now, checkedAt: now, drilledAt: now }), now)).toBe(null);
      },
    ),
  );
});
