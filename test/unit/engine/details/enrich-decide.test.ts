import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideEnrichment, type EnrichmentFacts } from '../../../../src-main/engine/details/enrich-decide.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const LATER = NOW + 1_000;

const facts = (change: Partial<EnrichmentFacts> = {}): EnrichmentFacts => ({
  rule: { activeHours: null, quietHours: null },
  state: { paused: false, rest: null },
  source: { pausedUntil: null, obstacle: null },
  refreshing: false,
  running: false,
  due: 3,
  waiting: 4,
  nextTryAt: null,
  nextRunAt: NOW,
  hostUntil: NOW,
  quotaAt: NOW,
  shareAt: NOW,
  ...change,
});
const around = { safeMode: false, appPausedUntil: null };

const obstacle = (kind: NonNullable<EnrichmentFacts['source']['obstacle']>['kind']) => ({
  pausedUntil: null,
  obstacle: { kind, until: LATER },
});

test.each<[string, Partial<EnrichmentFacts>, string, number]>([
  ['nothing in the way', {}, 'due', NOW],
  ['a run goes on', { running: true, nextRunAt: LATER }, 'fetching', NOW],
  ['a run was a moment ago', { nextRunAt: LATER }, 'next-run', LATER],
  ['nothing waits', { waiting: 0, due: 0, nextTryAt: LATER }, 'all-answered', Infinity],
  ['all that waits was tried', { due: 0, nextTryAt: LATER }, 'next-try', LATER],
  ['paused by the user', { state: { paused: true, rest: null } }, 'paused', Infinity],
  ['the source is paused', { source: { pausedUntil: LATER, obstacle: null } }, 'source-paused', LATER],
  ['the last refresh failed', { source: obstacle('backing-off') }, 'source-resting', LATER],
  ['the credentials of the source were refused', { source: obstacle('needs-fix') }, 'source-resting', LATER],
  ['a refresh was stopped by hand', { source: obstacle('cancelled') }, 'due', NOW],
  ['the server said to wait', { state: { paused: false, rest: { kind: 'server-said-wait', until: LATER } } }, 'server-said-wait', LATER],
  ['that is over', { state: { paused: false, rest: { kind: 'server-said-wait', until: NOW } } }, 'due', NOW],
  ['the host is in trouble', { hostUntil: LATER }, 'host-in-trouble', LATER],
  ['a refresh runs', { refreshing: true }, 'refreshing', Infinity],
  ['the quota is spent', { quotaAt: LATER }, 'quota-spent', LATER],
  ['the share is spent', { shareAt: LATER, running: true }, 'share-spent', LATER],
  [
    'quiet hours',
    { rule: { activeHours: null, quietHours: { days: ['fri'], from: '11:00', to: '13:00', timeZone: 'UTC' } } },
    'outside-hours',
    NOW + 3_600_000,
  ],
])('%s', (_when, change, reason, nextAt) => {
  expect(decideEnrichment(facts(change), around, NOW)).toEqual({ fetches: reason === 'due' || reason === 'fetching', reason, nextAt });
});

test('safe mode and a pause of the app stop details', () => {
  expect(decideEnrichment(facts(), { safeMode: true, appPausedUntil: null }, NOW).reason).toBe('safe-mode');
  expect(decideEnrichment(facts(), { safeMode: false, appPausedUntil: LATER }, NOW)).toMatchObject({ reason: 'app-paused', nextAt: LATER });
});

test('whatever the facts, it either fetches now or names a later moment, so that nobody asks again and again', () => {
  const moment = fc.constantFrom(-Infinity, NOW - 1, NOW, LATER, Infinity);
  const arbitrary = fc.record({
    rule: fc.constant({ activeHours: null, quietHours: null }),
    state: fc.record({
      paused: fc.boolean(),
      rest: fc.option(fc.record({ kind: fc.constantFrom('needs-fix' as const, 'backing-off' as const), until: moment })),
    }),
    source: fc.record({
      pausedUntil: fc.option(moment),
      obstacle: fc.option(fc.record({ kind: fc.constantFrom('needs-fix' as const, 'cancelled' as const), until: moment })),
    }),
    refreshing: fc.boolean(),
    running: fc.boolean(),
    due: fc.nat(2),
    waiting: fc.nat(2),
    nextTryAt: fc.option(fc.constantFrom(LATER, LATER + 1)),
    nextRunAt: moment,
    hostUntil: moment,
    quotaAt: moment,
    shareAt: moment,
  });
  fc.assert(
    fc.property(arbitrary, (given) => {
      const verdict = decideEnrichment(given, around, NOW);
      expect(verdict.fetches).toBe(verdict.nextAt <= NOW);
      if (verdict.fetches) expect(given.state.paused || given.refreshing || given.due === 0 || given.shareAt > NOW).toBe(false);
    }),
  );
});
