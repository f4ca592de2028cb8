import { expect, test } from 'vitest';
import { FaultDial } from '../../../src-main/demo/faults.ts';
import { demoFaultsSchema } from '../../../src-preload/contract/index.ts';

const kinds = (dial: FaultDial, calls = 1_000) => {
  const counts = new Map<string, number>();
  for (let call = 0; call < calls; call += 1) {
    const { kind } = dial.next('odds');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
};

test('nothing happens until the dial is turned', () => {
  expect([...kinds(new FaultDial(1))]).toEqual([['none', 1_000]]);
});

test('each share is met about as often as it says, and no call meets two', () => {
  const counts = kinds(
    new FaultDial(1, { all: { rateLimitedPercent: 10, serverErrorPercent: 20, dropPercent: 30, malformedPercent: 20 } }),
  );
  expect(counts.get('rate-limited')).toBeGreaterThan(70);
  expect(counts.get('rate-limited')).toBeLessThan(130);
  expect(counts.get('drop')).toBeGreaterThan(250);
  expect(counts.get('drop')).toBeLessThan(350);
  expect((counts.get('cut') ?? 0) + (counts.get('page') ?? 0)).toBeGreaterThan(150);
  expect(counts.get('cut')).toBeGreaterThan(50);
  expect(counts.get('page')).toBeGreaterThan(50);
  expect(counts.get('none')).toBeGreaterThan(150);
});

test('a hundred of a hundred is every call', () => {
  expect([...kinds(new FaultDial(1, { all: { unauthorizedPercent: 100 } }))]).toEqual([['unauthorized', 1_000]]);
});

test('a service with faults of its own does not have those of all', () => {
  const dial = new FaultDial(1, { all: { serverErrorPercent: 100 }, services: { odds: { slowMs: 50 } } });
  expect(dial.next('odds')).toEqual({ kind: 'none', slowMs: 50 });
  expect(dial.next('n8n').kind).toBe('server-error');
});

test('the same calls are met again after the dial was turned to the same', () => {
  const faults = { all: { serverErrorPercent: 50 } };
  const [one, two] = [new FaultDial(3, faults), new FaultDial(3)];
  two.next('odds');
  two.turn(faults);
  const next = (dial: FaultDial) => Array.from({ length: 50 }, () => dial.next('odds').kind);
  expect(next(two)).toEqual(next(one));
});

test('shares of more than a hundred in all are not accepted', () => {
  expect(demoFaultsSchema.safeParse({ all: { dropPercent: 60, serverErrorPercent: 50 } }).success).toBe(false);
});
