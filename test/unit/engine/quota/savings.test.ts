import { expect, test } from 'vitest';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const hourly = { preset: 'fixed' as const, everySeconds: 3600 };
const inEuros = (perUnit: number, cost = 1) => ({ cost, price: { perUnit, currency: 'EUR' } });

async function press(rig: Rig, id = 'odds') {
  await rig.pass(1_000);
  return rig.engine.refresh(id, 'normal', true);
}

test('days, sources and the whole say the same, and days without numbers are left out', async () => {
  const rig = await makeRig({ startIso: '2026-11-20T12:00:00.000Z' });
  await rig.add({ policy: hourly });
  await rig.add({ id: 'other', name: 'Other', url: `${rig.upstream.url}/other`, policy: { ...hourly, everySeconds: 7200 } });
  await rig.pass(2 * DAY - 1);
  const savings = rig.engine.savings(undefined, 30);
  expect(savings).toMatchObject({ from: '2026-10-24', to: '2026-11-22', everySeconds: 300 });
  expect(savings.items.map(({ day, calls, fixedCalls, compared }) => [day, calls, fixedCalls, compared])).toEqual([
    ['2026-11-20', 18, 288, 2],
    ['2026-11-21', 36, 576, 2],
    ['2026-11-22', 18, 288, 2],
  ]);
  expect(savings.sources.map(({ sourceName, calls, fixedCalls, days }) => [sourceName, calls, fixedCalls, days])).toEqual([
    ['Odds', 48, 576, 3],
    ['Other', 24, 576, 3],
  ]);
  expect(savings.total).toMatchObject({ calls: 72, fixedCalls: 1152, cost: 72, fixedCost: 1152, money: [] });
  expect(savings.total.calls).toBe(rig.upstream.calls.length);
});

test('one source is told alone, and a span of one day is today', async () => {
  const rig = await makeRig();
  await rig.add({ policy: hourly });
  await rig.add({ id: 'other', url: `${rig.upstream.url}/other`, policy: hourly });
  await rig.pass(DAY + HOUR - 1);
  const savings = rig.engine.savings('other', 1);
  expect(savings).toMatchObject({ from: '2026-11-21', to: '2026-11-21', total: { calls: 1, fixedCalls: 12 } });
  expect(savings.sources.map(({ sourceId }) => sourceId)).toEqual(['other']);
  expect(() => rig.engine.savings('nobody', 1)).toThrow('There is no source "nobody"');
});

test('a source without numbers is among the sources, with none', async () => {
  const rig = await makeRig();
  await rig.add();
  expect(rig.engine.savings(undefined, 7)).toMatchObject({ items: [], sources: [{ sourceId: 'odds', days: 0, calls: 0, money: [] }] });
});

test('the demo is left out of all sources and told when it is asked for', async () => {
  const rig = await makeRig();
  await rig.engine.add({ ...(await rig.add()).config, id: 'demo-odds' }, 'demo');
  await press(rig, 'demo-odds');
  expect(rig.engine.savings(undefined, 1).sources.map(({ sourceId }) => sourceId)).toEqual(['odds']);
  expect(rig.engine.savings('demo-odds', 1).total.calls).toBe(1);
});

test('bytes and 304s are counted call by call, also of answers that failed and of previews', async () => {
  const body = JSON.stringify([{ id: 1 }]);
  const broken = JSON.stringify({ message: 'no' });
  let fails = false;
  const rig = await makeRig({
    handler: (call, response) => {
      if (fails) json(response, { message: 'no' }, {}, 404);
      else if (call.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else json(response, [{ id: 1 }], { etag: '"1"' });
    },
  });
  const source = await rig.add({ policy: { preset: 'manual' } });
  await press(rig);
  await press(rig);
  await press(rig);
  expect(rig.engine.savings('odds', 1).total).toMatchObject({ calls: 3, notModified: 2, bytes: body.length });
  fails = true;
  await press(rig);
  expect(rig.engine.savings('odds', 1).total).toMatchObject({ calls: 4, notModified: 2, bytes: body.length + broken.length });
  expect(rig.engine.source('odds').today).toMatchObject({ calls: 4, notModified: 2, bytes: body.length + broken.length, cost: 4 });
  fails = false;
  await rig.engine.preview(source.config, new AbortController().signal);
  expect(rig.engine.savings('odds', 1).total).toMatchObject({ calls: 5, bytes: 2 * body.length + broken.length });
});

test("the day's units follow what the answers say that their calls cost, and are there after a restart", async () => {
  const costs = ['6', '0', '2.5'];
  const rig = await makeRig({ handler: (_call, response) => json(response, [], { 'x-requests-last': costs.shift() ?? '1' }) });
  await rig.add({ policy: { preset: 'manual' }, quota: { cost: { header: 'x-requests-last', expected: 10 } } });
  for (const units of [6, 6, 8.5]) {
    await press(rig);
    expect(rig.engine.savings('odds', 1).total.cost).toBe(units);
    expect(rig.engine.source('odds').today.cost).toBe(units);
  }
  await rig.restart();
  expect(rig.engine.savings('odds', 1).total).toMatchObject({ calls: 3, cost: 8.5 });
});

test('what comes of a call belongs to the day in which it left', async () => {
  let release: (() => void) | null = null;
  const rig = await makeRig({
    startIso: '2026-11-20T23:59:50.000Z',
    handler: async (_call, response) => {
      await new Promise<void>((resolve) => (release = resolve));
      json(response, [{ id: 1 }], { 'x-requests-last': '4' });
    },
  });
  await rig.add({ policy: { preset: 'manual' }, quota: { cost: { header: 'x-requests-last' } } });
  const answer = rig.engine.refresh('odds', 'normal', true);
  await rig.clock.settle(() => release !== null);
  await rig.clock.advance(20_000);
  release!();
  await answer;
  expect(rig.engine.savings('odds', 2).items).toMatchObject([{ day: '2026-11-20', calls: 1, cost: 4, bytes: 10 }]);
  expect(rig.engine.source('odds').today).toMatchObject({ calls: 0, cost: 0 });
});

test('money is units times price, by currency, and sources without a price have none', async () => {
  const rig = await makeRig();
  await rig.add({ id: 'a', url: `${rig.upstream.url}/a`, policy: hourly, quota: inEuros(0.1, 3) });
  await rig.add({ id: 'b', url: `${rig.upstream.url}/b`, policy: hourly, quota: inEuros(0.2) });
  await rig.add({ id: 'c', url: `${rig.upstream.url}/c`, policy: hourly, quota: { price: { perUnit: 1, currency: 'USD' } } });
  await rig.add({ id: 'd', url: `${rig.upstream.url}/d`, policy: hourly });
  await rig.pass(3 * HOUR - 1);
  const { total, items, sources } = rig.engine.savings(undefined, 7);
  // Each is called 3 times where fixed polling calls 36 times.
  const money = [
    { currency: 'EUR', spent: 1.5, fixed: 18 },
    { currency: 'USD', spent: 3, fixed: 36 },
  ];
  expect(total.money).toEqual(money);
  expect(items.map((item) => item.money)).toEqual([money]);
  expect(sources.map((source) => source.money)).toEqual([
    [{ currency: 'EUR', spent: 0.9, fixed: 10.8 }],
    [{ currency: 'EUR', spent: 0.6, fixed: 7.2 }],
    [{ currency: 'USD', spent: 3, fixed: 36 }],
    [],
  ]);
});
