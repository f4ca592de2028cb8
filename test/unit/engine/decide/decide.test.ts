import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { decide, isDueForPress, type SourceFacts, type Surroundings } from '../../../../src-main/engine/decide/decide.ts';
import { policySchema, type Reason, ruleOf } from '../../../../src-preload/contract/index.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE = 60_000;

const rule = (policy: z.input<typeof policySchema>) => ruleOf(policySchema.parse(policy));
const smart = rule({ preset: 'smart' });
const facts = (change: Partial<SourceFacts> = {}): SourceFacts => ({
  rule: smart,
  share: 0,
  checkedAt: NOW - 5 * MINUTE,
  failures: 0,
  obstacle: null,
  pausedUntil: null,
  running: false,
  askedAt: null,
  quota: { scheduledAt: NOW, askedAt: NOW },
  hostUntil: NOW,
  freshUntil: null,
  events: null,
  push: null,
  ...change,
});
const around = (change: Partial<Surroundings> = {}): Surroundings => ({
  active: true,
  lookingSince: NOW,
  resumedAt: null,
  appPausedUntil: null,
  safeMode: false,
  saving: false,
  startedAt: -Infinity,
  ...change,
});
const nobody = around({ active: false, lookingSince: null });

describe('by the smart rule', () => {
  test.each([
    ['nobody looks', facts({ checkedAt: NOW - 10 * 3600_000 }), nobody, 'wait', 'nobody-looking', Infinity],
    ['nothing was fetched and nobody looks', facts({ checkedAt: null }), nobody, 'wait', 'nobody-looking', Infinity],
    ['nothing was fetched and somebody looks', facts({ checkedAt: null }), around(), 'refresh', 'never-fetched', NOW],
    ['data of 5 min on opening', facts(), around(), 'wait', 'fresh', NOW + 10 * MINUTE],
    ['data of exactly 15 min on opening', facts({ checkedAt: NOW - 15 * MINUTE }), around(), 'wait', 'young-on-open', NOW + 15 * MINUTE],
    ['data of exactly 30 min on opening', facts({ checkedAt: NOW - 30 * MINUTE }), around(), 'refresh', 'due-while-active', NOW],
    ['data of over 30 min on opening', facts({ checkedAt: NOW - 30 * MINUTE - 1 }), around(), 'refresh', 'stale-on-open', NOW],
    [
      'data of 15 min while somebody has looked since before',
      facts({ checkedAt: NOW - 15 * MINUTE }),
      around({ lookingSince: NOW - 20 * MINUTE }),
      'refresh',
      'due-while-active',
      NOW,
    ],
    [
      'data of 20 min after waking up',
      facts({ checkedAt: NOW - 20 * MINUTE }),
      around({ resumedAt: NOW }),
      'refresh',
      'due-after-resume',
      NOW,
    ],
    [
      'data of 10 min after waking up',
      facts({ checkedAt: NOW - 10 * MINUTE }),
      around({ resumedAt: NOW }),
      'wait',
      'fresh',
      NOW + 5 * MINUTE,
    ],
    ['data from the future', facts({ checkedAt: NOW + 3600_000 }), around(), 'refresh', 'clock-moved-back', NOW],
  ] as const)('%s', (_name, given, surroundings, action, reason, dueAt) => {
    expect(decide(given, surroundings, NOW)).toMatchObject({ action, reason, dueAt });
  });
});

describe('a refresh that was lost in a crash', () => {
  const manual = rule({ preset: 'manual' });
  test('is done again at once, whatever the rule, and whoever looks', () => {
    for (const each of [smart, manual]) {
      expect(decide(facts({ rule: each, lost: true }), nobody, NOW)).toMatchObject({
        action: 'refresh',
        reason: 'lost-in-crash',
        trigger: 'startup',
      });
    }
  });

  test('is not done again against a pause, a quota or the word of the server', () => {
    const later = NOW + MINUTE;
    expect(decide(facts({ lost: true, pausedUntil: later }), nobody, NOW)).toMatchObject({ action: 'wait', reason: 'paused' });
    expect(decide(facts({ lost: true, quota: { scheduledAt: later, askedAt: later } }), nobody, NOW)).toMatchObject({
      action: 'wait',
      reason: 'quota-spent',
      dueAt: later,
    });
    expect(decide(facts({ lost: true, obstacle: { kind: 'server-said-wait', until: later } }), nobody, NOW)).toMatchObject({
      reason: 'server-said-wait',
    });
  });
});

describe('what stands in the way of a scheduled call', () => {
  const due = { checkedAt: NOW - 3600_000 };
  const later = NOW + 7 * MINUTE;
  test.each([
    ['a pause of the source', facts({ ...due, pausedUntil: later }), around(), 'paused', later],
    ['a pause of the app', facts(due), around({ appPausedUntil: later }), 'app-paused', later],
    ['a mistake that needs the user', facts({ ...due, obstacle: { kind: 'needs-fix', until: Infinity } }), around(), 'needs-fix', Infinity],
    ["the server's word", facts({ ...due, obstacle: { kind: 'server-said-wait', until: later } }), around(), 'server-said-wait', later],
    [
      'a rest after a failure',
      facts({ ...due, failures: 1, obstacle: { kind: 'backing-off', until: later } }),
      around(),
      'backing-off',
      later,
    ],
    ['a spent quota', facts({ ...due, quota: { scheduledAt: later, askedAt: NOW } }), around(), 'quota-spent', later],
    ['safe mode', facts(due), around({ safeMode: true }), 'safe-mode', Infinity],
    ['a refresh that runs', facts({ ...due, running: true }), around(), 'refreshing', Infinity],
  ] as const)('%s', (_name, given, surroundings, reason, dueAt) => {
    expect(decide(given, surroundings, NOW)).toMatchObject({ action: 'wait', reason, dueAt });
  });

  test('a rest that is over is followed by another try', () => {
    const given = facts({ ...due, failures: 2, obstacle: { kind: 'backing-off', until: NOW } });
    expect(decide(given, around(), NOW)).toMatchObject({ action: 'refresh', reason: 'retry-due' });
  });

  describe('a plan that spreads the quota', () => {
    const held = { scheduledAt: NOW, askedAt: NOW, spreadAt: later };

    test('holds a scheduled call back, and is not asked about a press', () => {
      expect(decide(facts({ ...due, quota: held }), around(), NOW)).toMatchObject({
        action: 'wait',
        reason: 'quota-spread',
        dueAt: later,
        judgeAt: later,
        until: later,
      });
      expect(decide(facts({ ...due, quota: held }), around(), NOW, 'normal')).toMatchObject({ action: 'refresh', reason: 'asked' });
      expect(decide(facts({ ...due, quota: { ...held, spreadAt: NOW } }), around(), NOW).action).toBe('refresh');
    });

    test('says why the next call is late while the data is fresh, too', () => {
      const until = NOW + 60 * MINUTE;
      expect(decide(facts({ quota: { ...held, spreadAt: until } }), around(), NOW)).toMatchObject({ reason: 'quota-spread', dueAt: until });
      expect(decide(facts({ quota: { ...held, spreadAt: NOW + 1_000 } }), around(), NOW).reason).toBe('fresh');
    });

    test('comes after a quota that is spent', () => {
      expect(decide(facts({ ...due, quota: { ...held, scheduledAt: later } }), around(), NOW).reason).toBe('quota-spent');
    });

    test('does not keep a new source empty', () => {
      expect(decide(facts({ checkedAt: null, quota: held }), around(), NOW)).toMatchObject({ action: 'refresh', reason: 'never-fetched' });
    });

    test('does not leave a gap in what is pushed', () => {
      const push = { connected: true, missedAt: NOW, listedAt: NOW - MINUTE, connectingUntil: null };
      expect(decide(facts({ push, quota: held }), around(), NOW)).toMatchObject({ action: 'refresh', reason: 'push-missed' });
    });
  });

  test('fresh data under a spent quota is fresh, and due when calls are allowed again', () => {
    const given = facts({ quota: { scheduledAt: NOW + 3600_000, askedAt: NOW } });
    expect(decide(given, around(), NOW)).toMatchObject({ reason: 'fresh', dueAt: NOW + 3600_000, judgeAt: NOW + 10 * MINUTE });
  });
});

describe('when asked', () => {
  const later = NOW + MINUTE;
  test.each([
    ['nothing in the way', facts(), around(), 'normal', 'refresh', 'asked'],
    ['by force', facts(), around(), 'force', 'refresh', 'forced'],
    ['while paused', facts({ pausedUntil: Infinity }), around({ appPausedUntil: Infinity }), 'normal', 'refresh', 'asked'],
    ['while it rests after failures', facts({ obstacle: { kind: 'backing-off', until: later } }), nobody, 'normal', 'refresh', 'asked'],
    ['while it needs a fix', facts({ obstacle: { kind: 'needs-fix', until: Infinity } }), nobody, 'normal', 'refresh', 'asked'],
    ['while it runs', facts({ running: true }), around(), 'force', 'join', 'refreshing'],
    ['499 ms after the last press', facts({ askedAt: NOW - 499 }), around(), 'normal', 'join', 'just-asked'],
    ['500 ms after the last press', facts({ askedAt: NOW - 500 }), around(), 'normal', 'refresh', 'asked'],
    [
      'when the server said to wait',
      facts({ obstacle: { kind: 'server-said-wait', until: later } }),
      around(),
      'force',
      'refuse',
      'server-said-wait',
    ],
    ['when only the reserve is left', facts({ quota: { scheduledAt: later, askedAt: NOW } }), around(), 'normal', 'refresh', 'asked'],
    ['when the reserve is spent too', facts({ quota: { scheduledAt: later, askedAt: later } }), around(), 'force', 'refuse', 'quota-spent'],
    ['in safe mode', facts(), around({ safeMode: true }), 'force', 'refuse', 'safe-mode'],
  ] as const)('%s', (_name, given, surroundings, mode, action, reason) => {
    expect(decide(given, surroundings, NOW, mode)).toMatchObject({ action, reason });
  });
});

const moment = fc.integer({ min: NOW - 100 * 3600_000, max: NOW + 100 * 3600_000 });
const until = fc.option(fc.oneof(moment, fc.constant(Infinity)), { nil: null });
const seconds = fc.integer({ min: 5, max: 9_000 });
const hours = fc.constantFrom(
  { from: '08:00', to: '18:00', timeZone: 'UTC' },
  { from: '22:30', to: '06:15', timeZone: 'Europe/Berlin' },
  { days: ['mon' as const], from: '00:00', to: '00:00' },
);
const mix = fc.record(
  {
    whileIdleSeconds: seconds,
    onOpenSeconds: seconds,
    activeHours: hours,
    quietHours: hours,
    follow: fc.constantFrom({}, { before: [], liveEverySeconds: 5 }, { before: [{ withinSeconds: 86_400, everySeconds: 60 }] }),
    slowerWhenSaving: fc.integer({ min: 1, max: 10 }),
  },
  { requiredKeys: [] },
);
const anyRule = fc
  .tuple(
    fc.oneof(
      fc.record({ preset: fc.constant('smart' as const), whileActiveSeconds: seconds, staleOnOpenSeconds: seconds }),
      fc.record({ preset: fc.constant('sync' as const), everySeconds: seconds, ttlSeconds: seconds }),
      fc.record({ preset: fc.constant('prewarm' as const), ttlSeconds: seconds, leadSeconds: seconds }),
      fc.record({ preset: fc.constant('cache' as const), ttlSeconds: seconds }),
      fc.record({ preset: fc.constant('fixed' as const), everySeconds: seconds }),
      fc.record({ preset: fc.constant('cron' as const), expression: fc.constantFrom('*/5 * * * *', '0 8-18 * * mon-fri', '0 0 29 2 *') }),
      fc.record({ preset: fc.constant('realtime' as const), fallbackSeconds: seconds, checkSeconds: seconds }),
      fc.record({ preset: fc.constant('manual' as const), staleSeconds: seconds }),
    ),
    mix,
  )
  .map(([policy, more]) => rule({ ...policy, ...more } as z.input<typeof policySchema>));
const anyFacts: fc.Arbitrary<SourceFacts> = fc.record({
  rule: anyRule,
  share: fc.double({ min: 0, max: 0.999, noNaN: true }),
  checkedAt: fc.option(moment, { nil: null }),
  failures: fc.integer({ min: 0, max: 30 }),
  obstacle: fc.option(
    fc.record({
      kind: fc.constantFrom(
        'needs-fix' as const,
        'server-said-wait' as const,
        'backing-off' as const,
        'quarantined' as const,
        'cancelled' as const,
      ),
      until: fc.oneof(moment, fc.constant(Infinity)),
    }),
    { nil: null },
  ),
  pausedUntil: until,
  running: fc.boolean(),
  askedAt: fc.option(moment, { nil: null }),
  quota: fc.record(
    {
      scheduledAt: fc.integer({ min: NOW, max: NOW + 3600_000 }),
      askedAt: fc.integer({ min: NOW, max: NOW + 3600_000 }),
      spreadAt: fc.integer({ min: NOW, max: NOW + 3600_000 }),
    },
    { requiredKeys: ['scheduledAt', 'askedAt'] },
  ),
  hostUntil: fc.integer({ min: NOW - 3600_000, max: NOW + 3600_000 }),
  freshUntil: fc.option(moment, { nil: null }),
  push: fc.option(
    fc.record({
      connected: fc.boolean(),
      missedAt: fc.option(moment, { nil: null }),
      listedAt: fc.option(moment, { nil: null }),
      connectingUntil: fc.option(moment, { nil: null }),
    }),
    { nil: null },
  ),
  events: fc.option(fc.record({ nextAt: fc.option(moment, { nil: null }), liveUntil: fc.option(moment, { nil: null }) }), { nil: null }),
});
const anySurroundings: fc.Arbitrary<Surroundings> = fc
  .record({
    active: fc.boolean(),
    since: fc.integer({ min: NOW - 3600_000, max: NOW }),
    resumedAt: fc.option(fc.integer({ min: NOW - 3600_000, max: NOW }), { nil: null }),
    appPausedUntil: until,
    safeMode: fc.boolean(),
    saving: fc.boolean(),
    startedAt: fc.integer({ min: NOW - 3600_000, max: NOW }),
  })
  .map(({ since, ...rest }) => ({ ...rest, lookingSince: rest.active ? since : null }));

/** Whether a wait for that reason may have no end by itself. */
function endless(reason: Reason, until: number | null): boolean {
  return (
    ['nobody-looking', 'manual-only', 'refreshing', 'safe-mode', 'fresh', 'outside-hours', 'pushed'].includes(reason) || until === Infinity
  );
}

test('every combination of facts gives a verdict that is consistent in itself', () => {
  fc.assert(
    fc.property(
      anyFacts,
      anySurroundings,
      fc.constantFrom(undefined, 'normal' as const, 'force' as const),
      (given, surroundings, asked) => {
        const verdict = decide(given, surroundings, NOW, asked);
        if (given.running) expect(verdict.action).not.toBe('refresh');
        if (surroundings.safeMode) expect(verdict.action).not.toBe('refresh');
        if (verdict.action === 'wait') {
          expect(verdict.dueAt).toBeGreaterThan(NOW);
          expect(verdict.judgeAt).toBeGreaterThan(NOW);
          expect(verdict.judgeAt).toBeLessThanOrEqual(Math.max(verdict.dueAt, verdict.until ?? 0));
        }
        if (verdict.action === 'refresh' && asked === undefined) expect(given.quota.scheduledAt).toBe(NOW);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a verdict to wait holds until the moment that it names', () => {
  fc.assert(
    fc.property(anyFacts, anySurroundings, fc.double({ min: 0, max: 0.999, noNaN: true }), (given, surroundings, share) => {
      const verdict = decide(given, surroundings, NOW);
      fc.pre(verdict.action === 'wait' && Number.isFinite(verdict.judgeAt));
      const between = Math.floor(NOW + (verdict.judgeAt - NOW) * share);
      // A future stamp becomes a past one as time goes by, which is another fact.
      fc.pre(given.checkedAt === null || given.checkedAt <= NOW);
      expect(decide(given, surroundings, between).action).toBe('wait');
    }),
    { numRuns: 1_000 },
  );
}, 30_000);

test('the same facts give the same verdict, and none is changed by asking', () => {
  fc.assert(
    fc.property(
      anyFacts,
      anySurroundings,
      fc.constantFrom(undefined, 'normal' as const, 'force' as const),
      (given, surroundings, asked) => {
        const copy = structuredClone(given);
        const verdict = decide(given, surroundings, NOW, asked);
        expect(given).toEqual(copy);
        expect(decide(copy, { ...surroundings }, NOW, asked)).toEqual(verdict);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('whoever waits until he is told to comes to a refresh or to what has no end, in a few steps and never before it was due', () => {
  fc.assert(
    fc.property(anyFacts, anySurroundings, (given, surroundings) => {
      fc.pre(given.checkedAt === null || given.checkedAt <= NOW);
      const first = decide(given, surroundings, NOW);
      let now = NOW;
      for (let step = 0; step < 30; step += 1) {
        const verdict = decide(given, surroundings, now);
        if (verdict.action === 'refresh') {
          expect(now).toBeGreaterThanOrEqual(first.dueAt === Infinity ? NOW : first.dueAt);
          return;
        }
        if (verdict.judgeAt === Infinity) {
          expect([verdict.dueAt, endless(verdict.reason, verdict.until)]).toEqual([Infinity, true]);
          return;
        }
        expect(verdict.judgeAt).toBeGreaterThan(now);
        now = verdict.judgeAt;
      }
      throw new Error('thirty steps brought nothing');
    }),
    { numRuns: 2_000 },
  );
}, 30_000);

test('a press for what is due is meant for the old, the failed and the never fetched', () => {
  expect(isDueForPress(facts(), NOW)).toBe(false);
  expect(isDueForPress(facts({ checkedAt: NOW - 15 * MINUTE }), NOW)).toBe(true);
  expect(isDueForPress(facts({ failures: 1 }), NOW)).toBe(true);
  expect(isDueForPress(facts({ checkedAt: null }), NOW)).toBe(true);
});
