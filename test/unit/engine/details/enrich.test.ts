import { expect, test } from 'vitest';
import type { EnrichmentStatus, SourceDraftInput } from '../../../../src-preload/contract/index.ts';
import { enrichmentSentence, sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { type Call, json, type Upstream } from '../../../support/upstream.ts';
import type { ServerResponse } from 'node:http';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = '2026-11-20T00:00:00.000Z';

const daysAgo = (days: number) => new Date(Date.parse(START) - days * DAY).toISOString();

type Enrichment = NonNullable<SourceDraftInput['enrichment']>;

const one: Enrichment = { requests: [{ url: '/activities/{id}', fields: { calories: 'calories', laps: 'laps' } }] };

/** A listing of activities and an endpoint for the details of each, as Strava has them. */
async function activities(
  list: unknown[],
  detail: (id: string, response: ServerResponse, call: Call) => unknown,
  options = {},
): Promise<Rig> {
  return makeRig({
    startIso: START,
    handler: (call, response) => {
      const id = /^\/activities\/(.+)$/.exec(call.path)?.[1];
      if (id === undefined) json(response, list);
      else detail(decodeURIComponent(id), response, call);
    },
    ...options,
  });
}

const source = (enrichment: Enrichment, settings: Partial<SourceDraftInput> = {}): Partial<SourceDraftInput> => ({
  timeField: 'at',
  policy: { preset: 'manual' },
  enrichment,
  ...settings,
});

/** Details that were asked for, in the order of the calls. */
const asked = (upstream: Upstream) => upstream.calls.flatMap((call) => /^\/activities\/(.+)$/.exec(call.path)?.[1] ?? []);

const fieldsOf = (rig: Rig) =>
  Object.fromEntries(
    [
      ...rig.store.records.existing(
        rig.engine.recordsOf('odds').row,
        Array.from({ length: 20 }, (_, id) => String(id)),
      ),
    ].map(([id, { rich }]) => [id, rich]),
  );

const status = (rig: Rig): EnrichmentStatus => {
  const { enrichment } = rig.engine.source('odds');
  if (enrichment === null) throw new Error('the source has no enrichment');
  return enrichment;
};

test('after a refresh the details of every record are fetched, the newest first, and none is asked for twice', async () => {
  const list = [1, 2, 3, 4].map((id) => ({ id, at: daysAgo(5 - id), name: `ride ${id}` }));
  const rig = await activities(list, (id, response) => json(response, { id, calories: Number(id) * 100, laps: [1] }));
  await rig.add(source({ ...one, callsPerRun: 2 }));
  await rig.engine.refresh('odds', 'normal', true);
  expect(status(rig)).toMatchObject({ waiting: 4, answered: 0 });
  await rig.idle();
  expect(new Set(asked(rig.upstream))).toEqual(new Set(['4', '3']));
  expect(status(rig)).toMatchObject({ reason: 'next-run', waiting: 2, answered: 2, callsToday: 2 });
  await rig.pass(MINUTE);
  expect(asked(rig.upstream).toSorted()).toEqual(['1', '2', '3', '4']);
  expect(fieldsOf(rig)).toMatchObject({ 1: { calories: 100, laps: [1] }, 4: { calories: 400, laps: [1] } });
  expect(status(rig)).toMatchObject({ reason: 'all-answered', waiting: 0, answered: 4, nextAt: null });
  await rig.engine.refresh('odds', 'force', true);
  await rig.pass(DAY + HOUR);
  expect(asked(rig.upstream).length).toBe(4);
  expect(rig.engine.source('odds').fields).toEqual(expect.arrayContaining(['calories', 'laps']));
});

test('a listing that speaks of an enriched field later does not overwrite it', async () => {
  const list: Record<string, unknown>[] = [{ id: 1, at: daysAgo(1), calories: 0 }];
  const rig = await activities(list, (_id, response) => json(response, { calories: 612, laps: null }));
  await rig.add(source(one));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(fieldsOf(rig)).toEqual({ 1: { calories: 612, laps: null } });
  list[0] = { id: 1, at: daysAgo(1), calories: 3, laps: [9], name: 'new' };
  await rig.pass(1_000);
  await rig.engine.refresh('odds', 'force', true);
  expect(fieldsOf(rig)).toEqual({ 1: { calories: 612, laps: null } });
});

test('an explicit null, a missing field, 404 and 410 count as answered', async () => {
  const answers: Record<string, (response: ServerResponse) => unknown> = {
    1: (response) => json(response, { calories: null, laps: null }),
    2: (response) => json(response, { other: 1 }),
    3: (response) => json(response, { message: 'no such activity' }, {}, 404),
    4: (response) => json(response, {}, {}, 410),
    5: (response) => response.writeHead(204).end(),
  };
  const rig = await activities(
    Object.keys(answers).map((id) => ({ id, at: daysAgo(1) })),
    (id, response) => answers[id]?.(response),
  );
  await rig.add(source(one));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.pass(DAY + HOUR);
  expect(asked(rig.upstream).length).toBe(5);
  expect(status(rig)).toMatchObject({ answered: 5, waiting: 0, givenUp: 0, failure: null });
  expect(fieldsOf(rig)).toEqual({ 1: { calories: null, laps: null }, 2: {}, 3: {}, 4: {}, 5: {} });
  expect(rig.engine.source('odds')).toMatchObject({ failure: null, obstacle: null });
});

test('a failed try rests for 24 hours; optional details are given up after 5 tries, essential ones never while the record is young', async () => {
  const rig = await activities([{ id: 1, at: daysAgo(0) }], (_id, response) => json(response, {}, {}, 400));
  await rig.add(
    source({
      requests: [
        { name: 'laps', url: '/activities/{id}?laps', fields: { laps: 'laps' }, recordsYoungerThanDays: 3 },
        { name: 'photos', url: '/activities/{id}?photos', fields: { photos: 'photos' }, group: 'optional', hoursBetweenTries: 6 },
      ],
    }),
  );
  const by = (query: string) => rig.upstream.calls.filter((call) => call.query.has(query)).length;
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect([by('laps'), by('photos')]).toEqual([1, 1]);
  expect(status(rig)).toMatchObject({ reason: 'next-try', waiting: 2, nextAt: '2026-11-20T06:00:00.000Z', failure: { status: 400 } });
  await rig.pass(DAY - 1);
  expect([by('laps'), by('photos')]).toEqual([1, 4]);
  await rig.pass(1);
  expect([by('laps'), by('photos')]).toEqual([2, 5]);
  await rig.pass(3 * DAY);
  expect([by('laps'), by('photos')]).toEqual([4, 5]);
  expect(status(rig)).toMatchObject({ reason: 'all-answered', waiting: 0, givenUp: 2 });
});

test('records older than the limit by their own time are not asked about, nor are those that grow that old', async () => {
  const list = [{ id: 1, at: daysAgo(22) }, { id: 2, at: daysAgo(20.5) }, { id: 3 }];
  const rig = await activities(list, (_id, response) => json(response, {}, {}, 400));
  await rig.add(source(one));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(asked(rig.upstream).toSorted()).toEqual(['2', '3']);
  await rig.pass(2 * DAY);
  expect(asked(rig.upstream).filter((id) => id === '2').length).toBe(1);
  expect(asked(rig.upstream).filter((id) => id === '1').length).toBe(0);
  expect(status(rig)).toMatchObject({ waiting: 1, givenUp: 1 });
});

test('a record that is moved to a later time becomes young enough', async () => {
  const list = [{ id: 1, at: daysAgo(100) }];
  const rig = await activities(list, (_id, response) => json(response, { calories: 5 }));
  await rig.add(source(one));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(asked(rig.upstream)).toEqual([]);
  list[0] = { id: 1, at: daysAgo(-3) };
  await rig.pass(1_000);
  await rig.engine.refresh('odds', 'force', true);
  await rig.idle();
  expect(asked(rig.upstream)).toEqual(['1']);
});

test('a record that somebody looks at comes before newer ones', async () => {
  const list = [1, 2, 3, 4, 5].map((id) => ({ id, at: daysAgo(6 - id) }));
  const rig = await activities(list, (_id, response) => json(response, { calories: 1 }));
  await rig.add(source({ ...one, callsPerRun: 1 }));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(rig.engine.looked('odds', '2')).toEqual({ waiting: true });
  await rig.pass(2 * MINUTE);
  expect(asked(rig.upstream)).toEqual(['5', '2', '4']);
  expect(rig.engine.looked('odds', '2')).toEqual({ waiting: false });
  expect(() => rig.engine.looked('odds', '77')).toThrow('There is no record "77"');
});

test('at most three calls for details of a source are on their way at a time', async () => {
  let underWay = 0;
  let most = 0;
  const rig = await activities(
    Array.from({ length: 12 }, (_, id) => ({ id, at: daysAgo(1) })),
    (_id, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        json(response, { calories: 1 });
      }, 5);
    },
  );
  await rig.add(source(one));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(asked(rig.upstream).length).toBe(12);
  expect(most).toBe(3);
});

test('one call serves many records, and one that the answer leaves out is asked about again later', async () => {
  const rig = await makeRig({
    startIso: START,
    handler: (call, response) => {
      if (call.path !== '/details')
        return json(
          response,
          [1, 2, 3, 4, 5].map((id) => ({ id, at: daysAgo(6 - id) })),
        );
      const ids = (call.query.get('ids') ?? '').split('|').filter((id) => id !== '3');
      return json(response, { found: ids.map((id) => ({ key: { id: Number(id) }, kcal: Number(id) * 10 })) });
    },
  });
  await rig.add(
    source({
      requests: [
        {
          url: '/details?ids={ids}',
          batch: { size: 3, separator: '|', list: 'found', idField: 'key.id' },
          fields: { 'energy.kcal': 'kcal', raw: '' },
        },
      ],
    }),
  );
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  const calls = rig.upstream.calls.filter((call) => call.path === '/details').map((call) => call.query.get('ids'));
  expect(calls.toSorted()).toEqual(['2|1', '5|4|3']);
  expect(fieldsOf(rig)).toMatchObject({ 5: { 'energy.kcal': 50, raw: { key: { id: 5 }, kcal: 50 } }, 3: {} });
  expect(status(rig)).toMatchObject({ answered: 4, waiting: 1, reason: 'next-try' });
});

test('details never use more than their share of the quota, count for it after a restart, and leave the rest to refreshes', async () => {
  const rig = await activities(
    Array.from({ length: 50 }, (_, id) => ({ id, at: daysAgo(1) })),
    (_id, response) => json(response, { calories: 1 }),
  );
  const quota = { windows: [{ limit: 20, per: 'day' as const }], reserveForManualPercent: 10, spread: 'none' as const };
  await rig.add(source({ ...one, sharePercent: 25 }, { quota, policy: { preset: 'fixed', everySeconds: 3600 } }));
  await rig.pass(6 * HOUR);
  expect(asked(rig.upstream).length).toBe(5);
  expect(status(rig)).toMatchObject({ reason: 'share-spent', nextAt: '2026-11-21T00:00:00.000Z', callsToday: 5 });
  expect(enrichmentSentence(status(rig))).toBe(
    'Details are not fetched: their share of the quota, 25 %, is spent until 2026-11-21 00:00 UTC',
  );
  await rig.restart();
  await rig.pass(17 * HOUR);
  expect(asked(rig.upstream).length).toBe(5);
  expect(rig.engine.quotas()[0]).toMatchObject({ used: 18, remaining: 2 });
  await rig.pass(2 * HOUR);
  expect(asked(rig.upstream).length).toBe(10);
});

test('sources of one key have one share, and a share that no call fits into says so', async () => {
  const rig = await activities(
    Array.from({ length: 20 }, (_, id) => ({ id, at: daysAgo(1) })),
    (_id, response) => json(response, { calories: 1 }),
  );
  const quota = { key: 'k', windows: [{ limit: 16, per: 'day' as const }], reserveForManualPercent: 0 };
  await rig.add(source(one, { quota }));
  await rig.add(source(one, { id: 'other', quota, url: `${rig.upstream.url}/other` }));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.engine.refresh('other', 'normal', true);
  await rig.pass(HOUR);
  expect(asked(rig.upstream).length).toBe(8);
  await rig.add(source({ ...one, sharePercent: 1 }, { id: 'third', quota: { windows: quota.windows }, url: `${rig.upstream.url}/third` }));
  await rig.engine.refresh('third', 'normal', true);
  const third = rig.engine.source('third').enrichment;
  expect(third).toMatchObject({ reason: 'share-spent', nextAt: null });
  expect(third && enrichmentSentence(third)).toContain('is less than one call costs');
});

test('of limits that the server tells, refreshes keep their share too', async () => {
  let left = 100;
  const limits = () => ({ 'ratelimit-policy': '"hour";q=100;w=3600', ratelimit: `"hour";r=${(left -= 1)};t=3600` });
  const rig = await makeRig({
    startIso: START,
    handler: (call, response) =>
      json(response, call.path === '/odds' ? Array.from({ length: 200 }, (_, id) => ({ id, at: daysAgo(1) })) : { calories: 1 }, limits()),
  });
  await rig.add(source({ ...one, callsPerRun: 500 }));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(left).toBe(50);
  expect(status(rig)).toMatchObject({ reason: 'share-spent', nextAt: '2026-11-20T01:00:00.000Z' });
});

test('the details of another server are asked for without the key and the headers of the source', async () => {
  const other = await makeRig({ handler: (_call, response) => json(response, { calories: 7 }) });
  const rig = await activities([{ id: 'a/b ?', at: daysAgo(1), owner: { id: 9 } }], (_id, response) => json(response, { laps: 3 }));
  await rig.add(
    source(
      {
        requests: [
          { name: 'own', url: 'activities/{owner.id}/{id}?all=true', fields: { laps: 'laps' }, headers: { 'x-own': '1' } },
          { name: 'other', url: `${other.upstream.url}/x/{id}`, fields: { calories: 'calories' } },
        ],
      },
      { auth: { kind: 'header', name: 'x-key', secret: 'geheim' }, headers: { 'x-team': 'blue' } },
    ),
  );
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(rig.upstream.calls[1]).toMatchObject({
    path: '/activities/9/a%2Fb%20%3F',
    headers: { 'x-key': 'geheim', 'x-team': 'blue', 'x-own': '1' },
  });
  expect(other.upstream.calls[0]?.path).toBe('/x/a%2Fb%20%3F');
  expect(other.upstream.calls[0]?.headers).not.toHaveProperty('x-key');
  expect(other.upstream.calls[0]?.headers).not.toHaveProperty('x-team');
});

test('an access token that is refused for details is renewed once for all of them', async () => {
  let tokens = 0;
  const rig = await makeRig({
    startIso: START,
    handler: (call, response) => {
      if (call.path === '/token')
        return json(response, { access_token: `token-${(tokens += 1)}`, token_type: 'bearer', expires_in: 86_400 });
      if (call.path === '/odds')
        return json(
          response,
          [1, 2, 3].map((id) => ({ id, at: daysAgo(1) })),
        );
      return call.headers.authorization === 'Bearer token-2' ? json(response, { calories: 1 }) : json(response, {}, {}, 401);
    },
  });
  const auth = {
    kind: 'oauth2',
    grant: 'client-credentials',
    tokenUrl: `${rig.upstream.url}/token`,
    clientId: 'me',
    clientSecret: 'geheim',
  } as const;
  await rig.add(source(one, { auth }));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(tokens).toBe(2);
  expect(status(rig)).toMatchObject({ answered: 3, failure: null });
  expect(rig.engine.source('odds').today.calls).toBe(rig.upstream.calls.length);
});

test('details that are all on another server need no key of the source', async () => {
  const other = await makeRig({ handler: (_call, response) => json(response, { calories: 7 }) });
  const rig = await activities([{ id: 1, at: daysAgo(1) }], () => undefined);
  await rig.add(source({ requests: [{ url: `${other.upstream.url}/x/{id}`, fields: { calories: 'calories' } }] }));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  expect(fieldsOf(rig)).toEqual({ 1: { calories: 7 } });
});

test('429 stops the run for as long as the server asks, and the source goes on refreshing', async () => {
  let isFull = true;
  const rig = await activities(
    Array.from({ length: 9 }, (_, id) => ({ id, at: daysAgo(1) })),
    (_id, response) => (isFull ? json(response, {}, { 'retry-after': '1800' }, 429) : json(response, { calories: 1 })),
  );
  await rig.add(source(one, { policy: { preset: 'fixed', everySeconds: 600 } }));
  await rig.pass(10 * MINUTE);
  expect(asked(rig.upstream).length).toBeLessThanOrEqual(3);
  const before = asked(rig.upstream).length;
  expect(status(rig)).toMatchObject({ reason: 'server-said-wait', nextAt: '2026-11-20T00:30:00.000Z', failure: { status: 429 } });
  isFull = false;
  await rig.restart();
  await rig.pass(20 * MINUTE - 1);
  expect(asked(rig.upstream).length).toBe(before);
  expect(rig.engine.source('odds')).toMatchObject({ failure: null, obstacle: null, state: expect.stringMatching(/fresh|stale/) });
  expect(rig.upstream.calls.filter((call) => call.path === '/odds').length).toBe(3);
  await rig.pass(3 * MINUTE);
  expect(status(rig)).toMatchObject({ answered: 9, failure: null });
});

test('an endpoint that keeps failing rests, longer each time, and neither fails nor delays the refreshes of its source', async () => {
  const rig = await activities(
    Array.from({ length: 40 }, (_, id) => ({ id, at: daysAgo(1) })),
    (_id, response) => json(response, {}, {}, 500),
  );
  await rig.add(source(one, { policy: { preset: 'fixed', everySeconds: 60 } }));
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls.filter((call) => call.path === '/odds').length).toBe(11);
  expect(rig.engine.source('odds')).toMatchObject({ failure: null, obstacle: null });
  expect(asked(rig.upstream).length).toBeLessThan(21);
  expect(status(rig)).toMatchObject({ reason: 'backing-off', answered: 0, waiting: 40, failure: { status: 500 } });
});

test('refused credentials stop the details until the settings change, somebody resumes, or a day has gone by', async () => {
  const rig = await activities(
    Array.from({ length: 9 }, (_, id) => ({ id, at: daysAgo(1) })),
    (_id, response) => json(response, {}, {}, 401),
  );
  await rig.add(source(one));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.pass(2 * HOUR);
  const first = asked(rig.upstream).length;
  expect(first).toBeLessThanOrEqual(3);
  expect(status(rig)).toMatchObject({ reason: 'needs-fix', waiting: 9, failure: { code: 'unauthorized' } });
  expect(rig.engine.source('odds')).toMatchObject({ failure: null, obstacle: null });
  rig.upstream.handler = (_call, response) => json(response, { calories: 1 });
  rig.engine.resumeEnrichment('odds');
  await rig.idle();
  expect(status(rig)).toMatchObject({ answered: 9, failure: null });
});

test('what is in the way of the source is in the way of its details: a pause, one of the app, quiet hours', async () => {
  const list = [{ id: 1, at: daysAgo(1) }];
  const rig = await activities(list, (_id, response) => json(response, { calories: 1 }));
  await rig.add(source(one));
  const press = () => rig.engine.refresh('odds', 'force', true);
  rig.engine.pause('odds', 3600);
  await press();
  await rig.idle();
  expect(status(rig)).toMatchObject({ reason: 'source-paused', nextAt: '2026-11-20T01:00:00.000Z' });
  rig.engine.pauseApp(null);
  rig.engine.resume('odds');
  expect(status(rig)).toMatchObject({ reason: 'app-paused', nextAt: null });
  expect(enrichmentSentence(status(rig))).toBe('Details are not fetched: everything is paused');
  const { config } = rig.engine.source('odds');
  await rig.engine.update({
    ...config,
    policy: { preset: 'manual', staleSeconds: 60, quietHours: { days: ['fri'], from: '00:00', to: '06:00', timeZone: 'UTC' } },
  });
  rig.engine.resumeApp();
  expect(status(rig)).toMatchObject({ reason: 'outside-hours', nextAt: '2026-11-20T06:00:00.000Z' });
  expect(asked(rig.upstream)).toEqual([]);
  await rig.pass(6 * HOUR);
  expect(asked(rig.upstream)).toEqual(['1']);
});

test('details wait with a source whose last refresh failed, and while one is running', async () => {
  let isWell = true;
  const held: ServerResponse[] = [];
  const rig = await activities(
    [
      { id: 1, at: daysAgo(1) },
      { id: 2, at: daysAgo(2) },
    ],
    (_id, response) => json(response, { calories: 1 }),
  );
  const { handler } = rig.upstream;
  await rig.add(source({ ...one, callsPerRun: 1 }));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  rig.upstream.handler = (call, response) => {
    if (call.path !== '/odds') return handler(call, response);
    return isWell ? held.push(response) : json(response, {}, {}, 403);
  };
  isWell = false;
  // A press right after the one before would be part of it.
  await rig.pass(1_000);
  await rig.engine.refresh('odds', 'force', true);
  await rig.pass(HOUR);
  expect(status(rig)).toMatchObject({ reason: 'source-resting', waiting: 1 });
  isWell = true;
  const refreshed = rig.engine.refresh('odds', 'force', true);
  await rig.clock.settle(() => held.length === 1);
  expect(status(rig).reason).toBe('source-resting');
  json(held[0]!, [{ id: 1, at: daysAgo(1) }]);
  await refreshed;
  await rig.idle();
  expect(status(rig)).toMatchObject({ answered: 2, waiting: 0 });
});

test('safe mode fetches no details', async () => {
  const rig = await activities([], (_id, response) => json(response, {}), { safeMode: true });
  await rig.add(source(one));
  expect(status(rig).reason).toBe('safe-mode');
});

test('details can be paused apart from the source, also over a restart', async () => {
  const rig = await activities([{ id: 1, at: daysAgo(1) }], (_id, response) => json(response, { calories: 1 }));
  await rig.add(source(one, { policy: { preset: 'fixed', everySeconds: 600 } }));
  expect(rig.engine.pauseEnrichment('odds').enrichment).toMatchObject({ paused: true });
  await rig.pass(HOUR);
  await rig.restart();
  await rig.pass(HOUR);
  expect(rig.upstream.calls.length).toBe(13);
  expect(asked(rig.upstream)).toEqual([]);
  expect(status(rig)).toMatchObject({ paused: true, reason: 'paused', waiting: 1 });
  rig.engine.resumeEnrichment('odds');
  await rig.idle();
  expect(asked(rig.upstream)).toEqual(['1']);
});

test('a source without details says so when they are paused', async () => {
  const rig = await makeRig();
  await rig.add();
  expect(rig.engine.source('odds').enrichment).toBeNull();
  expect(() => rig.engine.pauseEnrichment('odds')).toThrow('fetches no details');
});

test('a request that asks for something else is asked of every record anew, and the one before is remembered for who takes that back', async () => {
  const rig = await activities([{ id: 1, at: daysAgo(1) }], (_id, response) => json(response, { calories: 1, watts: 2 }));
  const before = await rig.add(source(one));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.idle();
  const wider: Enrichment = { requests: [{ url: '/activities/{id}', fields: { calories: 'calories', watts: 'watts' } }] };
  await rig.engine.update(sourceConfigSchema.parse({ ...before.config, ...source(wider) }));
  await rig.idle();
  expect(asked(rig.upstream)).toEqual(['1', '1']);
  expect(fieldsOf(rig)).toEqual({ 1: { calories: 1, watts: 2 } });
  await rig.engine.update(before.config);
  await rig.pass(HOUR);
  expect(asked(rig.upstream)).toEqual(['1', '1']);
  expect(rig.upstream.calls.filter((call) => call.path === '/odds').length).toBe(1);
});

test('a settings change or the end of the app in the middle of a call keeps what was received and asks for the rest again', async () => {
  const held: ServerResponse[] = [];
  let isHeld = true;
  const rig = await activities(
    [1, 2].map((id) => ({ id, at: daysAgo(3 - id) })),
    (id, response) => (isHeld && id === '1' ? held.push(response) : json(response, { calories: 1 })),
  );
  await rig.add(source(one));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.clock.settle(() => held.length === 1 && status(rig).running);
  await rig.clock.settle(() => Object.keys(fieldsOf(rig)[2] ?? {}).length > 0);
  isHeld = false;
  await rig.restart();
  expect(status(rig)).toMatchObject({ answered: 1, waiting: 1 });
  await rig.pass(MINUTE);
  expect(asked(rig.upstream).toSorted()).toEqual(['1', '1', '2']);
  expect(status(rig)).toMatchObject({ answered: 2, waiting: 0, failure: null });
});

test('a clock that is set back makes nobody wait longer', async () => {
  let isWell = false;
  const rig = await activities([{ id: 1, at: daysAgo(0) }], (_id, response) =>
    isWell ? json(response, { calories: 1 }) : json(response, {}, {}, 400),
  );
  await rig.add(source({ requests: [{ ...one.requests[0]!, hoursBetweenTries: 2 }] }));
  await rig.engine.refresh('odds', 'normal', true);
  await rig.pass(HOUR);
  isWell = true;
  rig.clock.setWall(-10 * DAY);
  await rig.pass(HOUR + MINUTE);
  expect(asked(rig.upstream).length).toBe(2);
});
