import { expect, test } from 'vitest';
import { Places } from '../../../../src-main/engine/calls/places.ts';
import { SimClock } from '../../../support/sim-clock.ts';

const never = new Promise<void>(() => undefined);

function setUp() {
  const clock = new SimClock();
  let freed = 0;
  const places = new Places(clock, () => (freed += 1));
  return { clock, places, freed: () => freed };
}

test('one host gets four of the eight places', () => {
  const { places } = setUp();
  for (let count = 0; count < 4; count += 1) {
    expect(places.isFree('a')).toBe(true);
    places.take('a', never);
  }
  expect([places.isFree('a'), places.isFree('b')]).toEqual([false, true]);
});

test('the ninth refresh waits, whatever its host', () => {
  const { places } = setUp();
  for (let count = 0; count < 8; count += 1) places.take(`host-${count}`, never);
  expect(places.isFree('another')).toBe(false);
});

test('a refresh that ends frees its place, once', async () => {
  const { clock, places, freed } = setUp();
  for (let count = 0; count < 4; count += 1) places.take('a', count === 0 ? Promise.resolve() : never);
  await clock.advance(0);
  expect([places.isFree('a'), freed()]).toEqual([true, 1]);
  places.take('a', never);
  await clock.advance(9_999);
  expect([places.isFree('a'), freed()]).toEqual([false, 1]);
});

test('a refresh that takes longer than 10 s goes on without its place', async () => {
  const { clock, places, freed } = setUp();
  for (let count = 0; count < 8; count += 1) places.take(`host-${count}`, never);
  await clock.advance(10_000);
  expect([places.isFree('another'), freed()]).toEqual([true, 8]);
});
