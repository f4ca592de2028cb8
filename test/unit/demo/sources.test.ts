import { expect, test } from 'vitest';
import { DEMO_SEED } from '../../../src-main/demo/server.ts';
import { demoSources } from '../../../src-main/demo/sources.ts';
import type { DemoFaultsInput, RefreshAnswer } from '../../../src-preload/contract/index.ts';
import { type Demo, startDemo } from '../../support/demo.ts';
import { makeRig, type Rig } from '../../support/engine.ts';

/** What goes over sockets takes some turns, more of them on a busy machine. */
const PATIENT = { timeout: 20_000, interval: 1 };

interface Stage {
  rig: Rig;
  demo: Demo;
}

/** The engine with sources of the demo over real HTTP, all by one simulated clock. */
async function stage(ids: readonly string[] | null = null): Promise<Stage> {
  const rig = await makeRig({ startIso: '2026-11-20T14:00:00.000Z' });
  const demo = await startDemo({ seed: DEMO_SEED, now: () => rig.clock.now(), after: (delayMs, run) => rig.clock.after(delayMs, run) });
  for (const source of demoSources((service) => demo.server.urlOf(service), DEMO_SEED))
    if (ids === null || ids.includes(source.id)) await rig.engine.add(source, 'demo');
  return { rig, demo };
}

async function refreshed({ rig }: Stage, id: string): Promise<NonNullable<RefreshAnswer['refresh']>> {
  const answer = rig.engine.refresh(id, 'normal', true);
  await rig.passWithRetries(10_000);
  const { refresh } = await answer;
  if (refresh === null) throw new Error(`${id} was not refreshed`);
  return refresh;
}

const recordsOf = ({ rig }: Stage, id: string) => rig.engine.source(id).records;

test('every source of the demo reads its service without a record rejected', async () => {
  const all = await stage();
  await all.rig.passWithRetries(5_000);
  for (const { id } of all.rig.engine.sources()) {
    const refresh = await refreshed(all, id);
    expect([id, refresh.failure, refresh.rejected]).toEqual([id, null, []]);
    // An instance has seven workflows, and of everything else there is more.
    expect(recordsOf(all, id), id).toBeGreaterThan(6);
  }
});

test('within two minutes of looking every source has come with something new', async () => {
  const all = await stage();
  all.rig.look();
  await all.rig.passWithRetries(5_000);
  const versions = new Map(all.rig.engine.sources().map(({ id, checkedAt }) => [id, checkedAt]));
  for (let second = 0; second < 120; second += 30) {
    all.rig.look();
    await all.rig.passWithRetries(30_000);
  }
  const idle = all.rig.engine.sources().filter(({ id, checkedAt, state }) => checkedAt === versions.get(id) && state !== 'live');
  expect(idle.map(({ id }) => id)).toEqual([]);
});

test('what is pushed costs no refresh: nothing of it is taken for lost', async () => {
  const ids = ['demo-edits', 'demo-parcels', 'demo-events'];
  const pushed = await stage(ids);
  const { rig } = pushed;
  rig.look();
  const sources = () => ids.map((id) => rig.engine.source(id));
  await expect
    .poll(async () => (await rig.passWithRetries(1_000), sources().map(({ state }) => state)), PATIENT)
    .toEqual(['live', 'live', 'live']);
  const before = sources().map(({ recent }) => recent.length);
  const messages = () => Math.min(...sources().map(({ push }) => push?.messages ?? 0));
  await expect.poll(async () => (await rig.passWithRetries(5_000), rig.look(), messages()), PATIENT).toBeGreaterThan(3);
  expect(sources().map(({ recent, push }) => [recent.length, push?.rejected, push?.missed])).toEqual(
    before.map((count) => [count, [], false]),
  );
});

test('the routes of recent activities come as details', async () => {
  const all = await stage(['demo-activities']);
  all.rig.look();
  await all.rig.passWithRetries(60_000);
  expect(all.rig.engine.source('demo-activities').enrichment?.answered).toBeGreaterThan(3);
});

test.each<[string, DemoFaultsInput, { code: string; obstacle: string }]>([
  ['too many calls', { all: { rateLimitedPercent: 100 } }, { code: 'rate-limited', obstacle: 'rate-limited' }],
  ['a refused key', { all: { unauthorizedPercent: 100 } }, { code: 'unauthorized', obstacle: 'sign-in' }],
  ['errors of the server', { all: { serverErrorPercent: 100 } }, { code: 'server-error', obstacle: 'error' }],
  ['broken connections', { all: { dropPercent: 100 } }, { code: 'reset', obstacle: 'error' }],
  ['bodies that cannot be read', { all: { malformedPercent: 100 } }, { code: 'not-json', obstacle: 'error' }],
  ['a pulled cable', { cablePulled: true }, { code: 'refused', obstacle: 'error' }],
])('%s end in the right state, lose nothing, and pass with the fault', async (_name, faults, { code, obstacle }) => {
  const one = await stage(['demo-odds']);
  await refreshed(one, 'demo-odds');
  const before = recordsOf(one, 'demo-odds');
  expect(before).toBeGreaterThan(8);
  await one.demo.server.setFaults(faults);
  const failed = await refreshed(one, 'demo-odds');
  expect(failed.failure?.code).toBe(code);
  expect(one.rig.engine.source('demo-odds').obstacle).toBe(obstacle);
  expect(recordsOf(one, 'demo-odds')).toBe(before);
  await one.demo.server.setFaults({});
  await one.rig.passWithRetries(60_000);
  const good = await refreshed(one, 'demo-odds');
  expect(good.failure).toBeNull();
  expect(one.rig.engine.source('demo-odds')).toMatchObject({ obstacle: null, failure: null });
});

test('an answer that is slower than the time-out ends in words, and the records stay', async () => {
  const one = await stage(['demo-odds']);
  await refreshed(one, 'demo-odds');
  const before = recordsOf(one, 'demo-odds');
  await one.demo.server.setFaults({ all: { slowMs: 120_000 } });
  const answer = one.rig.engine.refresh('demo-odds', 'normal', true);
  // Each of the tries waits until its time-out.
  for (let step = 0; step < 200; step += 1) await one.rig.clock.advance(1_000);
  expect((await answer).refresh?.failure?.code).toBe('timeout');
  expect(recordsOf(one, 'demo-odds')).toBe(before);
});

test('what is pushed goes on after its connections were broken off', async () => {
  const one = await stage(['demo-events']);
  one.rig.look();
  await one.rig.passWithRetries(5_000);
  await expect.poll(async () => (await one.rig.passWithRetries(1_000), one.rig.engine.source('demo-events').state), PATIENT).toBe('live');
  await one.demo.server.setFaults({ services: { events: { dropPercent: 100 } } });
  await expect
    .poll(async () => (await one.rig.passWithRetries(1_000), one.rig.engine.source('demo-events').push?.connected), PATIENT)
    .toBe(false);
  const records = recordsOf(one, 'demo-events');
  await one.demo.server.setFaults({});
  await expect.poll(async () => (await one.rig.passWithRetries(10_000), one.rig.engine.source('demo-events').state), PATIENT).toBe('live');
  expect(recordsOf(one, 'demo-events')).toBeGreaterThan(records - 20);
});

test('access tokens that ended overnight are renewed, also where the refresh token is replaced each time', async () => {
  const two = await stage(['demo-activities', 'demo-events']);
  await two.rig.passWithRetries(2_000);
  for (let night = 0; night < 3; night += 1) {
    two.rig.clock.setWall(8 * 3_600_000);
    for (const id of ['demo-activities', 'demo-events']) expect((await refreshed(two, id)).failure).toBeNull();
  }
});
