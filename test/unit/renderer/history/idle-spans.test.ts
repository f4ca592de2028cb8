import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idleSpans } from '../../../../src-renderer/history/idle-spans.ts';
import { aDecision, someActivity, someInputs } from '../make.ts';

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const looked = (at: number, since: number | null) =>
  aDecision({ at: new Date(at).toISOString(), inputs: someInputs({ active: true, lookingSince: iso(since) }) });
const idle = (at: number, last: number | null) =>
  aDecision({ at: new Date(at).toISOString(), inputs: someInputs({ active: false, lookingSince: null, lastLookedAt: iso(last) }) });
const lookingSince = (since: number) => someActivity({ active: true, lookingSince: iso(since) });

test('without decisions nothing is known, which counts as looked at', () => {
  expect(idleSpans([], null, 100)).toEqual([]);
  expect(idleSpans([], lookingSince(50), 100)).toEqual([]);
});

test('somebody who looks all the time leaves no gap', () => {
  expect(idleSpans([looked(10, 5), looked(50, 5)], lookingSince(5), 100)).toEqual([]);
});

test('a span goes from the last look to the next one', () => {
  expect(idleSpans([idle(20, 10), idle(30, 10), looked(50, 45)], lookingSince(45), 100)).toEqual([{ fromMs: 10, toMs: 45 }]);
});

test('a span without an end yet lasts until now', () => {
  expect(idleSpans([idle(20, 10)], someActivity(), 100)).toEqual([{ fromMs: 10, toMs: 100 }]);
  expect(idleSpans([idle(20, 10)], null, 100)).toEqual([{ fromMs: 10, toMs: 100 }]);
});

test('a look that no decision tells of yet ends the span', () => {
  expect(idleSpans([idle(20, 10)], lookingSince(60), 100)).toEqual([{ fromMs: 10, toMs: 60 }]);
});

test('a look between two decisions moves the start of the span behind it', () => {
  expect(idleSpans([idle(20, 10), idle(60, 40)], null, 100)).toEqual([{ fromMs: 40, toMs: 100 }]);
});

test('while nobody has ever looked, the span begins with the first decision', () => {
  expect(idleSpans([idle(20, null), idle(40, null), idle(60, null)], null, 100)).toEqual([{ fromMs: 20, toMs: 100 }]);
});

test('a decision that does not say since when somebody looks stands for itself', () => {
  expect(idleSpans([idle(20, 10), looked(50, null)], null, 100)).toEqual([{ fromMs: 10, toMs: 50 }]);
});

test('the order in which decisions are given does not matter', () => {
  const decisions = [idle(20, 10), looked(50, 45), idle(80, 70), looked(90, 85)];
  expect(idleSpans([...decisions].reverse(), null, 100)).toEqual(idleSpans(decisions, null, 100));
});

test('spans follow each other, none is empty, and none lies in what was looked at', () => {
  const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 })), { maxLength: 20 });
  fc.assert(
    fc.property(stretches, (lengths) => {
      // Looking and not looking take turns, each with a decision in its middle.
      let now = 1_000;
      const seen: { from: number; to: number }[] = [];
      const decisions = lengths.flatMap(([looking, away]) => {
        const from = now;
        const to = from + looking;
        seen.push({ from, to });
        now = to + away;
        return [looked(from + looking / 2, from), idle(to + away / 2, to)];
      });
      const spans = idleSpans(decisions, null, now);
      expect(spans).toEqual(seen.map(({ to }, index) => ({ fromMs: to, toMs: seen[index + 1]?.from ?? now })));
    }),
  );
});
