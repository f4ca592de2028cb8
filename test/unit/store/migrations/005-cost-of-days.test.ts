import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { costOfDays } from '../../../../src-main/store/migrations/005-cost-of-days.ts';
import { migrations } from '../../../../src-main/store/migrations/index.ts';

const AT = Date.parse('2026-11-20T23:59:00Z');

/** A database as it was before days had a cost, with these days and calls of one source. */
function migrated(days: readonly { day: string; calls: number; fixed: number }[], calls: readonly { at: number; cost: number }[]) {
  const db = new Database(':memory:');
  for (const migration of migrations.slice(0, migrations.indexOf(costOfDays))) db.exec(migration.sql);
  db.exec("INSERT INTO sources (row, id, origin, config, created_at) VALUES (1, 'odds', 'app', '{}', 0)");
  for (const { day, calls: made, fixed } of days)
    db.prepare('INSERT INTO days (source_row, day, calls, fixed_calls) VALUES (1, ?, ?, ?)').run(day, made, fixed);
  for (const { at, cost } of calls) db.prepare('INSERT INTO calls (source_row, at, cost) VALUES (1, ?, ?)').run(at, cost);
  db.exec(costOfDays.sql);
  return db.prepare('SELECT day, cost, fixed_cost AS fixedCost FROM days ORDER BY day').all();
}

test('a day costs what the calls that are still in the ledger cost, and fixed polling as much for each of its calls', () => {
  const calls = [
    { at: AT, cost: 6 },
    { at: AT + 30_000, cost: 2 },
    { at: AT + 60_000, cost: 3 },
  ];
  const days = [
    { day: '2026-11-20', calls: 2, fixed: 288 },
    { day: '2026-11-21', calls: 1, fixed: 10 },
  ];
  expect(migrated(days, calls)).toEqual([
    { day: '2026-11-20', cost: 8, fixedCost: 1152 },
    { day: '2026-11-21', cost: 3, fixedCost: 30 },
  ]);
});

test('calls that the ledger has forgotten cost 1 each, as all did then', () => {
  const days = [
    { day: '2026-09-01', calls: 33, fixed: 288 },
    { day: '2026-11-20', calls: 3, fixed: 288 },
  ];
  expect(migrated(days, [{ at: AT, cost: 1 }])).toEqual([
    { day: '2026-09-01', cost: 33, fixedCost: 288 },
    { day: '2026-11-20', cost: 3, fixedCost: 288 },
  ]);
});

test('a day without calls costs nothing, and calls that a clock moved to another day take nothing away', () => {
  const days = [
    { day: '2026-11-19', calls: 0, fixed: 288 },
    { day: '2026-11-20', calls: 1, fixed: 0 },
  ];
  const calls = [
    { at: AT, cost: 1 },
    { at: AT, cost: 1 },
  ];
  expect(migrated(days, calls)).toEqual([
    { day: '2026-11-19', cost: 0, fixedCost: 288 },
    { day: '2026-11-20', cost: 2, fixedCost: 0 },
  ]);
});
