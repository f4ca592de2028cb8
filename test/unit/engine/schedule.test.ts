import { expect, test } from 'vitest';
import { Schedule } from '../../../src-main/engine/schedule.ts';
import { SimClock } from '../../support/sim-clock.ts';

function scheduled(nextAt: (clock: SimClock) => number) {
  const clock = new SimClock();
  const seen: string[] = [];
  const start = clock.now();
  const schedule = new Schedule({
    clock,
    nextAt: () => nextAt(clock),
    onTick: (now) => seen.push(`tick ${(now - start) / 1000}`),
    onGap: (from, to) => seen.push(`gap ${(to - from) / 1000}`),
    onBack: (by) => seen.push(`back ${by / 1000}`),
  });
  schedule.arm();
  return { clock, schedule, seen };
}

test('it sleeps until the next due moment, but at most a minute', async () => {
  const due = Date.parse('2026-11-20T00:01:25.000Z');
  const { clock, seen } = scheduled((at) => (at.now() < due ? due : Infinity));
  await clock.advance(150_000);
  expect(seen).toEqual(['tick 60', 'tick 85', 'tick 145']);
});

test('it notices that the computer slept', async () => {
  const { clock, seen } = scheduled(() => Infinity);
  await clock.advance(60_000);
  await clock.sleep(7_200_000);
  await clock.advance(60_000);
  expect(seen).toEqual(['tick 60', 'gap 7260', 'tick 7320']);
});

test('it notices a clock that was set back, and goes on ticking every minute', async () => {
  const { clock, seen } = scheduled(() => Infinity);
  clock.setWall(-3_600_000);
  await clock.advance(120_000);
  expect(seen).toEqual(['back 3540', 'tick -3540', 'tick -3480']);
});

test('it does not tick after it was stopped', async () => {
  const { clock, schedule, seen } = scheduled(() => Infinity);
  schedule.stop();
  schedule.arm();
  await clock.advance(600_000);
  expect(seen).toEqual([]);
  expect(clock.pending).toBe(0);
});
