import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptySequence,
  holdLeftMs,
  releaseHeld,
  type SequenceState,
  takeInOrder,
} from '../../../../src-main/engine/push/realtime-sequence.ts';

/** Takes numbers one after the other, all at the same moment. */
function run(numbers: readonly number[], now = 0) {
  let state: SequenceState<number> = emptySequence();
  const ready: number[] = [];
  let gaps = 0;
  for (const number of numbers) {
    const step = takeInOrder(state, number, number, now);
    state = step.state;
    ready.push(...step.ready);
    gaps += step.gap ? 1 : 0;
  }
  return { state, ready, gaps };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('the first number begins the count, and the rest pass in order', () => {
  expect(run([7, 8, 9])).toMatchObject({ ready: [7, 8, 9], gaps: 0, state: { next: 10, held: [] } });
});

test('duplicates are ignored, also of what is held', () => {
  expect(run([1, 1, 2, 1, 2, 4, 4, 3])).toMatchObject({ ready: [1, 2, 3, 4], gaps: 0 });
});

test('a reordered message is waited for', () => {
  expect(run([1, 3, 2, 6, 5, 4])).toMatchObject({ ready: [1, 2, 3, 4, 5, 6], gaps: 0 });
});

describe('a message that does not come', () => {
  test('is a gap after a second, one for all that is missing before what waited', () => {
    const { state } = run([1, 3, 6]);
    expect(holdLeftMs(state, 400)).toBe(600);
    expect(releaseHeld(state, 999)).toMatchObject({ ready: [], gap: false });
    const step = releaseHeld(state, 1_000);
    expect(step).toMatchObject({ ready: [3, 6], gap: true, state: { next: 7, held: [] } });
    expect(holdLeftMs(step.state, 1_000)).toBeNull();
  });

  test('does not end the wait of what came later for something else', () => {
    const { state } = run([1, 3]);
    const later = takeInOrder(state, 5, 5, 900).state;
    const step = releaseHeld(later, 1_000);
    expect(step).toMatchObject({ ready: [3], gap: true, state: { next: 4 } });
    expect(holdLeftMs(step.state, 1_000)).toBe(900);
    expect(takeInOrder(step.state, 4, 4, 1_100)).toMatchObject({ ready: [4, 5], gap: false });
  });

  test('is ignored when it comes after all', () => {
    const { state } = releaseHeld(run([1, 3]).state, 1_000);
    expect(takeInOrder(state, 2, 2, 1_100)).toMatchObject({ ready: [], gap: false, state: { next: 4 } });
  });
});

test('a clock that was set back holds nothing for longer than a second', () => {
  const { state } = run([1, 3], 5_000_000);
  expect(holdLeftMs(state, 0)).toBe(1_000);
  expect(releaseHeld(state, 1_000)).toMatchObject({ ready: [3], gap: true });
});

test('a flood of early messages is not held without end', () => {
  const { ready, gaps, state } = run([1, ...range(3, 1_003)]);
  expect(ready).toEqual([1, ...range(3, 1_003)]);
  expect({ gaps, held: state.held.length }).toEqual({ gaps: 1, held: 0 });
});

test('a server that counts anew is noticed and costs one gap', () => {
  const { ready, gaps } = run([...range(100, 200), ...range(1, 40)]);
  expect(gaps).toBe(1);
  expect(ready.slice(-21)).toEqual(range(20, 40));
});

test('whatever the order, what is ready rises, comes once, and nothing is lost but by a gap', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 15 }), { maxLength: 40 }), (numbers) => {
      const first = run(numbers);
      const last = releaseHeld(first.state, 1_000);
      const ready = [...first.ready, ...last.ready];
      expect(ready).toEqual([...new Set(ready)].sort((a, b) => a - b));
      expect(last.state.held).toEqual([]);
      const least = numbers[0] ?? 0;
      expect(new Set(ready)).toEqual(new Set(numbers.filter((number) => number >= least)));
    }),
  );
});
