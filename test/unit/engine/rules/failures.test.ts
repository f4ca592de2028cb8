import { describe, expect, test } from 'vitest';
import type { FailureCode, FreshnessState, Reason } from '../../../../src-preload/contract/index.ts';
import { keepLooking, makeRig, type Rig } from '../../../support/engine.ts';
import { shownMoment, Storyteller } from '../../../support/story.ts';
import { type Handler, json, startUpstream } from '../../../support/upstream.ts';

// What happens when a call fails: what is tried again and when, what stops until the user acts, and what others feel of it.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOON = '2026-11-20T12:00:00.000Z';
const everyMinute = { policy: { preset: 'fixed' as const, everySeconds: 60 } };

/** Seconds after noon at which calls arrived. */
function arrivals(rig: () => Rig, answer: Handler): { handler: Handler; seconds: number[] } {
  const seconds: number[] = [];
  const handler: Handler = (call, response) => {
    seconds.push((rig().clock.now() - Date.parse(NOON)) / SECOND);
    return answer(call, response);
  };
  return { handler, seconds };
}

async function rigThat(answer: Handler, random = 0.5): Promise<{ rig: Rig; seconds: number[] }> {
  const { handler, seconds } = arrivals(() => rig, answer);
  const rig: Rig = await makeRig({ startIso: NOON, handler, random: () => random });
  return { rig, seconds };
}

const refuse =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_call, response) =>
    json(response, {}, headers, status);

describe('a scheduled call at 12:00 that ends', () => {
  interface Row {
    how: string;
    answer: Handler;
    /** Seconds after noon at which calls arrive until the refresh is over. */
    tries: number[];
    code: FailureCode;
    reason: Reason;
    next: string;
    state: FreshnessState;
  }

  const retried = [0, 1, 3, 7];
  const rows: Row[] = [
    { how: 'with 500', answer: refuse(500), tries: retried, code: 'server-error', reason: 'backing-off', next: '12:01:07', state: 'error' },
    { how: 'with 502', answer: refuse(502), tries: retried, code: 'server-error', reason: 'backing-off', next: '12:01:07', state: 'error' },
    {
      how: 'with a broken connection',
      answer: (_call, response) => response.destroy(),
      tries: retried,
      code: 'reset',
      reason: 'backing-off',
      next: '12:01:07',
      state: 'error',
    },
    { how: 'with 400', answer: refuse(400), tries: [0], code: 'client-error', reason: 'backing-off', next: '12:01', state: 'error' },
    {
      how: 'with 401',
      answer: refuse(401),
      tries: [0],
      code: 'unauthorized',
      reason: 'needs-fix',
      next: 'not by itself',
      state: 'sign-in',
    },
    { how: 'with 403', answer: refuse(403), tries: [0], code: 'forbidden', reason: 'needs-fix', next: 'not by itself', state: 'sign-in' },
    { how: 'with 404', answer: refuse(404), tries: [0], code: 'not-found', reason: 'needs-fix', next: 'not by itself', state: 'error' },
    { how: 'with 410', answer: refuse(410), tries: [0], code: 'gone', reason: 'needs-fix', next: 'not by itself', state: 'error' },
    {
      how: 'with 429 and no word on when',
      answer: refuse(429),
      tries: [0],
      code: 'rate-limited',
      reason: 'server-said-wait',
      next: '12:01',
      state: 'rate-limited',
    },
    {
      how: 'with 429 and a pause of 2 minutes',
      answer: refuse(429, { 'retry-after': '120' }),
      tries: [0],
      code: 'rate-limited',
      reason: 'server-said-wait',
      next: '12:02',
      state: 'rate-limited',
    },
    {
      how: 'with 503 and a pause of 3 s, which is waited for',
      answer: refuse(503, { 'retry-after': '3' }),
      tries: [0, 3, 6, 10],
      code: 'server-error',
      reason: 'backing-off',
      next: '12:01:10',
      state: 'error',
    },
    {
      how: 'with 429 and a pause of 0 s, which is no leave to hammer',
      answer: refuse(429, { 'retry-after': '0' }),
      tries: retried,
      code: 'rate-limited',
      reason: 'backing-off',
      next: '12:01:07',
      state: 'error',
    },
    {
      how: 'with 503 and a pause of 10 minutes',
      answer: refuse(503, { 'retry-after': '600' }),
      tries: [0],
      code: 'server-error',
      reason: 'server-said-wait',
      next: '12:10',
      state: 'rate-limited',
    },
    {
      how: 'with 429 and a pause of years, of which a day is kept to',
      answer: refuse(429, { 'retry-after': '504911232' }),
      tries: [0],
      code: 'rate-limited',
      reason: 'server-said-wait',
      next: '2026-11-21 12:00',
      state: 'rate-limited',
    },
    {
      how: 'with a page for people',
      answer: (_call, response) => response.end('<html>Sign in</html>'),
      tries: [0],
      code: 'not-json',
      reason: 'backing-off',
      next: '12:01',
      state: 'error',
    },
    {
      how: 'with redirects that go round, of which five are followed',
      answer: (call, response) => response.writeHead(302, { location: call.path }).end(),
      tries: [0, 0, 0, 0, 0, 0],
      code: 'redirects',
      reason: 'backing-off',
      next: '12:01',
      state: 'error',
    },
  ];

  test.each(rows)('$how', async ({ answer, tries, code, reason, next, state }) => {
    const { rig, seconds } = await rigThat(answer);
    await rig.add(everyMinute);
    await rig.passWithRetries(30 * SECOND);
    expect(seconds).toEqual(tries);
    const { decision, failure, state: shown } = rig.engine.source('odds');
    expect([decision.reason, shownMoment(decision.dueAt), failure?.code, shown]).toEqual([reason, next, code, state]);
  });
});

test.each([
  ['shortest', 0, [0, 0.8, 2.4, 5.6]],
  ['plain', 0.5, [0, 1, 3, 7]],
  ['longest', 0.999_999, [0, 1.2, 3.6, 8.4]],
])('retries come after 1, 2 and 4 s with a fifth of jitter: the %s waits', async (_which, random, tries) => {
  const { rig, seconds } = await rigThat(refuse(500), random);
  await rig.add({ policy: { preset: 'manual' } });
  void rig.engine.refresh('odds', 'normal', true);
  await rig.passWithRetries(10 * SECOND);
  expect(seconds).toEqual(tries);
});

test('a server that does not answer is waited for 30 s, four times, and a slow one is not given up', async () => {
  const { rig, seconds } = await rigThat(() => undefined);
  await rig.add({ policy: { preset: 'manual' } });
  const pressed = rig.engine.refresh('odds', 'normal', true);
  for (const seconds of [0, 30, 1, 30, 2, 30, 4, 30]) {
    const calls = rig.upstream.calls.length;
    await rig.clock.advance(seconds * SECOND);
    // A wait between two tries ends with a call, and the end of a call with such a wait.
    if (seconds < 30) await rig.clock.settle(() => rig.upstream.calls.length > calls || calls === 0);
    else for (let turn = 0; turn < 30; turn += 1) await rig.clock.settle(() => true);
  }
  expect((await pressed).refresh).toMatchObject({ outcome: 'failed', calls: 4, failure: { code: 'timeout' } });
  expect(seconds).toEqual([0, 31, 63, 97]);

  rig.upstream.handler = (_call, response) => void rig.clock.after(29_999, () => json(response, [{ id: 1 }]));
  await rig.clock.advance(MINUTE);
  const slow = rig.engine.refresh('odds', 'normal', true);
  await rig.clock.settle(() => rig.upstream.calls.length === 5);
  await rig.clock.advance(29_999);
  expect((await slow).refresh?.outcome).toBe('changed');
});

describe('a source that keeps failing', () => {
  test.each<[failures: number, restMinutes: number]>([
    [1, 1],
    [2, 2],
    [3, 4],
    [6, 32],
    [7, 60],
    [23, 60],
    [24, 24 * 60],
    [25, 24 * 60],
  ])('rests after %i failures in a row for %i minutes', async (failures, restMinutes) => {
    const { rig } = await rigThat(refuse(400));
    await rig.add(everyMinute);
    for (let failed = 1; failed < failures; failed += 1) {
      await rig.idle();
      // The rest of an hour passes in one go; ticks of the minute do nothing in it.
      rig.clock.setWall(Date.parse(rig.engine.source('odds').decision.dueAt ?? '') - rig.clock.now());
      await rig.pass(MINUTE);
    }
    await rig.idle();
    expect(rig.upstream.calls.length).toBe(failures);
    const { reason, dueAt, inputs } = rig.engine.source('odds').decision;
    expect(reason).toBe(failures < 24 ? 'backing-off' : 'quarantined');
    expect(inputs.failures).toBe(failures);
    expect((Date.parse(dueAt ?? '') - rig.clock.now()) / MINUTE).toBe(restMinutes);
  });

  test('is told so in words, and a press is the way out of quarantine', async () => {
    let works = false;
    const { rig } = await rigThat((call, response) => (works ? json(response, [{ id: 1 }]) : refuse(400)(call, response)));
    await rig.add(everyMinute);
    for (let failed = 1; failed < 24; failed += 1) {
      await rig.idle();
      // The rest of an hour passes in one go; ticks of the minute do nothing in it.
      rig.clock.setWall(Date.parse(rig.engine.source('odds').decision.dueAt ?? '') - rig.clock.now());
      await rig.pass(MINUTE);
    }
    await rig.idle();
    const teller = new Storyteller(rig);
    expect(teller.seen().says).toMatch(
      /^Not refreshed: 24 failed in a row, so it is tried once a day, next at 2026-11-22 \d\d:\d\d UTC; a press tries at once$/,
    );
    works = true;
    expect((await rig.engine.refresh('odds', 'normal', true)).refresh?.outcome).toBe('changed');
    expect(rig.engine.source('odds')).toMatchObject({ state: 'fresh', failure: null, decision: { reason: 'fresh' } });
    await rig.pass(MINUTE);
    expect(rig.upstream.calls.length).toBe(26);
  });

  test('that needs the user is called no more, and again at once when it is changed', async () => {
    const { rig } = await rigThat((call, response) => (call.path === '/odds' ? refuse(404)(call, response) : json(response, [{ id: 1 }])));
    const { config } = await rig.add(everyMinute);
    await rig.pass(24 * HOUR);
    expect(rig.upstream.calls.length).toBe(1);
    await rig.engine.update({ ...config, url: `${rig.upstream.url}/v4/odds` });
    await rig.idle();
    expect(rig.engine.source('odds').state).toBe('fresh');
  });

  test('goes on showing what it has, with its age', async () => {
    let works = true;
    const { rig } = await rigThat((call, response) => (works ? json(response, [{ id: 1 }]) : refuse(500)(call, response)));
    await rig.add(everyMinute);
    await rig.idle();
    works = false;
    await rig.passWithRetries(HOUR);
    expect(rig.engine.source('odds')).toMatchObject({ records: 1, checkedAt: NOON, state: 'error' });
  });
});

describe('a host in trouble', () => {
  test('is called no more after five failures in five minutes; after 30 s one call finds out, and its end decides', async () => {
    let works = false;
    const { rig, seconds } = await rigThat((call, response) => (works ? json(response, [{ id: 1 }]) : refuse(500)(call, response)));
    for (let index = 1; index <= 5; index += 1)
      await rig.add({ id: `s${index}`, url: `${rig.upstream.url}/${index}`, policy: { preset: 'fixed', everySeconds: 3600 } });
    // Four at once are called of one host; the fifth comes when they have failed.
    await rig.passWithRetries(14 * SECOND);
    await rig.quiet();
    expect(seconds.length).toBe(20);
    // The fifth failed at 12:00:14, so the host rests until 12:00:44.
    for (const id of ['a', 'b', 'c']) await rig.add({ id, url: `${rig.upstream.url}/${id}`, ...everyMinute });
    const teller = new Storyteller(rig);
    expect(teller.seen('a')).toEqual({
      action: 'wait',
      reason: 'host-in-trouble',
      next: '12:00:44',
      says: 'Not refreshed: calls to its server keep failing, so none is made until 2026-11-20 12:00 UTC; a press tries once',
    });
    await rig.passWithRetries(30 * SECOND - 1);
    expect(seconds.length).toBe(20);
    // One of the three finds out, with its retries, and fails: the host rests for twice as long, until 12:01:51.
    await rig.passWithRetries(MINUTE + 7 * SECOND);
    expect(seconds.slice(20)).toEqual([44, 45, 47, 51]);
    expect(['b', 'c', 's1'].map((id) => teller.seen(id).next)).toEqual(['12:01:51', '12:01:51', '12:01:51']);
    works = true;
    await rig.passWithRetries(1);
    await rig.quiet();
    // Again one finds out; it is answered, and the others follow at once, but for the one that rests after two failures.
    await rig.passWithRetries(2 * MINUTE);
    expect(rig.engine.sources().map((source) => source.state)).toEqual(Array(8).fill('fresh'));
  });
});

describe('failing sources never delay others', () => {
  const sick: [how: string, answer: Handler][] = [
    ['answer with 500', refuse(500)],
    ['break off', (_call, response) => response.destroy()],
  ];

  test.each(sick)('forty sources of a host whose calls %s, and one of another host', async (_how, answer) => {
    const other = await startUpstream((_call, response) => json(response, [{ id: 1 }]));
    const { rig } = await rigThat(answer);
    try {
      for (let index = 0; index < 40; index += 1)
        await rig.add({ id: `sick-${index}`, url: `${rig.upstream.url}/${index}`, ...everyMinute });
      await rig.add({ id: 'well', url: `${other.url}/well`, policy: { preset: 'smart' } });
      rig.look();
      // Within seconds, though each of the forty takes 7 s to be given up.
      for (let second = 0; second < 10; second += 1) {
        await rig.clock.advance(SECOND);
        for (let turn = 0; turn < 20; turn += 1) await rig.clock.settle(() => true);
      }
      expect(rig.engine.source('well').state).toBe('fresh');
    } finally {
      await rig.engine.stop();
      await other.close();
    }
  });
});

describe('no herd after a start or waking up', () => {
  test.each(['a start', 'waking up'])(
    'after %s what is looked at comes first, and the others one after the other within 30 s',
    async (what) => {
      const { rig, seconds } = await rigThat((_call, response) => json(response, [{ id: 1 }]));
      for (let index = 0; index < 30; index += 1)
        await rig.add({ id: `idle-${index}`, url: `${rig.upstream.url}/${index}`, policy: { preset: 'fixed', everySeconds: 600 } });
      await rig.add({ id: 'looked-at', url: `${rig.upstream.url}/looked-at`, policy: { preset: 'smart' } });
      await keepLooking(rig, MINUTE);
      if (what === 'a start') {
        await rig.engine.stop();
        await rig.clock.sleep(2 * HOUR);
        await rig.restart();
      } else {
        rig.engine.systemChanged({ suspended: true });
        await rig.clock.sleep(2 * HOUR);
        rig.engine.systemChanged({ suspended: false });
      }
      const from = rig.upstream.calls.length;
      const since = (rig.clock.now() - Date.parse(NOON)) / SECOND;
      rig.look();
      await rig.idle();
      await rig.pass(31 * SECOND);
      const after = seconds.slice(from).map((second) => second - since);
      expect(rig.upstream.calls[from]?.path).toBe('/looked-at');
      expect(after[0]).toBe(0);
      expect(after.length).toBe(31);
      expect(Math.max(...after)).toBeLessThanOrEqual(30);
      for (let second = 0; second < 30; second += 1)
        expect(after.filter((each) => each >= second && each < second + 1).length).toBeLessThanOrEqual(6);
    },
  );
});
