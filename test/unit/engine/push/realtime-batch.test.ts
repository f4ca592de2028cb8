import { expect, test } from 'vitest';
import { Batches } from '../../../../src-main/engine/push/realtime-batch.ts';
import { SimClock } from '../../../support/sim-clock.ts';

function batched() {
  const clock = new SimClock();
  const start = clock.now();
  const seen: string[] = [];
  const batches = new Batches<string>(
    clock,
    (item) => (item.startsWith('-') ? null : (item[0] ?? null)),
    (items) => seen.push(`${clock.now() - start}: ${items.join(' ')}`),
  );
  return { clock, batches, seen };
}

test('the first item goes at once, a burst every 50 ms', async () => {
  const { clock, batches, seen } = batched();
  batches.add(['a1']);
  batches.add(['b1']);
  await clock.advance(30);
  batches.add(['c1']);
  await clock.advance(30);
  batches.add(['d1']);
  await clock.advance(500);
  batches.add(['e1']);
  expect(seen).toEqual(['0: a1', '50: b1 c1', '100: d1', '560: e1']);
});

test('the last of a key wins and takes its own place; items without a key all stay', async () => {
  const { clock, batches, seen } = batched();
  batches.add(['x1', 'a1', 'b1', '-', 'a2', '-']);
  await clock.advance(100);
  expect(seen).toEqual(['0: x1 b1 - a2 -']);
});

test('stopping hands over what is pending and leaves no timer', () => {
  const { clock, batches, seen } = batched();
  batches.add(['a1']);
  batches.add(['b1']);
  batches.stop();
  expect(seen).toEqual(['0: a1', '0: b1']);
  expect(clock.pending).toBe(0);
});
