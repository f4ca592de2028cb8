import { expect, test } from 'vitest';
import { makeRig } from '../../../support/engine.ts';

// The statistics service: views are good for 300 seconds and are worked out anew before that ends, staggered, so that
// nobody ever waits for one and they do not all come at one moment.

const SECOND = 1_000;
const HOUR_SECONDS = 3_600;

interface Row {
  /** How long the data is good for, and how long before that it is refreshed at the latest. */
  ttlSeconds: number;
  leadSeconds: number;
  /** The ages between which every refresh happens. */
  fromSeconds: number;
  toSeconds: number;
}

const table: Row[] = [
  { ttlSeconds: 300, leadSeconds: 60, fromSeconds: 180, toSeconds: 240 },
  { ttlSeconds: 360, leadSeconds: 60, fromSeconds: 240, toSeconds: 300 },
  { ttlSeconds: 420, leadSeconds: 60, fromSeconds: 300, toSeconds: 360 },
  { ttlSeconds: 300, leadSeconds: 30, fromSeconds: 240, toSeconds: 270 },
  { ttlSeconds: 300, leadSeconds: 1, fromSeconds: 298, toSeconds: 299 },
  // A lead of more than half of the rest staggers by no more than half of it.
  { ttlSeconds: 300, leadSeconds: 200, fromSeconds: 50, toSeconds: 100 },
];

test.each(table)(
  'good for $ttlSeconds s, refreshed $leadSeconds s before: at an age of $fromSeconds to $toSeconds s, and never seen stale',
  async ({ ttlSeconds, leadSeconds, fromSeconds, toSeconds }) => {
    const calls = new Map<string, number[]>();
    const rig = await makeRig();
    const policy = { preset: 'prewarm' as const, ttlSeconds, leadSeconds };
    for (const id of ['goals', 'cards', 'corners', 'shots']) await rig.add({ id, url: `${rig.upstream.url}/${id}`, policy });
    for (let second = 0; second <= HOUR_SECONDS; second += 1) {
      await rig.pass(second === 0 ? 0 : SECOND);
      // Whether somebody looks makes no difference to what is kept warm.
      if (leadSeconds === 60 && second % 60 === 0) rig.look();
      for (const { path } of rig.upstream.calls.splice(0)) calls.set(path, [...(calls.get(path) ?? []), second]);
      if (second % 10 === 0 && second > 0) expect(rig.engine.sources().map((source) => source.state)).toEqual(Array(4).fill('fresh'));
    }
    for (const seconds of calls.values()) {
      const ages = seconds.slice(1).map((second, index) => second - (seconds[index] ?? 0));
      expect(Math.min(...ages)).toBeGreaterThanOrEqual(fromSeconds);
      expect(Math.max(...ages)).toBeLessThanOrEqual(toSeconds + 1);
    }
    // Four sources that began at one moment have four moments of their own.
    expect(new Set([...calls.values()].map((seconds) => seconds[1])).size).toBe(leadSeconds === 1 ? 1 : 4);
  },
);

test('views that are to come every 240, 300 and 360 s do, to the second', async () => {
  const rig = await makeRig();
  for (const everySeconds of [240, 300, 360])
    await rig.add({ id: `every-${everySeconds}`, url: `${rig.upstream.url}/${everySeconds}`, policy: { preset: 'fixed', everySeconds } });
  await rig.pass(HOUR_SECONDS * SECOND - 1);
  const counted = (path: string) => rig.upstream.calls.filter((call) => call.path === path).length;
  expect([counted('/240'), counted('/300'), counted('/360')]).toEqual([15, 12, 10]);
});

test('the moment of a source is its own, and the same after a restart', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'prewarm' } });
  await rig.idle();
  const before = rig.engine.source('odds').decision.dueAt;
  await rig.restart();
  expect(rig.engine.source('odds').decision.dueAt).toBe(before);
});
