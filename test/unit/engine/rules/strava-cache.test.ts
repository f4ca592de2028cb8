import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../../src-main/connectors/json-text.ts';
import type { Reason, RefreshAnswer } from '../../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { momentOf, shownMoment, type Story, Storyteller } from '../../../support/story.ts';
import { json } from '../../../support/upstream.ts';

// The Strava cache: good for 6 hours, 100 calls a quarter hour and 1000 a day by the clock in UTC, the server's word on
// when to come back, a whole answer once a week, and a merge that never loses what was rich.

const HOUR = 3_600_000;
const cache = { policy: { preset: 'cache' as const } };
const quota = {
  key: 'strava',
  windows: [
    { limit: 100, per: 'quarter-hour' as const },
    { limit: 1_000, per: 'day' as const },
  ],
};

describe('what was fetched is good for 6 hours', () => {
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
      rule: 'a source that is new is fetched at once',
      given: [],
      at: '06:00',
      then: 'refresh',
      reason: 'never-fetched',
      next: '12:00',
      says: 'Refreshed: nothing had been fetched with these settings yet',
    },
    {
      rule: 'opening costs no call while the data is good',
      given: [['11:59', 'opens']],
      at: '11:59:59.999',
      then: 'wait',
      reason: 'fresh',
      next: '12:00',
      says: 'Refreshes at 2026-11-20 12:00 UTC: every 6 h',
    },
    {
      rule: 'what has expired is fetched in the background, though nobody looks',
      given: [],
      at: '12:00',
      then: 'refresh',
      reason: 'due-on-interval',
      next: '18:00',
      says: 'Refreshed: the data was 6 h old, and every 6 h is the rule',
    },
    {
      rule: 'a press does not wait for that, and is good for 6 hours too',
      given: [['08:00', 'presses']],
      at: '08:00',
      then: 'refresh',
      reason: 'asked',
      next: '14:00',
      says: 'Refreshed because you asked',
    },
    {
      rule: 'a restart forgets nothing',
      given: [['11:00', 'restarts']],
      at: '11:59',
      then: 'wait',
      reason: 'fresh',
      next: '12:00',
      says: 'Refreshes at 2026-11-20 12:00 UTC: every 6 h',
    },
  ];

  test.each(rows)('$rule', async ({ given, at, then, reason, next, says }) => {
    const rig = await makeRig({ startIso: '2026-11-20T06:00:00.000Z' });
    await rig.add(cache);
    await rig.idle();
    const teller = new Storyteller(rig);
    await teller.live(given);
    await teller.passTo(momentOf(at));
    await rig.idle();
    expect(teller.seen()).toEqual({ action: then, reason, next, says });
  });
});

/** A key that others have used before: `used` calls at each moment. */
async function spent(rig: Rig, used: readonly (readonly [at: string, calls: number])[]): Promise<void> {
  await rig.add({ id: 'others', url: `${rig.upstream.url}/others`, policy: { preset: 'manual' }, quota });
  const { row } = rig.engine.recordsOf('others');
  rig.store.transaction(() => {
    for (const [at, calls] of used) for (let call = 0; call < calls; call += 1) rig.store.calls.begin(row, null, momentOf(at), 1);
  });
  await rig.restart();
}

describe('100 calls a quarter hour and 1000 a day, of which a tenth is kept for presses', () => {
  interface Row {
    rule: string;
    /** Calls of the key before. */
    used: [at: string, calls: number][];
    at: string;
    scheduled: 'refresh' | 'wait';
    pressed: RefreshAnswer['answer'];
    /** Until when the key is spent for scheduled calls. */
    until: string | null;
    /** What is said of the scheduled call, or of the refused press. */
    says: string;
  }

  const rows: Row[] = [
    {
      rule: '89 in this quarter hour: the 90th may be scheduled',
      used: [['12:00', 89]],
      at: '12:07',
      scheduled: 'refresh',
      pressed: 'started',
      until: null,
      says: 'Refreshed: nothing had been fetched with these settings yet',
    },
    {
      rule: '90 in this quarter hour: no more are scheduled, a press has its tenth',
      used: [['12:00', 90]],
      at: '12:07',
      scheduled: 'wait',
      pressed: 'started',
      until: '12:15',
      says: 'Not refreshed: the quota for scheduled calls is spent until 2026-11-20 12:15 UTC; 10 calls are kept for when you ask',
    },
    {
      rule: '99 in this quarter hour: one press is left',
      used: [['12:00', 99]],
      at: '12:14:59.999',
      scheduled: 'wait',
      pressed: 'started',
      until: '12:15',
      says: 'Not refreshed: the quota for scheduled calls is spent until 2026-11-20 12:15 UTC; 1 call is kept for when you ask',
    },
    {
      rule: '100 in this quarter hour: not even a press',
      used: [['12:00', 100]],
      at: '12:07',
      scheduled: 'wait',
      pressed: 'refused',
      until: '12:15',
      says: 'Not refreshed: the quota is spent until 2026-11-20 12:15 UTC',
    },
    {
      rule: 'the quarter hour begins at :15 by the clock, not with the first call',
      used: [['12:14:59.999', 100]],
      at: '12:15',
      scheduled: 'refresh',
      pressed: 'started',
      until: null,
      says: 'Refreshed: nothing had been fetched with these settings yet',
    },
    {
      rule: '900 on this day: no more are scheduled until midnight in UTC',
      used: [
        ['08:00', 100],
        ['09:00', 800],
      ],
      at: '12:07',
      scheduled: 'wait',
      pressed: 'started',
      until: '2026-11-21 00:00',
      says: 'Not refreshed: the quota for scheduled calls is spent until 2026-11-21 00:00 UTC; 100 calls are kept for when you ask',
    },
    {
      rule: '1000 on this day: none at all until midnight in UTC',
      used: [['00:00', 1_000]],
      at: '23:59:59.999',
      scheduled: 'wait',
      pressed: 'refused',
      until: '2026-11-21 00:00',
      says: 'Not refreshed: the quota is spent until 2026-11-21 00:00 UTC',
    },
    {
      rule: '1000 on the day before do not count',
      used: [['2026-11-19T23:59:59.999Z', 1_000]],
      at: '00:00',
      scheduled: 'refresh',
      pressed: 'started',
      until: null,
      says: 'Refreshed: nothing had been fetched with these settings yet',
    },
    {
      rule: 'with both spent the later end counts',
      used: [
        ['09:00', 900],
        ['12:00', 100],
      ],
      at: '12:07',
      scheduled: 'wait',
      pressed: 'refused',
      until: '2026-11-21 00:00',
      says: 'Not refreshed: the quota is spent until 2026-11-21 00:00 UTC',
    },
  ];

  test.each(rows)('$rule', async ({ used, at, scheduled, pressed, until, says }) => {
    const rig = await makeRig({ startIso: new Date(momentOf(at)).toISOString() });
    await spent(rig, used);
    await rig.add({ ...cache, quota });
    await rig.idle();
    const seen = new Storyteller(rig).seen();
    expect([seen.action, seen.says]).toEqual([scheduled, says]);
    if (until !== null) expect(seen).toMatchObject({ reason: 'quota-spent', next: until });
    expect((await rig.engine.refresh('odds', 'normal', true)).answer).toBe(pressed);
    expect(rig.upstream.calls.length).toBe((scheduled === 'refresh' ? 1 : 0) + (pressed === 'started' ? 1 : 0));
  });
});

describe('a refused call', () => {
  interface Row {
    rule: string;
    headers: Record<string, string>;
    until: string;
  }

  const rows: Row[] = [
    { rule: 'that names seconds is followed by none until then', headers: { 'retry-after': '600' }, until: '12:10' },
    {
      rule: 'that names a date is followed by none until then',
      headers: { 'retry-after': 'Fri, 20 Nov 2026 13:30:00 GMT' },
      until: '13:30',
    },
    { rule: 'that names years is followed by another after a day', headers: { 'retry-after': '504911232' }, until: '2026-11-21 12:00' },
    { rule: 'that names nothing is followed by another after a minute', headers: {}, until: '12:01' },
  ];

  test.each(rows)('$rule, and counts for the day', async ({ headers, until }) => {
    const rig: Rig = await makeRig({
      startIso: '2026-11-20T12:00:00.000Z',
      handler: (_call, response) =>
        rig.upstream.calls.length === 1 ? json(response, { message: 'Rate Limit Exceeded' }, headers, 429) : json(response, [{ id: 1 }]),
    });
    await rig.add({ ...cache, quota });
    await rig.idle();
    const { decision, quotas } = rig.engine.source('odds');
    expect([decision.reason, shownMoment(decision.dueAt)]).toEqual(['server-said-wait', until]);
    expect(quotas.map(({ per, used }) => [per, used])).toEqual([
      ['quarter-hour', 1],
      ['day', 1],
    ]);
    // Who presses is told the same: the server would refuse again, and count it.
    expect(await rig.engine.refresh('odds', 'force', true)).toMatchObject({ answer: 'refused', decision: { reason: 'server-said-wait' } });
    await rig.pass(momentOf(until.includes(' ') ? `${until.replace(' ', 'T')}Z` : until) - rig.clock.now() - 1);
    expect(rig.upstream.calls.length).toBe(1);
    await rig.pass(1);
    expect(rig.upstream.calls.length).toBe(2);
  });
});

test('once a week the whole answer is asked for: of 57 calls in two weeks the 1st, the 30th and no other', async () => {
  const rig = await makeRig({
    handler: (call, response) =>
      call.headers['if-none-match'] === '"a"' ? response.writeHead(304).end() : json(response, [{ id: 1 }], { etag: '"a"' }),
  });
  await rig.add({ policy: { preset: 'manual' } });
  // Asked for by hand every 6 hours, as passing two weeks minute by minute takes long.
  for (let hour = 0; hour <= 14 * 24; hour += 6) {
    await rig.engine.refresh('odds', 'normal', true);
    await rig.clock.sleep(6 * HOUR);
  }
  const whole = rig.upstream.calls.flatMap((call, index) => (call.headers['if-none-match'] === undefined ? [index + 1] : []));
  expect([rig.upstream.calls.length, whole]).toEqual([57, [1, 30]]);
});

describe('the merge never loses what is rich', () => {
  interface Row {
    rule: string;
    first: string;
    then: string;
    basic: unknown;
    rich: unknown;
  }

  const rows: Row[] = [
    {
      rule: 'a null does not blank it',
      first: '[{"id":1,"name":"Ride","calories":612}]',
      then: '[{"id":1,"name":"Ride","calories":null}]',
      basic: { id: 1, name: 'Ride' },
      rich: { calories: 612 },
    },
    {
      rule: 'another value does not overwrite it, and basic fields follow the list',
      first: '[{"id":1,"name":"Ride","calories":612}]',
      then: '[{"id":1,"name":"Morning Ride","calories":600}]',
      basic: { id: 1, name: 'Morning Ride' },
      rich: { calories: 612 },
    },
    {
      rule: 'a list without it leaves it',
      first: '[{"id":1,"name":"Ride","calories":612,"map":{"id":"m","polyline":"abc"}}]',
      then: '[{"id":1,"name":"Ride","map":{"id":"m"}}]',
      basic: { id: 1, name: 'Ride', map: { id: 'm' } },
      rich: { calories: 612, 'map.polyline': 'abc' },
    },
    {
      rule: 'one that was missing is filled',
      first: '[{"id":1,"name":"Ride"}]',
      then: '[{"id":1,"name":"Ride","calories":612}]',
      basic: { id: 1, name: 'Ride' },
      rich: { calories: 612 },
    },
    {
      rule: 'a record that the list has no more stays',
      first: '[{"id":1,"name":"Ride","calories":612}]',
      then: '[{"id":2,"name":"Run"}]',
      basic: { id: 1, name: 'Ride' },
      rich: { calories: 612 },
    },
  ];

  test.each(rows)('$rule', async ({ first, then, basic, rich }) => {
    const bodies = [first, then];
    const rig = await makeRig({ handler: (_call, response) => response.end(bodies.shift()) });
    await rig.add({ policy: { preset: 'manual' }, richFields: ['calories', 'map.polyline'] });
    for (let press = 0; press < 2; press += 1) {
      await rig.engine.refresh('odds', 'normal', true);
      await rig.pass(1_000);
    }
    const stored = rig.store.records.existing(rig.engine.recordsOf('odds').row, ['1']).get('1');
    expect(parseJson(stored?.basic ?? '')).toEqual(basic);
    expect(stored?.rich).toEqual(rich);
  });
});

test('an id that holds half of a character is one record, not a failure of every refresh after the first', async () => {
  let version = 0;
  const rig = await makeRig({ handler: (_call, response) => response.end(`[{"id":"run \\ud83d","v":${(version += 1)}}]`) });
  await rig.add({ policy: { preset: 'manual' } });
  for (const outcome of ['changed', 'changed']) {
    expect((await rig.engine.refresh('odds', 'normal', true)).refresh).toMatchObject({ outcome, failure: null });
    await rig.pass(1_000);
  }
  expect(rig.engine.source('odds').records).toBe(1);
});

test('one call at a time: pages and presses of a source never overlap', async () => {
  let underWay = 0;
  let most = 0;
  const rig = await makeRig({
    handler: async (call, response) => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      const page = Number(call.query.get('page'));
      json(response, page < 5 ? [{ id: page }] : []);
    },
  });
  await rig.add({ ...cache, paging: { kind: 'page' } });
  const presses = await Promise.all(Array.from({ length: 20 }, () => rig.engine.refresh('odds', 'force', true)));
  expect(new Set(presses.map((press) => press.refresh?.id)).size).toBe(1);
  expect([most, rig.upstream.calls.length]).toEqual([1, 5]);
});
