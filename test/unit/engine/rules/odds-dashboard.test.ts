import { describe, expect, test } from 'vitest';
import type { Reason } from '../../../../src-preload/contract/index.ts';
import { makeRig } from '../../../support/engine.ts';
import { momentOf, type Story, Storyteller } from '../../../support/story.ts';

// The odds dashboard: every 15 minutes while somebody looks, on opening when the data is older than 30 minutes, else nothing.

interface Row {
  rule: string;
  given: Story;
  at: string;
  then: 'refresh' | 'wait' | 'join';
  reason: Reason;
  /** The next call after that, if nothing else happens. */
  next: string;
  says: string;
}

const table: { about: string; rows: Row[] }[] = [
  {
    about: 'on opening',
    rows: [
      {
        rule: 'nothing is fetched before somebody looks',
        given: [],
        at: '12:00',
        then: 'wait',
        reason: 'nobody-looking',
        next: 'not by itself',
        says: 'Not refreshed: nobody has looked yet; refreshes when you look',
      },
      {
        rule: 'the first look fetches at once',
        given: [['12:00', 'opens']],
        at: '12:00',
        then: 'refresh',
        reason: 'never-fetched',
        next: '12:15',
        says: 'Refreshed: nothing had been fetched with these settings yet',
      },
      {
        rule: 'data of 5 minutes is fresh',
        given: [
          ['11:55', 'fetched'],
          ['12:00', 'opens'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'fresh',
        next: '12:10',
        says: 'Refreshes at 2026-11-20 12:10 UTC: 15 min while you look',
      },
      {
        rule: 'data of 14 min 59 s is fresh for another second',
        given: [
          ['11:45:01', 'fetched'],
          ['12:00', 'opens'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'fresh',
        next: '12:00:01',
        says: 'Refreshes at 2026-11-20 12:00 UTC: 15 min while you look',
      },
      {
        rule: 'data of 15 minutes is older than the interval, but young for an opening',
        given: [
          ['11:45', 'fetched'],
          ['12:00', 'opens'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'young-on-open',
        next: '12:15',
        says: 'Not refreshed on opening: the data was 15 min old, under 30 min; next call at 2026-11-20 12:15 UTC',
      },
      {
        rule: 'data of 29 min 59 s costs no call on opening',
        given: [
          ['11:30:01', 'fetched'],
          ['12:00', 'opens'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'young-on-open',
        next: '12:00:01',
        says: 'Not refreshed on opening: the data was 29 min old, under 30 min; next call at 2026-11-20 12:00 UTC',
      },
      {
        rule: 'data of 30 min 1 s is stale and fetched at once',
        given: [
          ['11:29:59', 'fetched'],
          ['12:00', 'opens'],
        ],
        at: '12:00',
        then: 'refresh',
        reason: 'stale-on-open',
        next: '12:15',
        says: 'Refreshed on opening: the data was 30 min old, the limit on opening is 30 min',
      },
      {
        rule: 'data of last night is fetched once',
        given: [
          ['2026-11-19T20:00Z', 'fetched'],
          ['12:00', 'opens'],
        ],
        at: '12:00',
        then: 'refresh',
        reason: 'stale-on-open',
        next: '12:15',
        says: 'Refreshed on opening: the data was 16 h old, the limit on opening is 30 min',
      },
      {
        rule: 'a second opening within 30 minutes costs nothing',
        given: [
          ['11:40', 'opens'],
          ['11:41', 'closes'],
          ['12:00', 'opens'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'young-on-open',
        next: '12:10',
        says: 'Not refreshed on opening: the data was 20 min old, under 30 min; next call at 2026-11-20 12:10 UTC',
      },
      {
        rule: 'a second tab is no opening: somebody was looking already',
        given: [
          ['11:50', 'opens'],
          ['12:00', 'another opens'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'fresh',
        next: '12:05',
        says: 'Refreshes at 2026-11-20 12:05 UTC: 15 min while you look',
      },
    ],
  },
  {
    about: 'while somebody looks',
    rows: [
      {
        rule: 'nothing happens before 15 minutes are over',
        given: [['11:45', 'opens']],
        at: '11:59:59.999',
        then: 'wait',
        reason: 'fresh',
        next: '12:00',
        says: 'Refreshes at 2026-11-20 12:00 UTC: 15 min while you look',
      },
      {
        rule: 'data of 15 minutes is fetched',
        given: [['11:45', 'opens']],
        at: '12:00',
        then: 'refresh',
        reason: 'due-while-active',
        next: '12:15',
        says: 'Refreshed: the data was 15 min old, and 15 min is the rule while you look',
      },
      {
        rule: 'a press moves the next call, as data of any origin has an age',
        given: [
          ['11:45', 'opens'],
          ['11:58', 'fetched'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'fresh',
        next: '12:13',
        says: 'Refreshes at 2026-11-20 12:13 UTC: 15 min while you look',
      },
      {
        rule: 'one of two tabs is enough',
        given: [
          ['11:45', 'opens'],
          ['11:46', 'another opens'],
          ['11:47', 'closes'],
        ],
        at: '12:00',
        then: 'refresh',
        reason: 'due-while-active',
        next: '12:15',
        says: 'Refreshed: the data was 15 min old, and 15 min is the rule while you look',
      },
      {
        rule: 'looking away for less than 300 s changes nothing',
        given: [
          ['11:45', 'opens'],
          ['11:56', 'looks away'],
        ],
        at: '12:00',
        then: 'refresh',
        reason: 'due-while-active',
        next: '12:15',
        says: 'Refreshed: the data was 15 min old, and 15 min is the rule while you look',
      },
    ],
  },
  {
    about: 'when nobody looks any more',
    rows: [
      {
        rule: 'looking ends 300 s after looking away',
        given: [
          ['11:46', 'opens'],
          ['11:55', 'looks away'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'nobody-looking',
        next: 'not by itself',
        says: 'Not refreshed: nobody has looked since 2026-11-20 11:55 UTC; refreshes when you look',
      },
      {
        rule: 'a page that fell silent counts for 300 s',
        given: [
          ['11:46', 'opens'],
          ['11:55', 'falls silent'],
        ],
        at: '11:59:59.999',
        then: 'wait',
        reason: 'fresh',
        next: '12:01',
        says: 'Refreshes at 2026-11-20 12:01 UTC: 15 min while you look',
      },
      {
        rule: 'a page that fell silent does not count after 300 s',
        given: [
          ['11:46', 'opens'],
          ['11:55', 'falls silent'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'nobody-looking',
        next: 'not by itself',
        says: 'Not refreshed: nobody has looked since 2026-11-20 11:55 UTC; refreshes when you look',
      },
      {
        rule: 'a closed page ends looking at once',
        given: [
          ['11:46', 'opens'],
          ['11:59', 'closes'],
        ],
        at: '11:59',
        then: 'wait',
        reason: 'nobody-looking',
        next: 'not by itself',
        says: 'Not refreshed: nobody has looked since 2026-11-20 11:59 UTC; refreshes when you look',
      },
      {
        rule: 'a restart does not make anybody look',
        given: [
          ['11:40', 'opens'],
          ['11:50', 'restarts'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'nobody-looking',
        next: 'not by itself',
        says: 'Not refreshed: nobody has looked since 2026-11-20 11:50 UTC; refreshes when you look',
      },
    ],
  },
  {
    about: 'after sleep',
    rows: [
      {
        rule: 'whoever looked goes on looking, and the interval holds: 10 minutes are fresh',
        given: [
          ['11:50', 'opens'],
          ['11:52', 'falls asleep'],
          ['12:00', 'wakes up'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'fresh',
        next: '12:05',
        says: 'Refreshes at 2026-11-20 12:05 UTC: 15 min while you look',
      },
      {
        rule: '20 minutes are not young as on opening, but due',
        given: [
          ['11:40', 'opens'],
          ['11:41', 'falls asleep'],
          ['12:00', 'wakes up'],
        ],
        at: '12:00',
        then: 'refresh',
        reason: 'due-after-resume',
        next: '12:15',
        says: 'Refreshed after waking up: the data was 20 min old',
      },
      {
        rule: 'a night asleep is one call',
        given: [
          ['2026-11-19T23:00Z', 'opens'],
          ['2026-11-19T23:01Z', 'falls asleep'],
          ['12:00', 'wakes up'],
        ],
        at: '12:00',
        then: 'refresh',
        reason: 'due-after-resume',
        next: '12:15',
        says: 'Refreshed after waking up: the data was 13 h old',
      },
      {
        rule: 'a computer that wakes up with nobody in front of it calls nobody',
        given: [
          ['11:00', 'opens'],
          ['11:01', 'closes'],
          ['11:02', 'falls asleep'],
          ['12:00', 'wakes up'],
        ],
        at: '12:00',
        then: 'wait',
        reason: 'nobody-looking',
        next: 'not by itself',
        says: 'Not refreshed: nobody has looked since 2026-11-20 11:01 UTC; refreshes when you look',
      },
    ],
  },
  {
    about: 'when asked',
    rows: [
      {
        rule: 'fresh data is fetched all the same',
        given: [
          ['11:50', 'opens'],
          ['12:00', 'presses'],
        ],
        at: '12:00',
        then: 'refresh',
        reason: 'asked',
        next: '12:15',
        says: 'Refreshed because you asked',
      },
      {
        rule: 'nobody has to look for that',
        given: [['12:00', 'presses']],
        at: '12:00',
        then: 'refresh',
        reason: 'asked',
        next: 'not by itself',
        says: 'Refreshed because you asked',
      },
      {
        rule: 'a press 499 ms after the last one is the same press',
        given: [
          ['12:00', 'presses'],
          ['12:00:00.499', 'presses'],
        ],
        at: '12:00:00.499',
        then: 'join',
        reason: 'just-asked',
        next: 'not by itself',
        says: 'Joined the refresh that you asked for a moment ago',
      },
      {
        rule: 'a press 500 ms after the last one is another one',
        given: [
          ['12:00', 'presses'],
          ['12:00:00.500', 'presses'],
        ],
        at: '12:00:00.500',
        then: 'refresh',
        reason: 'asked',
        next: 'not by itself',
        says: 'Refreshed because you asked',
      },
      {
        rule: 'force fetches too',
        given: [
          ['11:59', 'fetched'],
          ['12:00', 'forces'],
        ],
        at: '12:00',
        then: 'refresh',
        reason: 'forced',
        next: 'not by itself',
        says: 'Refreshed because you forced it',
      },
    ],
  },
];

describe.each(table)('$about', ({ rows }) => {
  test.each(rows)('$rule', async ({ given, at, then, reason, next, says }) => {
    const rig = await makeRig({ startIso: given[0]?.[0].includes('T') === true ? '2026-11-19T12:00:00.000Z' : '2026-11-20T08:00:00.000Z' });
    await rig.add();
    const teller = new Storyteller(rig);
    await teller.live(given);
    const before = rig.upstream.calls.length;
    await teller.passTo(momentOf(at));
    await rig.idle();
    expect(teller.seen()).toEqual({ action: then, reason, next, says });
    // Refreshing is one call, and none of the others is any.
    const madeByTheLast = given.at(-1)?.[0] === at && then === 'refresh' ? 0 : 1;
    expect(rig.upstream.calls.length - before).toBe(then === 'refresh' ? madeByTheLast : 0);
  });
});

test('a day of looking in, out and in again costs over 75 % fewer calls than polling every 5 minutes', async () => {
  const rig = await makeRig();
  await rig.add();
  const teller = new Storyteller(rig);
  await teller.live([
    ['08:40', 'opens'],
    ['11:50', 'closes'],
    ['12:45', 'opens'],
    ['15:10', 'closes'],
    ['15:30', 'opens'],
    ['16:05', 'presses'],
    ['17:30', 'closes'],
    ['21:00', 'opens'],
    ['21:10', 'closes'],
  ]);
  await teller.passTo(momentOf('2026-11-21T00:00Z'));
  const [day] = rig.engine.savings('odds', 2).items;
  // 13 in the first stretch, 10 in the second, 9 in the third (one of them pressed), 1 in the evening.
  expect(day).toMatchObject({ day: '2026-11-20', calls: 33, fixedCalls: 288 });
  expect(rig.upstream.calls.length).toBe(33);
  expect(33 / 288).toBeLessThan(0.25);
});
