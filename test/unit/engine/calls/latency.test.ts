import { expect, test } from 'vitest';
import { Latency } from '../../../../src-main/engine/calls/latency.ts';

test('nothing is said before the first', () => {
  expect(new Latency().summary()).toBeNull();
});

test('the median and the 95th percentile of what was added', () => {
  const latency = new Latency();
  for (let ms = 1; ms <= 100; ms += 1) latency.add(ms);
  expect(latency.summary()).toEqual({ p50: 50, p95: 95 });
});

test('only the last 200 count', () => {
  const latency = new Latency();
  for (let n = 0; n < 200; n += 1) latency.add(9_000);
  for (let n = 0; n < 200; n += 1) latency.add(20);
  expect(latency.summary()).toEqual({ p50: 20, p95: 20 });
});

test('a clock that was set back gives no time below zero', () => {
  const latency = new Latency();
  latency.add(-5_000);
  expect(latency.summary()).toEqual({ p50: 0, p95: 0 });
});
