import { describe, expect, test } from 'vitest';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { shownMoment } from '../../../support/story.ts';
import { json } from '../../../support/upstream.ts';

// What servers say about how long an answer may be used, and how one asks whether it has changed. By RFC 9110 and 9111.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = '2026-11-20T12:00:00.000Z';
const every10Minutes = { policy: { preset: 'fixed' as const, everySeconds: 600 } };

/** The conditions that a call came with. */
const conditionsOf = (rig: Rig, call: number) => {
  const { 'if-none-match': etag, 'if-modified-since': since } = rig.upstream.calls[call]?.headers ?? {};
  return { ...(etag === undefined ? {} : { etag }), ...(since === undefined ? {} : { since }) };
};

describe('an answer at 12:00, of a source that is refreshed every 10 minutes', () => {
  interface Row {
    rule: string;
    headers: Record<string, string>;
    next: string;
    /** What the next call asks with. */
    conditions?: { etag?: string; since?: string };
  }

  const rows: Row[] = [
    { rule: 'that says nothing', headers: {}, next: '12:10' },
    { rule: 'with an ETag', headers: { etag: '"a"' }, next: '12:10', conditions: { etag: '"a"' } },
    { rule: 'with a weak ETag', headers: { etag: 'W/"a"' }, next: '12:10', conditions: { etag: 'W/"a"' } },
    {
      rule: 'with Last-Modified',
      headers: { 'last-modified': 'Fri, 20 Nov 2026 11:00:00 GMT' },
      next: '12:10',
      conditions: { since: 'Fri, 20 Nov 2026 11:00:00 GMT' },
    },
    {
      rule: 'with both',
      headers: { etag: '"a"', 'last-modified': 'Fri, 20 Nov 2026 11:00:00 GMT' },
      next: '12:10',
      conditions: { etag: '"a"', since: 'Fri, 20 Nov 2026 11:00:00 GMT' },
    },
    { rule: 'good for an hour', headers: { 'cache-control': 'max-age=3600' }, next: '13:00' },
    { rule: 'good for less than the interval', headers: { 'cache-control': 'max-age=60' }, next: '12:10' },
    { rule: 'that has expired already', headers: { 'cache-control': 'max-age=0' }, next: '12:10' },
    { rule: 'good for 16 years, as a server once said', headers: { 'cache-control': 'max-age=504911232' }, next: '2026-11-21 12:00' },
    { rule: 'immutable for ever', headers: { 'cache-control': 'max-age=31536000, immutable' }, next: '2026-11-21 12:00' },
    {
      rule: 'that expires at 14:00',
      headers: { expires: 'Fri, 20 Nov 2026 14:00:00 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' },
      next: '14:00',
    },
    {
      rule: "that expires in two hours by the server's clock, which is a year behind",
      headers: { expires: 'Thu, 20 Nov 2025 14:00:00 GMT', date: 'Thu, 20 Nov 2025 12:00:00 GMT' },
      next: '14:00',
    },
    {
      rule: 'that expires in 2042',
      headers: { expires: 'Thu, 20 Nov 2042 12:00:00 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' },
      next: '2026-11-21 12:00',
    },
    { rule: 'that expires at 0', headers: { expires: '0', date: 'Fri, 20 Nov 2026 12:00:00 GMT' }, next: '12:10' },
    {
      rule: 'with max-age and Expires: max-age counts',
      headers: { 'cache-control': 'max-age=1200', expires: 'Fri, 20 Nov 2026 18:00:00 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' },
      next: '12:20',
    },
    { rule: 'that was half an hour in caches of its hour', headers: { 'cache-control': 'max-age=3600', age: '1800' }, next: '12:30' },
    { rule: 'that was longer in caches than it is good for', headers: { 'cache-control': 'max-age=3600', age: '4000' }, next: '12:10' },
    { rule: 'good for a day in shared caches, which Freshet is not', headers: { 'cache-control': 's-maxage=86400' }, next: '12:10' },
    {
      rule: 'good for a day in shared caches and 20 minutes elsewhere',
      headers: { 'cache-control': 's-maxage=86400, max-age=1200' },
      next: '12:20',
    },
    { rule: 'that may not be stored', headers: { 'cache-control': 'no-store, max-age=3600' }, next: '12:10' },
    {
      rule: 'that must be asked about each time',
      headers: { 'cache-control': 'no-cache, max-age=3600', etag: '"a"' },
      next: '12:10',
      conditions: { etag: '"a"' },
    },
    { rule: 'with an unreadable lifetime', headers: { 'cache-control': 'max-age=soon' }, next: '12:10' },
    { rule: 'that asks for a pause between polls', headers: { 'x-poll-interval': '1800' }, next: '12:30' },
    {
      rule: 'with both a lifetime and a pause: the longer counts',
      headers: { 'x-poll-interval': '1200', 'cache-control': 'max-age=3600' },
      next: '13:00',
    },
  ];

  test.each(rows)('$rule: next at $next', async ({ headers, next, conditions = {} }) => {
    const rig = await makeRig({ startIso: NOON, handler: (_call, response) => json(response, [{ id: 1 }], headers) });
    await rig.add(every10Minutes);
    await rig.idle();
    const { dueAt, reason } = rig.engine.source('odds').decision;
    expect([shownMoment(dueAt), reason]).toEqual([next, next === '12:10' ? 'fresh' : 'server-lifetime']);
    await rig.pass(Date.parse(dueAt ?? '') - rig.clock.now() - 1);
    expect(rig.upstream.calls.length).toBe(1);
    await rig.pass(1);
    expect(rig.upstream.calls.length).toBe(2);
    expect(conditionsOf(rig, 1)).toEqual(conditions);
  });
});

describe('a 304', () => {
  interface Row {
    rule: string;
    /** What the first answer said, and what the 304 after it does. */
    first: Record<string, string>;
    then: Record<string, string>;
    /** Minutes after the 304 at which the next call is due. */
    nextInMinutes: number;
    /** What that call asks with. */
    etag: string;
  }

  const rows: Row[] = [
    { rule: 'that says nothing keeps the lifetime', first: { 'cache-control': 'max-age=3600' }, then: {}, nextInMinutes: 60, etag: '"a"' },
    {
      rule: 'that names another lifetime replaces it',
      first: { 'cache-control': 'max-age=3600' },
      then: { 'cache-control': 'max-age=7200' },
      nextInMinutes: 120,
      etag: '"a"',
    },
    {
      rule: 'that takes the lifetime back ends it',
      first: { 'cache-control': 'max-age=3600' },
      then: { 'cache-control': 'no-cache' },
      nextInMinutes: 10,
      etag: '"a"',
    },
    {
      rule: 'that names a lifetime where there was none begins one',
      first: {},
      then: { 'cache-control': 'max-age=1200' },
      nextInMinutes: 20,
      etag: '"a"',
    },
    { rule: 'with another ETag is asked about with that', first: {}, then: { etag: '"b"' }, nextInMinutes: 10, etag: '"b"' },
  ];

  test.each(rows)('$rule', async ({ first, then, nextInMinutes, etag }) => {
    const rig = await makeRig({
      startIso: NOON,
      handler: (call, response) =>
        call.headers['if-none-match'] === undefined
          ? json(response, [{ id: 1 }], { etag: '"a"', ...first })
          : response.writeHead(304, then).end(),
    });
    await rig.add(every10Minutes);
    await rig.idle();
    await rig.pass(Date.parse(rig.engine.source('odds').decision.dueAt ?? '') - rig.clock.now());
    expect(rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0]).toMatchObject({
      outcome: 'not-modified',
      notModified: 1,
    });
    const nextIn = Date.parse(rig.engine.source('odds').decision.dueAt ?? '') - rig.clock.now();
    expect(nextIn / MINUTE).toBe(nextInMinutes);
    await rig.pass(nextIn);
    expect(conditionsOf(rig, 2)).toEqual({ etag });
  });
});

describe('a press and a change of settings', () => {
  test.each<[what: string, headers: Record<string, string>]>([
    ['a press asks although the data stays good', { etag: '"a"', 'cache-control': 'max-age=3600' }],
    ['a press asks with the conditions', { etag: '"a"' }],
  ])('%s', async (_what, headers) => {
    const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1 }], headers) });
    await rig.add(every10Minutes);
    await rig.idle();
    await rig.engine.refresh('odds', 'normal', true);
    expect(conditionsOf(rig, 1)).toEqual({ etag: '"a"' });
  });

  test('force asks without conditions, for the whole answer', async () => {
    const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1 }], { etag: '"a"' }) });
    await rig.add(every10Minutes);
    await rig.idle();
    await rig.engine.refresh('odds', 'force', true);
    expect(conditionsOf(rig, 1)).toEqual({});
  });

  test('another request is asked without the conditions of the one before', async () => {
    const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1 }], { etag: '"a"' }) });
    const { config } = await rig.add(every10Minutes);
    await rig.idle();
    await rig.engine.update({ ...config, query: { region: 'eu' } });
    await rig.engine.refresh('odds', 'normal', true);
    expect(rig.upstream.calls[1]?.query.get('region')).toBe('eu');
    expect(conditionsOf(rig, 1)).toEqual({});
  });

  test('a POST is asked without conditions', async () => {
    const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1 }], { etag: '"a"' }) });
    await rig.add({ ...every10Minutes, method: 'POST', body: '{}' });
    await rig.pass(10 * MINUTE);
    expect(conditionsOf(rig, 1)).toEqual({});
  });
});

describe('servers that have neither ETag nor Last-Modified', () => {
  test.each<[what: string, first: string, then: string, outcome: string]>([
    ['the same bytes are not read again', '[{"id":1,"n":1}]', '[{"id":1,"n":1}]', 'unchanged'],
    ['the same records in other bytes change nothing either', '[{"id":1,"n":1}]', '[ {"id":1, "n":1} ]', 'unchanged'],
    ['other records are merged', '[{"id":1,"n":1}]', '[{"id":1,"n":2}]', 'changed'],
  ])('%s', async (_what, first, then, outcome) => {
    const bodies = [first, then];
    const rig = await makeRig({ handler: (_call, response) => response.end(bodies.shift()) });
    await rig.add(every10Minutes);
    await rig.pass(10 * MINUTE);
    expect(rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0]).toMatchObject({ outcome, bytes: then.length });
    expect(rig.engine.source('odds').checkedAt).toBe(new Date(rig.clock.now()).toISOString());
  });
});

test('validators are not trusted for more than a week: the first call after it asks for the whole answer', async () => {
  const rig: Rig = await makeRig({
    handler: (call, response) =>
      // An ETag that never changes, whatever the records do.
      call.headers['if-none-match'] === '"stuck"'
        ? response.writeHead(304).end()
        : json(response, [{ id: 1, n: rig.upstream.calls.length }], { etag: '"stuck"' }),
  });
  await rig.add({ policy: { preset: 'manual' } });
  for (let hour = 0; hour <= 15 * 24; hour += 1) {
    await rig.engine.refresh('odds', 'normal', true);
    await rig.clock.sleep(HOUR);
  }
  const whole = rig.upstream.calls.flatMap((call, index) => (call.headers['if-none-match'] === undefined ? [index] : []));
  expect(whole).toEqual([0, 7 * 24 + 1, 14 * 24 + 2]);
});
