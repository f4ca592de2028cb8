import { expect, test } from 'vitest';
import { IdleTimer } from '../../../../src-main/engine/upkeep/idle-timer.ts';
import { SimClock } from '../../../support/sim-clock.ts';

test('the step waits for its time, and then for a moment in which nothing else is to be done', async () => {
  const clock = new SimClock();
  let [busy, steps] = [true, 0];
  const timer = new IdleTimer(
    clock,
    () => busy,
    () => (steps += 1),
  );
  timer.wait(100);
  await clock.advance(1_099);
  busy = false;
  expect({ steps, waiting: timer.isWaiting }).toEqual({ steps: 0, waiting: true });
  await clock.advance(1);
  expect({ steps, waiting: timer.isWaiting }).toEqual({ steps: 1, waiting: false });
});

test('once stopped nothing is waited for any more', async () => {
  const clock = new SimClock();
  let steps = 0;
  const timer = new IdleTimer(
    clock,
    () => false,
    () => (steps += 1),
  );
  timer.wait(100);
  timer.stop();
  timer.wait(100);
  await clock.advance(1_000);
  expect({ steps, pending: clock.pending }).toEqual({ steps: 0, pending: 0 });
});
