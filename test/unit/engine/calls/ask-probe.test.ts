import { expect, test } from 'vitest';
import { keepLooking, makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** An upstream of odds with a cheap list that tells when they changed, and the source that asks it. */
async function makeProbed(settings: Parameters<Rig['add']>[0] = {}) {
  const state = { updated: 1 as unknown, probeStatus: 200, oddsStatus: 200 };
  const rig = await makeRig({
    handler: ({ path }, response) =>
      path === '/sports'
        ? json(response, { updated: state.updated }, { 'x-requests-last': '0' }, state.probeStatus)
        : json(response, [{ id: 1, updated: state.updated }], { 'x-requests-last': '3', 'retry-after': '120' }, state.oddsStatus),
  });
  await rig.add({
    policy: { preset: 'fixed', everySeconds: 600 },
    probe: { url: `${rig.upstream.url}/sports`, value: 'updated' },
    ...settings,
  });
  await rig.idle();
  /** Lets one interval pass; gives the paths that were called and the refresh that it made. */
  const turn = async (ms = 10 * MINUTE) => {
    rig.upstream.calls.length = 0;
    await rig.pass(ms);
    return made();
  };
  const made = () => {
    const paths = rig.upstream.calls.map((call) => call.path.slice(1));
    return { paths, last: rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0] };
  };
  return { rig, state, turn, made };
}

test('while its probe says that nothing is new, a source is checked without the costly call', async () => {
  const { rig, state, turn, made } = await makeProbed();
  expect(made().paths).toEqual(['sports', 'odds']);
  const same = await turn();
  expect(same.paths).toEqual(['sports']);
  expect(same.last).toMatchObject({
    outcome: 'not-modified',
    calls: 1,
    note: 'The probe said that nothing is new, so the costly call was not made.',
  });
  expect(rig.engine.source('odds')).toMatchObject({ state: 'fresh', checkedAt: new Date(rig.clock.now()).toISOString() });
  state.updated = 2;
  const changed = await turn();
  expect(changed.paths).toEqual(['sports', 'odds']);
  expect(changed.last).toMatchObject({ outcome: 'changed', calls: 2, note: 'The probe said that something is new.' });
  expect((await turn()).paths).toEqual(['sports']);
});

test('the value of the probe survives a restart, and is forgotten when the settings change', async () => {
  const { rig, turn } = await makeProbed();
  await rig.restart();
  expect((await turn()).paths).toEqual(['sports']);
  const { config } = rig.engine.source('odds');
  await rig.engine.update({ ...config, list: '$' });
  rig.upstream.calls.length = 0;
  await rig.pass(1000);
  expect(rig.upstream.calls.map((call) => call.path)).toEqual(['/sports', '/odds']);
});

test('a probe that fails, is no JSON or holds no value is noted and stands in the way of nothing', async () => {
  const { state, turn } = await makeProbed();
  state.probeStatus = 500;
  const failed = await turn();
  expect(failed.paths).toEqual(['sports', 'odds']);
  expect(failed.last?.outcome).toBe('unchanged');
  expect(failed.last?.note).toMatch(/^The probe failed \(127\.0\.0\.1:\d+ .*\), so the costly call was made\.$/);
  state.probeStatus = 200;
  state.updated = null;
  const empty = await turn();
  expect(empty.paths).toEqual(['sports', 'odds']);
  expect(empty.last?.note).toBe('The probe held nothing at "updated", so the costly call was made.');
});

test('a value that was not seen beside the data is not compared with: coming back, it could hide a change', async () => {
  const { state, turn } = await makeProbed();
  state.probeStatus = 500;
  state.updated = 2;
  await turn();
  state.probeStatus = 200;
  state.updated = 1;
  expect((await turn()).paths).toEqual(['sports', 'odds']);
});

test('a press asks the probe as well, force asks the source itself', async () => {
  const { rig, made } = await makeProbed();
  rig.upstream.calls.length = 0;
  await rig.engine.refresh('odds', 'normal', true);
  expect(made().paths).toEqual(['sports']);
  await rig.pass(1000);
  rig.upstream.calls.length = 0;
  await rig.engine.refresh('odds', 'force', true);
  expect(made().paths).toEqual(['odds']);
});

test('once a week the source is asked whatever its probe says', async () => {
  const { rig, turn } = await makeProbed({ policy: { preset: 'fixed', everySeconds: 3600 } });
  expect((await turn(7 * DAY)).paths.every((path) => path === 'sports')).toBe(true);
  expect((await turn(60 * MINUTE)).paths).toEqual(['odds']);
  expect(rig.engine.source('odds').failure).toBeNull();
});

test('a free probe costs no credits, teaches nothing about the price of the source, and one that costs is counted', async () => {
  const quota = {
    windows: [{ limit: 100, per: 'month' as const }],
    reserveForManualPercent: 0,
    cost: { header: 'x-requests-last', expected: 3 },
    spread: 'none' as const,
  };
  const { rig, turn } = await makeProbed({ quota });
  const used = () => rig.engine.quotas()[0]?.used;
  expect(used()).toBe(3);
  for (let times = 0; times < 5; times += 1) await turn();
  expect(used()).toBe(3);
  expect(rig.engine.source('odds').today.calls).toBe(7);
});

test('a probe is not asked with what the costly call needs', async () => {
  const { rig, state, turn } = await makeProbed({
    quota: { windows: [{ limit: 3, per: 'month' }], reserveForManualPercent: 0, spread: 'none' },
  });
  expect(rig.engine.quotas()[0]?.used).toBe(2);
  state.updated = 2;
  const last = await turn();
  expect(last.paths).toEqual(['odds']);
  expect(last.last).toMatchObject({ outcome: 'changed' });
  expect(last.last?.note).toContain('no room for the probe');
});

test('what a failed refresh could not bring is asked for again, although the probe has not changed since', async () => {
  const { rig, state, turn } = await makeProbed();
  state.updated = 2;
  state.oddsStatus = 429;
  expect((await turn()).last?.outcome).toBe('failed');
  state.oddsStatus = 200;
  expect((await turn(60 * MINUTE)).paths.filter((path) => path === 'odds')).toHaveLength(1);
  expect(rig.engine.source('odds').failure).toBeNull();
});

test('a probe may not take the sign-in to another origin', async () => {
  const rig = await makeRig();
  const auth = { kind: 'bearer' as const, secret: 'geheim' };
  await expect(rig.add({ auth, probe: { url: 'https://other.example.com/last' } })).rejects.toMatchObject({
    problems: [{ path: 'probe.withCredentials' }],
  });
  await rig.add({ auth, probe: { url: 'https://other.example.com/last', withCredentials: false } });
});

test('a probe is asked for those who look, too', async () => {
  const { rig } = await makeProbed({ policy: { preset: 'smart' } });
  await keepLooking(rig, 31 * MINUTE);
  expect(rig.upstream.calls.map((call) => call.path)).toEqual(['/sports', '/odds', '/sports', '/sports']);
});
