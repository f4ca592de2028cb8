import { expect, test } from 'vitest';
import { dueByEvents } from '../../../../src-main/engine/decide/follow.ts';
import { followSchema } from '../../../../src-preload/contract/index.ts';
import { makeRig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.parse('2026-11-20T12:00:00.000Z');
const follow = followSchema.parse({});

test.each([
  ['kick-off in two days', { nextAt: NOON + 48 * HOUR, liveUntil: null }, NOON + 24 * HOUR, HOUR],
  ['kick-off in ten hours', { nextAt: NOON + 10 * HOUR, liveUntil: null }, NOON + HOUR, HOUR],
  ['kick-off in 63 minutes', { nextAt: NOON + 63 * MINUTE, liveUntil: null }, NOON + 5 * MINUTE, 5 * MINUTE],
  ['kick-off in 20 minutes', { nextAt: NOON + 20 * MINUTE, liveUntil: null }, NOON + 5 * MINUTE, 5 * MINUTE],
  ['kick-off in two minutes', { nextAt: NOON + 2 * MINUTE, liveUntil: null }, NOON + 2 * MINUTE, 30_000],
  ['live', { nextAt: null, liveUntil: NOON + HOUR }, NOON + 30_000, 30_000],
  ['over in ten seconds', { nextAt: null, liveUntil: NOON + 10_000 }, null, null],
  ['all finished', { nextAt: null, liveUntil: null }, null, null],
])('%s', (_name, events, at, intervalMs) => {
  expect(dueByEvents(follow, events, NOON)).toEqual(at === null ? null : { at, intervalMs });
});

test('a match is followed from a day before to its end, and sets off nothing more', async () => {
  const kickOff = new Date(NOON + 26 * HOUR).toISOString();
  const rig = await makeRig({
    startIso: '2026-11-20T12:00:00.000Z',
    handler: (_call, response) => json(response, [{ id: 1, starts_at: kickOff }]),
  });
  await rig.add({ timeField: 'starts_at', policy: { preset: 'fixed', everySeconds: 86_400, follow: {} } });
  await rig.idle();
  const callsIn = async (ms: number) => {
    const before = rig.upstream.calls.length;
    await rig.pass(ms);
    return rig.upstream.calls.length - before;
  };
  expect(await callsIn(2 * HOUR - 1)).toBe(0);
  expect(await callsIn(20 * HOUR)).toBe(20);
  await rig.pass(3 * HOUR);
  expect(await callsIn(55 * MINUTE)).toBe(11);
  await rig.pass(6 * MINUTE);
  expect(await callsIn(HOUR)).toBe(120);
  await rig.pass(2 * HOUR);
  expect(await callsIn(10 * HOUR)).toBe(0);
});
