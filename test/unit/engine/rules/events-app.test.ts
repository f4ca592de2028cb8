import { describe, expect, test } from 'vitest';

import { RealtimeLink } from '../../../../src-main/engine/push/realtime.ts';
import { pushSchema, type Reason } from '../../../../src-preload/contract/index.ts';
import { makeRig } from '../../../support/engine.ts';
import { SimClock } from '../../../support/sim-clock.ts';
import { momentOf, type Story, Storyteller } from '../../../support/story.ts';

// The events app: what is pushed comes first. While that is down, every 60 seconds as long as somebody looks, at once
// after waking up, and the push is connected again after 5, 10, 20 and 60 seconds.

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
    rule: 'data of 59 s is fresh while somebody looks',
    given: [['12:00', 'opens']],
    at: '12:00:59',
    then: 'wait',
    reason: 'fresh',
    next: '12:01',
    says: 'Refreshes at 2026-11-20 12:01 UTC: 1 min while you look',
  },
  {
    rule: 'data of 60 s is fetched while somebody looks',
    given: [['12:00', 'opens']],
    at: '12:01',
    then: 'refresh',
    reason: 'due-while-active',
    next: '12:02',
    says: 'Refreshed: the data was 1 min old, and 1 min is the rule while you look',
  },
  {
    rule: 'nothing is fetched once nobody looks',
    given: [
      ['12:00', 'opens'],
      ['12:00:30', 'closes'],
    ],
    at: '14:00',
    then: 'wait',
    reason: 'nobody-looking',
    next: 'not by itself',
    says: 'Not refreshed: nobody has looked since 2026-11-20 12:00 UTC; refreshes when you look',
  },
  {
    rule: 'opening with data of over a minute fetches at once',
    given: [
      ['12:00', 'opens'],
      ['12:00:30', 'closes'],
      ['12:01:01', 'opens'],
    ],
    at: '12:01:01',
    then: 'refresh',
    reason: 'due-while-active',
    next: '12:02:01',
    says: 'Refreshed: the data was 1 min 1 s old, and 1 min is the rule while you look',
  },
  {
    rule: 'opening with data of under a minute does not',
    given: [
      ['12:00', 'opens'],
      ['12:00:30', 'closes'],
      ['12:00:50', 'opens'],
    ],
    at: '12:00:50',
    then: 'wait',
    reason: 'fresh',
    next: '12:01',
    says: 'Refreshes at 2026-11-20 12:01 UTC: 1 min while you look',
  },
  {
    rule: 'waking up after 10 minutes fetches at once',
    given: [
      ['12:00', 'opens'],
      ['12:00:10', 'falls asleep'],
      ['12:10', 'wakes up'],
    ],
    at: '12:10',
    then: 'refresh',
    reason: 'due-after-resume',
    next: '12:11',
    says: 'Refreshed after waking up: the data was 10 min old',
  },
  {
    rule: 'waking up after 20 s goes on where it was',
    given: [
      ['12:00', 'opens'],
      ['12:00:10', 'falls asleep'],
      ['12:00:30', 'wakes up'],
    ],
    at: '12:00:30',
    then: 'wait',
    reason: 'fresh',
    next: '12:01',
    says: 'Refreshes at 2026-11-20 12:01 UTC: 1 min while you look',
  },
];

test.each(rows)('$rule', async ({ given, at, then, reason, next, says }) => {
  const rig = await makeRig({ startIso: '2026-11-20T12:00:00.000Z' });
  await rig.add({ policy: { preset: 'realtime' } });
  const teller = new Storyteller(rig);
  await teller.live(given);
  await teller.passTo(momentOf(at));
  await rig.idle();
  expect(teller.seen()).toEqual({ action: then, reason, next, says });
});

describe('the push is connected again', () => {
  test.each<[failures: number, afterSeconds: number, atLeast: number, atMost: number]>([
    [1, 5, 4, 6],
    [2, 10, 8, 12],
    [3, 20, 16, 24],
    [4, 60, 48, 72],
    [5, 60, 48, 72],
    [20, 60, 48, 72],
  ])('after %i failed in a row in %i s, with jitter between %i and %i s', async (failures, afterSeconds, atLeast, atMost) => {
    for (const [random, expected] of [
      [0, atLeast],
      [0.5, afterSeconds],
      [1, atMost],
    ] as const) {
      const clock = new SimClock();
      const tries: number[] = [];
      const link = new RealtimeLink({
        clock,
        random: () => random,
        settings: pushSchema.parse({ kind: 'websocket', url: 'wss://push.example/events' }),
        idField: 'id',
        redact: (text) => text,
        connect: (_resume, events) => {
          tries.push(clock.now());
          queueMicrotask(() =>
            events.onEnd({ failure: { code: 'refused', message: 'refused', advice: '' }, retryAfter: null, retryMs: null }),
          );
          return { close: () => undefined };
        },
        onChanges: () => undefined,
        onNeedRefresh: () => undefined,
        onState: () => undefined,
      });
      link.start();
      while (tries.length <= failures) await clock.advance(1_000);
      link.stop();
      expect(((tries[failures] ?? 0) - (tries[failures - 1] ?? 0)) / 1_000).toBe(expected);
    }
  });
});
