import { describe, expect, onTestFinished, test } from 'vitest';
import type { PresetValues } from '../../../src-preload/contract/index.ts';
import { makeRig } from '../../support/engine.ts';
import { addPreset, presetFixture, storedRecords } from '../../support/presets.ts';
import { until } from '../../support/push-client.ts';
import { type Call, type Handler, json } from '../../support/upstream.ts';

/** Answers by path with what was written for it; everything else is not there. */
function serving(routes: Record<string, unknown>, headers: Record<string, string> = {}): Handler {
  return (call, response) =>
    Object.hasOwn(routes, call.path) ? json(response, routes[call.path], headers) : json(response, { message: call.path }, {}, 404);
}
const queryOf = (call: Call | undefined) => Object.fromEntries(call?.query ?? []);
const START = '2026-11-21T12:00:00.000Z';

describe('USGS earthquakes', () => {
  const path = '/earthquakes/feed/v1.0/summary/4.5_week.geojson';

  test('asks for the feed of the magnitude and period, and dates each earthquake by its own time', async () => {
    const rig = await makeRig({ startIso: START, handler: serving({ [path]: presetFixture('usgs-earthquakes') }) });
    const [source] = await addPreset(rig, 'usgs-earthquakes', { magnitude: '4.5', period: 'week' });
    expect(source).toMatchObject({ id: 'earthquakes-4-5-week', state: 'fresh', records: 3, dataAsOf: '2026-11-21T13:00:00.000Z' });
    expect(storedRecords(rig, 'earthquakes-4-5-week')['hv73000001'].properties).toMatchObject({
      mag: 2.6,
      place: '5 km E of Pāhala, Hawaii',
    });
  });

  test('believes the lifetime of the feed, and keeps what is no longer in it', async () => {
    const feed = presetFixture('usgs-earthquakes');
    const rig = await makeRig({
      startIso: START,
      handler: (_call, response) => json(response, feed, { 'cache-control': 'public, max-age=60', etag: '"1"' }),
    });
    await addPreset(rig, 'usgs-earthquakes');
    feed.features.shift();
    await rig.pass(61_000);
    await rig.engine.refresh('earthquakes-2-5-day', 'force', true);
    expect(rig.engine.source('earthquakes-2-5-day').records).toBe(3);
  });
});

describe('Hacker News', () => {
  test('asks for stories with so many points, and reads as many pages as were wanted', async () => {
    const one = presetFixture('hacker-news');
    const rig = await makeRig({
      startIso: START,
      handler: (call, response) => {
        const page = Number(call.query.get('page'));
        const hits = Array.from({ length: page === 0 ? 100 : 1 }, (_none, at) => ({ ...one.hits[0], objectID: `${page}-${at}` }));
        json(response, { ...one, hits, page });
      },
    });
    const [source] = await addPreset(rig, 'hacker-news', { points: 250, pages: 3, words: 'sqlite' });
    expect(source?.records).toBe(101);
    expect(rig.upstream.calls.map(({ path }) => path)).toEqual(['/api/v1/search_by_date', '/api/v1/search_by_date']);
    expect(queryOf(rig.upstream.calls[1])).toEqual({
      tags: 'front_page',
      numericFilters: 'points>=250',
      query: 'sqlite',
      page: '1',
      hitsPerPage: '100',
    });
  });

  test('holds each story by its id and time', async () => {
    const rig = await makeRig({ startIso: START, handler: serving({ '/api/v1/search_by_date': presetFixture('hacker-news') }) });
    const [source] = await addPreset(rig, 'hacker-news');
    expect(source).toMatchObject({ records: 2, dataAsOf: '2026-11-21T12:40:00.000Z' });
    expect(storedRecords(rig, 'hacker-news-front-page')['46000001']).toMatchObject({ title: 'A database in one file', points: 312 });
  });
});

describe('GitHub releases', () => {
  const path = '/repos/ada/engine/releases';

  test('follows the Link header, says which version of the API it means, and sends no token that it does not have', async () => {
    const rig = await makeRig({
      startIso: START,
      handler: (call, response) => {
        if (call.query.get('page') === '2') return json(response, presetFixture('github-releases-page-2'));
        const link = `<${rig.upstream.url}/repositories/1/releases?per_page=100&page=2>; rel="next", <x>; rel="last"`;
        return json(response, presetFixture('github-releases'), { link });
      },
    });
    const [source] = await addPreset(rig, 'github-releases', { pages: 2 });
    expect(source).toMatchObject({ id: 'releases-ada-engine', records: 3, dataAsOf: '2026-11-20T09:00:00.000Z' });
    expect(rig.upstream.calls.map((call) => call.path)).toEqual([path, '/repositories/1/releases']);
    expect(rig.upstream.calls[0]?.headers).toMatchObject({ accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' });
    expect(rig.upstream.calls[0]?.headers['user-agent']).toMatch(/^Freshet\//);
    expect(rig.upstream.calls[0]?.headers.authorization).toBeUndefined();
  });

  test('makes a source of each repository, all with the token', async () => {
    const rig = await makeRig({ handler: (_call, response) => json(response, presetFixture('github-releases')) });
    const sources = await addPreset(rig, 'github-releases', { repositories: 'ada/engine, ada/loom', token: 'ghp_hush' });
    expect(sources.map(({ id }) => id)).toEqual(['releases-ada-engine', 'releases-ada-loom']);
    expect(rig.upstream.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer ghp_hush', 'Bearer ghp_hush']);
  });

  test('asks conditionally, and a 304 keeps what is there', async () => {
    const rig = await makeRig({
      startIso: START,
      handler: (call, response) =>
        call.headers['if-none-match'] === 'W/"abc"'
          ? response.writeHead(304).end()
          : json(response, presetFixture('github-releases'), { etag: 'W/"abc"', 'cache-control': 'public, max-age=60, s-maxage=60' }),
    });
    await addPreset(rig, 'github-releases');
    await rig.pass(120_000);
    const { refresh } = await rig.engine.refresh('releases-ada-engine', 'normal', true);
    expect(refresh?.outcome).toBe('not-modified');
    expect(rig.engine.source('releases-ada-engine').records).toBe(2);
  });

  test('waits until the moment that the headers of a spent limit name', async () => {
    const reset = Math.floor(Date.parse(START) / 1000) + 1800;
    const rig = await makeRig({
      startIso: START,
      handler: (_call, response) =>
        json(
          response,
          { message: "API rate limit exceeded for 192.0.2.1. (But here's the good news: Authenticated requests get a higher rate limit.)" },
          { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset), 'x-ratelimit-resource': 'core' },
          403,
        ),
    });
    const [source] = await addPreset(rig, 'github-releases');
    expect(source?.failure).toMatchObject({ status: 403, message: expect.stringContaining('API rate limit exceeded') });
  });
});

describe('GitHub notifications', () => {
  test('asks no more often than X-Poll-Interval says', async () => {
    const rig = await makeRig({
      startIso: START,
      handler: (_call, response) =>
        json(response, presetFixture('github-notifications'), {
          'x-poll-interval': '300',
          'last-modified': 'Sat, 21 Nov 2026 12:00:00 GMT',
        }),
    });
    rig.look();
    const [source] = await addPreset(rig, 'github-notifications', { all: true });
    expect(source).toMatchObject({ records: 1, state: 'fresh' });
    expect(queryOf(rig.upstream.calls[0])).toEqual({ per_page: '50', all: 'true', participating: 'false' });
    for (let minute = 0; minute < 4; minute += 1) {
      await rig.pass(60_000);
      rig.look();
    }
    expect(rig.upstream.calls).toHaveLength(1);
    for (let minute = 0; minute < 3; minute += 1) {
      await rig.pass(60_000);
      rig.look();
    }
    expect(rig.upstream.calls).toHaveLength(2);
    expect(rig.upstream.calls[1]?.headers['if-modified-since']).toBe('Sat, 21 Nov 2026 12:00:00 GMT');
  });

  test('a wrong token is said in the words of GitHub, and never shown', async () => {
    const body = { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' };
    const rig = await makeRig({ handler: (_call, response) => json(response, body, {}, 401) });
    const [source] = await addPreset(rig, 'github-notifications');
    expect(source).toMatchObject({
      state: 'sign-in',
      failure: { code: 'unauthorized', message: expect.stringContaining('Bad credentials') },
    });
    expect(JSON.stringify(source)).not.toContain('ghp_hush');
  });
});

describe('Statuspage', () => {
  test('brings the parts of the service and its incidents, as two sources', async () => {
    const rig = await makeRig({
      startIso: START,
      handler: serving({
        '/api/v2/components.json': presetFixture('statuspage-components'),
        '/api/v2/incidents.json': presetFixture('statuspage-incidents'),
      }),
    });
    const [components, incidents] = await addPreset(rig, 'statuspage');
    expect(components).toMatchObject({ id: 'github-status', records: 2 });
    expect(incidents).toMatchObject({ id: 'github-incidents', records: 1, dataAsOf: '2026-11-21T09:30:00.000Z' });
    expect(storedRecords(rig, 'github-status')['4230lsnqdsld'].status).toBe('degraded_performance');
  });

  test('a part that is taken off the page is taken away; a quiet page has no incidents and no failure', async () => {
    const listing = presetFixture('statuspage-components');
    const rig = await makeRig({
      handler: serving({ '/api/v2/components.json': listing, '/api/v2/incidents.json': { incidents: [] } }),
    });
    const [, incidents] = await addPreset(rig, 'statuspage');
    expect(incidents).toMatchObject({ records: 0, failure: null });
    listing.components.pop();
    await rig.pass(1_000);
    await rig.engine.refresh('github-status', 'force', true);
    expect(Object.keys(storedRecords(rig, 'github-status'))).toEqual(['8l4ygp009s5s']);
  });
});

describe('Open-Meteo', () => {
  test('makes a record of each hour out of the lists of the answer', async () => {
    const rig = await makeRig({ startIso: START, handler: serving({ '/v1/forecast': presetFixture('open-meteo') }) });
    const [source] = await addPreset(rig, 'open-meteo', { place: 'Tromsø', latitude: '69.65', longitude: 18.96 });
    expect(source).toMatchObject({ id: 'weather-troms', name: 'Weather in Tromsø', records: 3 });
    expect(queryOf(rig.upstream.calls[0])).toMatchObject({
      latitude: '69.65',
      longitude: '18.96',
      timeformat: 'unixtime',
      forecast_days: '3',
    });
    expect(storedRecords(rig, 'weather-troms')['1795226400']).toEqual({
      time: 1795226400,
      temperature_2m: 2.9,
      apparent_temperature: -0.4,
      precipitation: 0,
      precipitation_probability: null,
      cloud_cover: 87,
      wind_speed_10m: 12.4,
    });
  });

  test('its limit of a minute is said in its own words', async () => {
    const body = { error: true, reason: 'Minutely API request limit exceeded. Please try again in one minute.' };
    const rig = await makeRig({ handler: (_call, response) => json(response, body, {}, 429) });
    const [source] = await addPreset(rig, 'open-meteo');
    expect(source?.failure).toMatchObject({
      code: 'rate-limited',
      message: expect.stringContaining('Minutely API request limit exceeded'),
    });
  });
});

describe('Wikimedia recent changes', () => {
  const listing = () => presetFixture('wikimedia-changes');
  const event = () => presetFixture('wikimedia-changes-event');

  /** The API of the wiki and the stream of all wikis, which sends what it is given once somebody has connected. */
  async function wiki(events: unknown[], values: PresetValues = {}) {
    const rig = await makeRig({
      startIso: START,
      handler: (call, response) => {
        if (call.path !== '/v2/stream/recentchange') return json(response, listing());
        response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
        response.write(':ok\n\n');
        for (const [id, data] of events.entries())
          response.write(`event: message\nid: [{"topic":"t","offset":${id}}]\ndata: ${JSON.stringify(data)}\n\n`);
      },
    });
    onTestFinished(() => void rig.engine.remove('changes-de-wikipedia-org'));
    await addPreset(rig, 'wikimedia-changes', values);
    return rig;
  }
  const push = (rig: Awaited<ReturnType<typeof wiki>>) => rig.engine.source('changes-de-wikipedia-org').push;

  test('lists the latest changes, and takes further ones of this wiki from the stream in the same shape', async () => {
    const rig = await wiki([{ ...event(), server_name: 'en.wikipedia.org', wiki: 'enwiki', id: 5 }, event()]);
    await until(() => push(rig)?.messages === 2);
    await rig.pass(2_000);
    const records = storedRecords(rig, 'changes-de-wikipedia-org');
    expect(Object.keys(records).sort()).toEqual(['900000', '900001', '900002']);
    expect(records['900002']).toMatchObject({
      title: 'Kakao',
      timestamp: '2026-11-21T12:00:01Z',
      oldlen: 500,
      newlen: 650,
      revid: 1800004,
    });
    // What is left out is no message that could not be used.
    expect(push(rig)?.rejected).toEqual([]);
    expect(Object.keys(listing().query.recentchanges[0])).toEqual(expect.arrayContaining(Object.keys(records['900002'])));
  });

  test('leaves out bots, or what people do, as it was chosen', async () => {
    const rig = await wiki(
      [
        { ...event(), bot: true, id: 1 },
        { ...event(), id: 2 },
        { ...event(), id: undefined },
      ],
      { by: 'bot' },
    );
    await until(() => push(rig)?.messages === 3);
    await rig.pass(2_000);
    expect(Object.keys(storedRecords(rig, 'changes-de-wikipedia-org')).sort()).toEqual(['1', '900000', '900001']);
    expect(rig.upstream.calls.find(({ path }) => path === '/w/api.php')?.query.get('rcshow')).toBe('bot');
  });

  test('reads the next page from where the wiki says that it goes on', async () => {
    const rig = await makeRig({
      handler: (call, response) => {
        if (call.path !== '/w/api.php') return response.writeHead(503).end();
        const goesOn = { continue: { rccontinue: '20261121115900|900000', continue: '-||' } };
        return json(response, { ...(call.query.has('rccontinue') ? {} : goesOn), ...listing() });
      },
    });
    await addPreset(rig, 'wikimedia-changes');
    const asked = rig.upstream.calls.filter(({ path }) => path === '/w/api.php');
    expect(asked.map(({ query }) => query.get('rccontinue'))).toEqual([null, '20261121115900|900000']);
    await rig.engine.remove('changes-de-wikipedia-org');
  });
});

describe('Prometheus', () => {
  test('a query gives one record for each series; what is no number is empty', async () => {
    const rig = await makeRig({ handler: serving({ '/api/v1/query': presetFixture('prometheus-query') }) });
    const [source] = await addPreset(rig, 'prometheus-query', { query: 'up{job!="x"}' });
    expect(source).toMatchObject({ id: 'prometheus-up', records: 3 });
    expect(rig.upstream.calls[0]?.query.get('query')).toBe('up{job!="x"}');
    const records = storedRecords(rig, 'prometheus-up');
    expect(Object.entries(records).map(([id, { value }]) => [id, value])).toEqual([
      ['__name__=up,instance=localhost:9090,job=prometheus', 1],
      ['__name__=up,instance=localhost:9100,job=node', null],
      ['value', null],
    ]);
  });

  test('a query without a result is an empty list, and a single series a list of one', async () => {
    const answer = presetFixture('prometheus-query');
    answer.data.result = [];
    const rig = await makeRig({ handler: serving({ '/api/v1/query': answer }) });
    expect((await addPreset(rig, 'prometheus-query'))[0]).toMatchObject({ records: 0, failure: null });
    answer.data.result = [{ metric: {}, value: [1795262400, '7'] }];
    await rig.pass(1_000);
    await rig.engine.refresh('prometheus-up', 'force', true);
    expect(storedRecords(rig, 'prometheus-up')).toMatchObject({ value: { value: 7 } });
  });

  test('over time it asks for whole steps and gives one record for each of them', async () => {
    const rig = await makeRig({ handler: serving({ '/api/v1/query': presetFixture('prometheus-range') }) });
    const [source] = await addPreset(rig, 'prometheus-range', { query: 'sum(up)', range: '6h', step: '5m' });
    expect(rig.upstream.calls[0]?.query.get('query')).toBe('(sum(up))[6h:5m]');
    expect(source).toMatchObject({ records: 4, dataAsOf: '2026-11-21T12:00:00.000Z' });
    const values = Object.entries(storedRecords(rig, source?.id ?? '')).map(([id, { value }]) => [id, value]);
    expect(values).toEqual([
      ['job=prometheus@1795262280', 1],
      ['job=prometheus@1795262340', 0.5],
      ['job=prometheus@1795262400', 1000],
      ['value@1795262400', null],
    ]);
  });

  test('a mistake in the query is said in the words of Prometheus', async () => {
    const body = {
      status: 'error',
      errorType: 'bad_data',
      error: 'invalid parameter "query": 1:4: parse error: unclosed left parenthesis',
    };
    const rig = await makeRig({ handler: (_call, response) => json(response, body, {}, 400) });
    const [source] = await addPreset(rig, 'prometheus-query', { query: 'sum(' });
    expect(source?.failure).toMatchObject({ code: 'client-error', message: expect.stringContaining('unclosed left parenthesis') });
  });
});

describe('n8n executions', () => {
  test('reads page after page by the cursor, with the key in its header, and works out how long each took', async () => {
    const rig = await makeRig({
      startIso: START,
      handler: (call, response) => json(response, presetFixture(call.query.has('cursor') ? 'n8n-executions-page-2' : 'n8n-executions')),
    });
    const [source] = await addPreset(rig, 'n8n-executions', { status: 'error' });
    expect(source).toMatchObject({ id: 'executions-of-https-n8n-example-com', records: 3 });
    const asked = rig.upstream.calls.filter(({ path }) => path === '/api/v1/executions');
    expect(asked.map(({ headers }) => headers['x-n8n-api-key'])).toEqual(['n8n-hush', 'n8n-hush']);
    expect(queryOf(asked[1])).toEqual({ limit: '250', status: 'error', cursor: 'eyJsYXN0SWQiOjEwMDAsImxpbWl0IjoyNTB9' });
    const records = storedRecords(rig, source?.id ?? '');
    expect([records['1001'].durationSeconds, records['999'].durationSeconds]).toEqual([4.5, null]);
  });
});

describe('The Odds API', () => {
  const path = '/v4/sports/soccer_epl/odds';

  test('counts markets times regions against the credits of the month, and learns what is left', async () => {
    const rig = await makeRig({
      startIso: START,
      handler: serving(
        { [path]: presetFixture('the-odds-api') },
        { 'x-requests-remaining': '400', 'x-requests-used': '100', 'x-requests-last': '6' },
      ),
    });
    const [source] = await addPreset(rig, 'the-odds-api', { regions: 'eu, uk', markets: 'h2h,spreads,totals' });
    expect(queryOf(rig.upstream.calls.find((call) => call.path === path))).toEqual({
      regions: 'eu,uk',
      markets: 'h2h,spreads,totals',
      oddsFormat: 'decimal',
      dateFormat: 'iso',
      apiKey: 'odds-hush',
    });
    expect(source).toMatchObject({ records: 1, today: { calls: 1, cost: 6 }, asking: { cost: 6 } });
    expect(JSON.stringify(source)).not.toContain('odds-hush');
  });

  test.each([
    [401, { message: 'API key is not valid.', error_code: 'INVALID_KEY' }, 'unauthorized'],
    [429, { message: 'Requests are too frequent. Please slow down.', error_code: 'EXCEEDED_FREQ_LIMIT' }, 'rate-limited'],
    [422, { message: 'Unknown sport', error_code: 'UNKNOWN_SPORT' }, 'client-error'],
  ])('%i is said in its own words', async (status, body, code) => {
    const rig = await makeRig({ handler: (_call, response) => json(response, body, {}, status) });
    const [source] = await addPreset(rig, 'the-odds-api');
    expect(source?.failure).toMatchObject({ code, message: expect.stringContaining(body.message) });
  });
});

describe('Strava activities', () => {
  test('signs in with the refresh token, lists by page and fetches the route of each activity', async () => {
    const rig = await makeRig({
      startIso: START,
      handler: serving(
        {
          '/api/v3/oauth/token': { token_type: 'Bearer', access_token: 'access', expires_in: 21_600, refresh_token: 'next' },
          '/api/v3/athlete/activities': presetFixture('strava-activities'),
          '/api/v3/activities/154504250376823': presetFixture('strava-activity'),
          '/api/v3/activities/154504250376823/comments': [],
        },
        {
          'x-ratelimit-limit': '200,2000',
          'x-ratelimit-usage': '2,2',
          'x-readratelimit-limit': '100,1000',
          'x-readratelimit-usage': '2,2',
        },
      ),
    });
    rig.look();
    await addPreset(rig, 'strava-activities');
    await rig.pass(180_000);
    const listing = rig.upstream.calls.find(({ path }) => path === '/api/v3/athlete/activities');
    expect([listing?.headers.authorization, queryOf(listing)]).toEqual(['Bearer access', { page: '1', per_page: '200' }]);
    expect(storedRecords(rig, 'strava-activities')['154504250376823']).toMatchObject({
      name: 'Morning run',
      calories: 640.2,
      map: { polyline: '_p~iF~ps|U_ulLnnqC_mqNvxq`@' },
    });
  });
});

const everyPreset = [
  ['usgs-earthquakes', '<html><body>Service Unavailable</body></html>'],
  ['hacker-news', { message: 'Service unavailable', status: 503 }],
  ['github-releases', { message: 'Server Error' }],
  ['statuspage', { error: 'unavailable' }],
  ['open-meteo', { error: true, reason: 'unavailable' }],
  ['prometheus-query', { status: 'error', errorType: 'timeout', error: 'query timed out in expression evaluation' }],
  ['n8n-executions', { message: 'Internal Server Error' }],
  ['the-odds-api', { message: 'Internal server error' }],
] as const;

describe.each(everyPreset)('%s', (id, body) => {
  test('a server in trouble is tried again and then said; what is stored stays', async () => {
    const rig = await makeRig({
      handler: (_call, response) =>
        typeof body === 'string' ? response.writeHead(503, { 'content-type': 'text/html' }).end(body) : json(response, body, {}, 503),
    });
    const [source] = await addPreset(rig, id, {}, () => rig.passWithRetries(60_000));
    expect(source?.failure).toMatchObject({ code: 'server-error', status: 503 });
    expect(rig.upstream.calls.length).toBeGreaterThan(1);
  });

  test('an address that is not there needs the user rather than further calls', async () => {
    const rig = await makeRig({ handler: (_call, response) => json(response, { message: 'Not Found' }, {}, 404) });
    const sources = await addPreset(rig, id);
    expect(sources[0]).toMatchObject({ state: 'error', failure: { code: 'not-found' } });
    rig.look();
    await rig.pass(3_600_000);
    expect(rig.upstream.calls).toHaveLength(sources.length);
  });

  test('a server that says wait is not called before', async () => {
    const rig = await makeRig({
      startIso: START,
      handler: (_call, response) => json(response, body, { 'retry-after': '120' }, 429),
    });
    const sources = await addPreset(rig, id);
    expect(sources[0]).toMatchObject({ obstacle: 'rate-limited', obstacleUntil: '2026-11-21T12:02:00.000Z' });
    rig.look();
    await rig.pass(110_000);
    expect(rig.upstream.calls).toHaveLength(sources.length);
  });
});
