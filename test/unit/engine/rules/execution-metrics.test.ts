import { describe, expect, test } from 'vitest';
import type { FreshnessState, Reason } from '../../../../src-preload/contract/index.ts';
import { makeRig } from '../../../support/engine.ts';
import { momentOf, type Story, Storyteller } from '../../../support/story.ts';

// The execution metrics: a sync every 10 minutes whether anybody looks or not, and results that are good for 15 minutes.

const sync = { policy: { preset: 'sync' as const } };

interface Row {
  rule: string;
  given: Story;
  at: string;
  then: 'refresh' | 'wait';
  reason: Reason;
  next: string;
  says: string;
}

const rows: Row[] = [
  {
    rule: 'a source that is new is synced at once',
    given: [],
    at: '11:00',
    then: 'refresh',
    reason: 'never-fetched',
    next: '11:10',
    says: 'Refreshed: nothing had been fetched with these settings yet',
  },
  {
    rule: 'nothing happens before 10 minutes are over',
    given: [],
    at: '11:09:59.999',
    then: 'wait',
    reason: 'fresh',
    next: '11:10',
    says: 'Refreshes at 2026-11-20 11:10 UTC: every 10 min',
  },
  {
    rule: 'data of 10 minutes is synced, though nobody looks',
    given: [],
    at: '11:10',
    then: 'refresh',
    reason: 'due-on-interval',
    next: '11:20',
    says: 'Refreshed: the data was 10 min old, and every 10 min is the rule',
  },
  {
    rule: 'data of 10 minutes is synced while somebody looks, for no other reason',
    given: [['11:05', 'opens']],
    at: '11:10',
    then: 'refresh',
    reason: 'due-on-interval',
    next: '11:20',
    says: 'Refreshed: the data was 10 min old, and every 10 min is the rule',
  },
  {
    rule: 'opening costs no call: the next sync is soon enough',
    given: [['11:09', 'opens']],
    at: '11:09',
    then: 'wait',
    reason: 'fresh',
    next: '11:10',
    says: 'Refreshes at 2026-11-20 11:10 UTC: every 10 min',
  },
  {
    rule: 'a press moves the next sync',
    given: [['11:04', 'fetched']],
    at: '11:10',
    then: 'wait',
    reason: 'fresh',
    next: '11:14',
    says: 'Refreshes at 2026-11-20 11:14 UTC: every 10 min',
  },
  {
    rule: 'after an hour asleep one sync follows, not six, after its own share of half a minute: 3.731 s',
    given: [
      ['11:01', 'falls asleep'],
      ['12:00', 'wakes up'],
    ],
    at: '12:00:30',
    then: 'wait',
    reason: 'fresh',
    next: '12:10:03.731',
    says: 'Refreshes at 2026-11-20 12:10 UTC: every 10 min',
  },
  {
    rule: 'a restart within the interval costs no call',
    given: [['11:05', 'restarts']],
    at: '11:09:59',
    then: 'wait',
    reason: 'fresh',
    next: '11:10',
    says: 'Refreshes at 2026-11-20 11:10 UTC: every 10 min',
  },
];

test.each(rows)('$rule', async ({ given, at, then, reason, next, says }) => {
  const rig = await makeRig({ startIso: '2026-11-20T11:00:00.000Z' });
  await rig.add(sync);
  await rig.idle();
  const teller = new Storyteller(rig);
  await teller.live(given);
  await teller.passTo(momentOf(at));
  await rig.idle();
  expect(teller.seen()).toEqual({ action: then, reason, next, says });
});

describe('what is worked out from a sync is good for 15 minutes', () => {
  test.each<[at: string, ageMinutes: string, state: FreshnessState]>([
    ['11:10', '10 minutes: the next sync does not come', 'fresh'],
    ['11:15', '15 minutes', 'fresh'],
    ['11:15:00.001', 'over 15 minutes', 'stale'],
    ['12:30', '90 minutes, six times as much', 'stale'],
    ['12:30:00.001', 'over 90 minutes', 'very-stale'],
  ])('at %s with data of %s it is %s', async (at, _age, state) => {
    const rig = await makeRig({ startIso: '2026-11-20T11:00:00.000Z' });
    await rig.add({ policy: { preset: 'sync', quietHours: { from: '11:01', to: '20:00', timeZone: 'UTC' } } });
    await new Storyteller(rig).passTo(momentOf(at));
    expect(rig.engine.source('odds')).toMatchObject({ state, staleSeconds: 900 });
  });
});

test('a day costs 144 calls, one every 10 minutes, where fixed polling makes 288', async () => {
  const rig = await makeRig();
  await rig.add(sync);
  await rig.pass(24 * 3_600_000 - 1);
  expect(rig.engine.savings('odds', 1).items[0]).toMatchObject({ calls: 144, fixedCalls: 288 });
  expect(rig.upstream.calls.length).toBe(144);
});
