import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallLogs } from '../../../../src-main/engine/quota/call-logs.ts';
import { expectedCost } from '../../../../src-main/engine/quota/cost.ts';
import { type Booked, ledgerFor } from '../../../../src-main/engine/calls/ledger.ts';
import { openEntry, type SourceEntry } from '../../../../src-main/engine/source-entry.ts';
import { buildRequest } from '../../../../src-main/connectors/json-api.ts';
import { Store } from '../../../../src-main/store/store.ts';
import { type QuotaWindow, sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { SimClock } from '../../../support/sim-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SLIDING_MS = { second: 1_000, minute: MINUTE, 'quarter-hour': 15 * MINUTE, hour: HOUR, day: DAY, month: 31 * DAY };

const zone = fc.constantFrom('UTC', 'Pacific/Auckland', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
const window: fc.Arbitrary<QuotaWindow> = fc.record({
  limit: fc.integer({ min: 1, max: 24 }),
  per: fc.constantFrom('minute', 'quarter-hour', 'hour', 'day', 'month'),
  align: fc.constantFrom('clock', 'sliding'),
  timeZone: zone,
});
const cost = fc.constantFrom(1, 0.5, 3, { expression: 'page + 1' }, { header: 'x-cost', expected: 4 });
const quota = fc.record({
  windows: fc.array(window, { minLength: 1, maxLength: 3 }),
  reserveForManualPercent: fc.constantFrom(0, 10, 50),
  spread: fc.constantFrom('usual-hours', 'even', 'none'),
  budget: fc.option(fc.record({ perMonth: fc.integer({ min: 5, max: 40 }), unit: fc.constant('calls'), timeZone: zone }), {
    nil: undefined,
  }),
});

/** Two sources that share a key and a third by itself. */
const KEYS = ['k', 'k', undefined];

type Step =
  | { kind: 'call'; source: number; asked: boolean; page: number; told: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'set back'; ms: number }
  | { kind: 'restart' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('call'),
      source: fc.integer({ min: 0, max: 2 }),
      asked: fc.boolean(),
      page: fc.integer({ min: 0, max: 3 }),
      told: fc.integer({ min: 0, max: 4 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('pass'),
      ms: fc.oneof(fc.integer({ min: 0, max: 2 * MINUTE }), fc.integer({ min: 0, max: 3 * HOUR }), fc.integer({ min: 0, max: 3 * DAY })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('set back'), ms: fc.integer({ min: 3_000, max: 2 * DAY }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart') }) },
);

interface Arrived {
  source: number;
  /** By the clock of the computer; pulled back when that is set back. */
  at: number;
  /** By a clock that nobody sets. */
  elapsedMs: number;
  cost: number;
}

/** Names the window that holds a moment, by nothing but what a calendar shows there. */
function windowName({ per, timeZone = 'UTC' }: QuotaWindow, at: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  const [date = '', time = ''] = parts.split(', ');
  if (per === 'month') return date.slice(3);
  if (per === 'day') return date;
  // The hour that comes twice counts twice, so it needs its offset too; windows of minutes are the same everywhere.
  const offset = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(at).split('GMT')[1] ?? '';
  return per === 'hour' ? `${date} ${time.slice(0, 2)} ${offset}` : String(Math.floor(at / SLIDING_MS[per]));
}

function spentIn(calls: readonly Arrived[], limit: QuotaWindow, last: Arrived): number {
  const isIn =
    limit.align === 'clock' || limit.per === 'month'
      ? (call: Arrived) => windowName(limit, call.at) === windowName(limit, last.at)
      : (call: Arrived) => call.elapsedMs > last.elapsedMs - SLIDING_MS[limit.per];
  return calls.filter(isIn).reduce((sum, call) => sum + call.cost, 0);
}

test('no limit is exceeded, whatever is called and asked for, over restarts and clocks that are set back', async () => {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'freshet-limits-'));
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(quota, quota),
      fc.array(cost, { minLength: 3, maxLength: 3 }),
      fc.constantFrom('2026-11-20T12:00Z', '2026-03-08T04:00Z', '2026-10-31T22:00Z', '2026-09-26T10:00Z', '2026-04-04T12:00Z'),
      fc.array(step, { minLength: 20, maxLength: 80 }),
      async (quotas, costs, startIso, steps) => {
        const clock = new SimClock(startIso);
        const file = join(folder, `${(run += 1)}.db`);
        let elapsedMs = 0;
        let store = new Store(file);
        const configs = KEYS.map((key, index) =>
          sourceConfigSchema.parse({
            id: `s${index}`,
            name: 'Source',
            url: 'https://api.example.com',
            policy: { preset: 'manual' },
            quota: { ...quotas[index === 2 ? 1 : 0], cost: costs[index], ...(key === undefined ? {} : { key }) },
          }),
        );
        for (const config of configs) store.sources.add(config, 'app', clock.now());
        const open = (): SourceEntry[] => {
          const logs = new CallLogs(store, () => []);
          const all = store.sources.all();
          return all.map((stored) => openEntry(store, stored, logs.meterOf(stored, all, clock.now()), clock.now()));
        };
        let entries = open();
        const arrived: Arrived[] = [];
        for (const each of steps) {
          if (each.kind === 'pass') {
            elapsedMs += each.ms;
            await clock.advance(each.ms);
          } else if (each.kind === 'set back') {
            clock.setWall(-each.ms);
            for (const entry of entries) entry.meter.clockMovedBack(clock.now());
            for (const call of arrived) call.at = Math.min(call.at, clock.now());
          } else if (each.kind === 'restart') {
            store.close();
            store = new Store(file);
            entries = open();
          } else {
            const entry = entries[each.source];
            if (entry === undefined) continue;
            const now = clock.now();
            const allowed = entry.meter.allowedAt(now, expectedCost(entry));
            if (!each.asked && Math.max(allowed.scheduledAt, allowed.spreadAt) > now) continue;
            const ledger = ledgerFor({ clock, store }, entry, each.asked, null);
            const request = buildRequest(entry.config, null, { index: each.page, next: null, offset: 0 });
            const booked: Booked = await ledger.begin(request);
            if ('until' in booked) {
              expect(booked.until).toBeGreaterThan(now);
              continue;
            }
            const setting = entry.config.quota.cost;
            const call = { source: each.source, at: now, elapsedMs, cost: 0 };
            call.cost = typeof setting === 'number' ? setting : 'expression' in setting ? each.page + 1 : setting.expected;
            arrived.push(call);
            const sharing = arrived.filter((other) => KEYS[other.source] === KEYS[each.source]);
            const { windows, budget, reserveForManualPercent } = entry.config.quota;
            const wished: QuotaWindow[] =
              budget === undefined ? [] : [{ limit: budget.perMonth, per: 'month', align: 'clock', timeZone: budget.timeZone ?? 'UTC' }];
            for (const limit of [...windows, ...wished]) {
              const reserved = each.asked ? 0 : Math.floor((limit.limit * reserveForManualPercent) / 100);
              expect(spentIn(sharing, limit, call)).toBeLessThanOrEqual(limit.limit - reserved);
            }
            // An answer may say that its call cost less than it was taken to.
            if (typeof setting !== 'number' && 'header' in setting) {
              ledger.end('row' in booked ? booked.row : 0, 200, 0, new Headers({ 'x-cost': String(each.told) }));
              ledger.flush();
              entry.state = { ...entry.state, learnedCost: null };
              call.cost = each.told;
            }
          }
        }
        store.close();
      },
    ),
    { numRuns: 150 },
  );
  rmSync(folder, { recursive: true, force: true });
}, 120_000);
