import { describe, expect, test } from 'vitest';
import { DEMO_SEED } from '../../../src-main/demo/server.ts';
import { CLIENT_ID, firstRefreshToken } from '../../../src-main/demo/services/strava-sign-in.ts';
import { fillPreset } from '../../../src-main/presets/fill-preset.ts';
import type { DashboardDraft, DemoFaultsInput, DemoServiceId, PresetValues } from '../../../src-preload/contract/index.ts';
import { type Demo, startDemo } from '../../support/demo.ts';
import { presetFixture, presetOf, storedRecords } from '../../support/presets.ts';
import { makeViews, type ViewsRig } from '../../support/views.ts';

/** What goes over sockets takes some turns, more of them on a busy machine. */
const PATIENT = { timeout: 20_000, interval: 1 };

interface Stage extends ViewsRig {
  demo: Demo;
  /** Ids of the sources, in the order of the preset. */
  ids: string[];
  dashboards: DashboardDraft[];
}

/** What stands for the real service and its key; everything else is as it is for the real one. */
const VALUES: Record<string, (url: (service: DemoServiceId) => string) => PresetValues> = {
  'n8n-executions': (url) => ({ instances: `${url('n8n')}/north, ${url('n8n')}/harbour`, keys: 'demo-key' }),
  'statistics-service': (url) => ({ server: url('statistics'), key: 'demo-key' }),
  'events-app': (url) => ({
    server: url('events'),
    stream: url('events').replace(/^http/, 'ws'),
    users: 'ada, ben',
    secrets: 'demo-secret',
  }),
  'the-odds-api': (url) => ({ server: url('odds'), key: 'demo-key', credits: 100_000 }),
  'strava-activities': (url) => ({
    server: url('strava'),
    clientId: CLIENT_ID,
    clientSecret: 'demo-secret',
    refreshToken: firstRefreshToken(DEMO_SEED),
  }),
};
const PRESETS = Object.keys(VALUES);

/** The sources and dashboards of a preset on the demo server over real HTTP, all by one simulated clock. */
async function stage(id: string, values: PresetValues = {}): Promise<Stage> {
  const made = await makeViews({ startIso: '2026-11-20T14:00:00.000Z' });
  const { rig, views } = made;
  const demo = await startDemo({ seed: DEMO_SEED, now: () => rig.clock.now(), after: (delayMs, run) => rig.clock.after(delayMs, run) });
  const url = (service: DemoServiceId) => demo.server.urlOf(service);
  const { sources, dashboards, problems } = fillPreset(presetOf(id), { ...VALUES[id]?.(url), ...values }, []);
  expect(problems).toEqual([]);
  const ids: string[] = [];
  for (const source of sources) ids.push((await rig.engine.add(source)).id);
  views.dashboards.createAll(dashboards);
  return { ...made, demo, ids, dashboards };
}

/** Refreshes a source by hand and says how that ended. */
async function refreshed({ rig }: Stage, id: string, kind: 'normal' | 'force' = 'force') {
  const answer = rig.engine.refresh(id, kind, true);
  await rig.passWithRetries(10_000);
  const { refresh } = await answer;
  if (refresh === null) throw new Error(`${id} was not refreshed`);
  return refresh;
}

/** Has every source ask for the first time. */
async function fetched(made: Stage): Promise<Stage> {
  for (const id of made.ids) await refreshed(made, id, 'normal');
  return made;
}

const recordsOf = ({ rig }: Stage, id: string) => rig.engine.source(id).records;
const quotaOf = ({ rig }: Stage, id: string, per: string, learned: boolean) =>
  rig.engine.quotas().find((window) => window.sourceId === id && window.per === per && window.learned === learned);

describe.each(PRESETS)('%s', (preset) => {
  test('needs nothing but another address to read the demo, and each panel of its dashboard shows what was read', async () => {
    const made = await stage(preset);
    const { rig, views, ids, dashboards } = made;
    const panels = dashboards.flatMap(({ panels: all }, index) => all.map(({ id }) => ({ at: index, id })));
    const boards = views.dashboards.list();
    const show = (at: number, panelId: string) => views.data(boards[at]?.id ?? '', panelId, { parameters: {} }, true, undefined);
    // Before the first answer a panel is empty, and nothing is wrong.
    for (const { at, id } of panels) expect([id, (await show(at, id)).result.failure]).toEqual([id, null]);
    for (let passed = 0; passed < 180; passed += 30) {
      rig.look();
      await rig.passWithRetries(30_000);
    }
    for (const id of ids) {
      const { items } = rig.engine.refreshes({ sourceId: id, limit: 1 });
      expect([id, items[0]?.failure, items[0]?.rejected]).toEqual([id, null, []]);
      expect(recordsOf(made, id), id).toBeGreaterThan(0);
    }
    for (const { at, id } of panels) {
      const { result, sources } = await show(at, id);
      expect([id, result.failure]).toEqual([id, null]);
      expect(
        result.rows.flat().some((value) => value !== null),
        id,
      ).toBe(true);
      expect(
        sources.every(({ checkedAt }) => checkedAt !== null),
        id,
      ).toBe(true);
    }
    for (const [at, { parameters }] of dashboards.entries())
      for (const { name } of parameters) {
        const { items, failure } = await views.choices(boards[at]?.id ?? '', name);
        expect(failure).toBeNull();
        for (const { value } of items.slice(0, 3))
          for (const { id } of panels) {
            const asked = { parameters: { [name]: value } };
            expect((await views.data(boards[at]?.id ?? '', id, asked, false, undefined)).result.failure).toBeNull();
          }
      }
  });

  test.each<[string, DemoFaultsInput, string, string]>([
    ['too many calls', { all: { rateLimitedPercent: 100 } }, 'rate-limited', 'rate-limited'],
    ['a refused key', { all: { unauthorizedPercent: 100 } }, 'unauthorized', 'sign-in'],
    ['errors of the server', { all: { serverErrorPercent: 100 } }, 'server-error', 'error'],
    ['bodies that cannot be read', { all: { malformedPercent: 100 } }, 'not-json', 'error'],
    ['broken connections', { all: { dropPercent: 100 } }, 'reset', 'error'],
  ])('%s end in the right state and words, lose nothing, and pass with the fault', async (_name, faults, code, obstacle) => {
    const made = await stage(preset);
    const { rig, demo } = made;
    const [id = ''] = made.ids;
    await rig.passWithRetries(5_000);
    expect((await refreshed(made, id)).failure).toBeNull();
    const before = recordsOf(made, id);
    expect(before).toBeGreaterThan(0);
    await demo.server.setFaults(faults);
    const failed = await refreshed(made, id);
    expect(failed.failure?.code).toBe(code);
    expect(failed.failure?.message).not.toBe('');
    expect(rig.engine.source(id).obstacle).toBe(obstacle);
    expect(recordsOf(made, id)).toBe(before);
    await demo.server.setFaults({});
    await rig.passWithRetries(60_000);
    expect((await refreshed(made, id)).failure).toBeNull();
    expect(rig.engine.source(id)).toMatchObject({ obstacle: null, failure: null });
  });
});

describe('n8n executions', () => {
  test('reads all pages of each instance, and names each client by its address', async () => {
    const made = await fetched(await stage('n8n-executions'));
    const [north = '', harbour = ''] = made.ids;
    const { items } = made.rig.engine.refreshes({ sourceId: north, limit: 1 });
    expect(items[0]?.pages).toBe(4);
    expect(recordsOf(made, north)).toBeGreaterThan(750);
    const [execution] = Object.values(storedRecords(made.rig, harbour));
    expect(execution.client).toBe(`${new URL(made.demo.server.urlOf('n8n')).host}/n8n/harbour`);
  });

  test('a key that is not known is said in the words of n8n, and the other instance goes on', async () => {
    const made = await fetched(await stage('n8n-executions', { keys: 'demo-key, wrong' }));
    const [north = '', harbour = ''] = made.ids;
    expect(made.rig.engine.source(north).failure).toBeNull();
    expect(made.rig.engine.source(harbour)).toMatchObject({
      state: 'sign-in',
      failure: { code: 'unauthorized', message: expect.stringContaining('unauthorized') },
    });
  });
});

describe('The Odds API', () => {
  test('learns from the headers what a call cost and what is left, and the list of sports costs nothing', async () => {
    const made = await fetched(
      await stage('the-odds-api', { key: 'demo-free-key', credits: 500, regions: 'eu, uk', markets: 'h2h, totals' }),
    );
    const [odds = '', scores = '', sports = ''] = made.ids;
    expect(made.ids.map((id) => made.rig.engine.source(id).today.cost)).toEqual([4, 2, 0]);
    expect([recordsOf(made, odds) > 0, recordsOf(made, scores) > 0, recordsOf(made, sports) > 0]).toEqual([true, true, true]);
    expect(quotaOf(made, odds, 'month', false)).toMatchObject({ limit: 500, used: 6, remaining: 494, unit: 'credit' });
  });

  test('spent credits are said as such, and no further call is made by itself', async () => {
    const made = await stage('the-odds-api', { key: 'demo-spent-key' });
    const [odds = '', scores = ''] = made.ids;
    const { failure } = await refreshed(made, odds, 'normal');
    // Nothing is wrong with the key, so nobody is asked to correct it.
    expect(failure).toMatchObject({ code: 'rate-limited', message: expect.stringContaining('has no credits left for this key (401)') });
    expect(failure?.message).toContain('The usage quota of this key is spent');
    expect(made.rig.engine.source(odds).obstacle).toBe('rate-limited');
    // The key is one for all of its sources.
    expect(quotaOf(made, scores, 'month', false) ?? null).not.toBeNull();
    const callsOf = () => made.ids.map((id) => made.rig.engine.source(id).today.calls);
    const before = callsOf();
    for (let minute = 0; minute < 60; minute += 1) {
      made.rig.look();
      await made.rig.passWithRetries(60_000);
    }
    expect(callsOf()).toEqual(before);
  });

  test.each([
    [{ key: 'nobody' }, 'unauthorized', 'API key is not valid'],
    [{ sport: 'chess_blitz' }, 'not-found', 'Unknown sport'],
    [{ markets: 'h2h, first_goal' }, 'client-error', 'Market not known: first_goal'],
  ])('%o is refused as %s in the words of the service', async (values, code, words) => {
    const made = await fetched(await stage('the-odds-api', values));
    expect(made.rig.engine.source(made.ids[0] ?? '').failure).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test('prices that are whole numbers count as others do', async () => {
    const made = await makeViews({ startIso: '2026-11-20T14:00:00.000Z' });
    const [match] = presetFixture('the-odds-api');
    // 1/2 + 1/4 + 1/4: neither a margin nor an edge.
    match.bookmakers[0].markets[0].outcomes = [
      { name: 'Northtown', price: 2 },
      { name: 'Southport', price: 4 },
      { name: 'Draw', price: 4 },
    ];
    made.listings['v4/sports/soccer_epl/odds'] = [match];
    const { sources, dashboards } = fillPreset(presetOf('the-odds-api'), { key: 'hush', server: made.rig.upstream.url }, []);
    for (const source of sources) await made.rig.engine.add(source);
    await made.refresh('odds-soccer-epl');
    const [board] = made.views.dashboards.createAll(dashboards);
    const rows = async (id: string) => (await made.views.data(board?.id ?? '', id, { parameters: {} }, false, undefined)).result.rows;
    expect(await rows('best-edge')).toEqual([[0]]);
    expect(await rows('margins')).toEqual([['BetMaker', 0]]);
    expect((await rows('implied')).map(([, side, likely]) => [side, likely])).toEqual([
      ['Home', 0.5],
      ['Draw', 0.25],
      ['Away', 0.25],
    ]);
  });

  test('no scores are asked for where none are wanted', async () => {
    const made = await fetched(await stage('the-odds-api', { scoreDays: '' }));
    expect(made.ids).toEqual(['odds-soccer-epl', 'odds-sports']);
    const panel = await made.views.data(made.views.dashboards.list()[0]?.id ?? '', 'scores', { parameters: {} }, false, undefined);
    expect(panel.result).toMatchObject({ failure: null, rows: [] });
  });
});

describe('The statistics service', () => {
  test('makes a source of each report and period, whose numbers are renewed before they expire', async () => {
    const made = await fetched(await stage('statistics-service', { periods: 'week, year', ttl: 120 }));
    const { rig, ids } = made;
    expect(ids).toEqual(['dashboard', 'executions', 'users'].flatMap((key) => ['week', 'year'].map((each) => `statistics-${key}-${each}`)));
    const year = Object.values(storedRecords(rig, 'statistics-dashboard-year'));
    expect(year.filter(({ part }) => part === 'series').map(({ name }) => name)).toContain('2026-11');
    expect(year.find(({ part }) => part === 'summary')).toMatchObject({ period: 'year', executions: expect.any(Number) });
    let oldestMs = 0;
    for (let passed = 0; passed < 600; passed += 10) {
      rig.look();
      await rig.passWithRetries(10_000);
      for (const id of ids) oldestMs = Math.max(oldestMs, rig.clock.now() - Date.parse(rig.engine.source(id).checkedAt ?? ''));
    }
    expect(oldestMs).toBeLessThanOrEqual(120_000);
  });

  test('groups by day or month as asked', async () => {
    const made = await fetched(await stage('statistics-service', { periods: 'week', groupBy: 'month' }));
    const series = Object.values(storedRecords(made.rig, 'statistics-dashboard-week')).filter(({ part }) => part === 'series');
    expect(series.map(({ name }) => name)).toEqual(['2026-11']);
  });
});

describe('The events app', () => {
  const tokenOf = async (demo: Demo, user: string): Promise<Record<string, string>> => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: user, client_secret: 'demo-secret' });
    const { body: answer } = await demo.call('events', '/oauth/token', {}, { method: 'POST', body });
    return { authorization: `Bearer ${String(answer.access_token)}`, 'content-type': 'application/json' };
  };

  test('what is created, changed and deleted is pushed to each user, invitations among it, without a refresh', async () => {
    const made = await fetched(await stage('events-app'));
    const { rig, demo, ids } = made;
    rig.look();
    const states = () => ids.map((id) => rig.engine.source(id).state);
    await expect.poll(async () => (await rig.passWithRetries(1_000), states()), PATIENT).toEqual(['live', 'live']);
    const runs = () => ids.map((id) => rig.engine.source(id).recent.length);
    const before = runs();
    const headers = await tokenOf(demo, 'ada');
    const event = { title: 'Launch', startsAt: '2026-11-21T09:00:00Z', invite: ['ben'] };
    const created = await demo.call('events', '/api/v1/events', headers, { method: 'POST', body: JSON.stringify(event) });
    const path = `/api/v1/events/${String(created.body.id)}`;
    const seen = (user: string) => storedRecords(rig, `events-${user}`)[String(created.body.id)];
    await expect.poll(async () => (await rig.passWithRetries(1_000), seen('ben')?.title), PATIENT).toBe('Launch');
    await expect.poll(async () => (await rig.passWithRetries(1_000), seen('ada')?.owner), PATIENT).toBe('ada');
    expect(seen('ben')).toMatchObject({ status: 'tentative', owner: 'ben' });
    await demo.call('events', path, headers, { method: 'PATCH', body: JSON.stringify({ title: 'Lift-off' }) });
    await expect.poll(async () => (await rig.passWithRetries(1_000), seen('ada')?.title), PATIENT).toBe('Lift-off');
    await demo.call('events', path, headers, { method: 'DELETE' });
    await expect.poll(async () => (await rig.passWithRetries(1_000), seen('ada')), PATIENT).toBeUndefined();
    expect(runs()).toEqual(before);
  });

  test('a wrong secret needs the user, and the other user goes on', async () => {
    const made = await fetched(await stage('events-app', { secrets: 'demo-secret, wrong' }));
    expect(made.rig.engine.source('events-ada').failure).toBeNull();
    expect(made.rig.engine.source('events-ben')).toMatchObject({ obstacle: 'sign-in' });
  });
});

describe('Strava', () => {
  test('learns both windows from the headers, and fetches route, bounds and words of recent activities within them', async () => {
    const made = await fetched(await stage('strava-activities'));
    const { rig, ids } = made;
    for (let passed = 0; passed < 240; passed += 30) {
      rig.look();
      await rig.passWithRetries(30_000);
    }
    const [id = ''] = ids;
    const { calls } = rig.engine.source(id).today;
    for (const [per, limit] of [
      ['quarter-hour', 100],
      ['day', 1000],
    ] as const)
      expect(quotaOf(made, id, per, true) ?? quotaOf(made, id, per, false)).toMatchObject({ limit, used: calls });
    const detailed = Object.values(storedRecords(rig, id)).filter(({ bounds }) => Array.isArray(bounds));
    expect(detailed.length).toBeGreaterThan(5);
    for (const { bounds, start_latlng: start } of detailed) {
      const [south, west, north, east] = bounds as [number, number, number, number];
      expect([south <= start[0], start[0] <= north, west <= start[1], start[1] <= east]).toEqual([true, true, true, true]);
    }
    expect(detailed.some(({ comments }) => Array.isArray(comments) && comments.length > 0 && typeof comments[0].text === 'string')).toBe(
      true,
    );
  });

  test('a refresh token that is not known needs the user', async () => {
    const made = await fetched(await stage('strava-activities', { refreshToken: 'wrong' }));
    expect(made.rig.engine.source(made.ids[0] ?? '')).toMatchObject({ obstacle: 'sign-in' });
  });

  test('after the first time it asks only for what is new, and keeps everything', async () => {
    const made = await fetched(await stage('strava-activities'));
    const [id = ''] = made.ids;
    const before = recordsOf(made, id);
    await made.rig.passWithRetries(3_600_000);
    const again = await refreshed(made, id, 'normal');
    expect(again.pages).toBe(1);
    expect(recordsOf(made, id)).toBeGreaterThanOrEqual(before);
  });
});
