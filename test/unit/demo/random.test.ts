import { expect, test } from 'vitest';
import { chance, dailyRhythm, hexadecimal, officeRhythm, skewed, wander } from '../../../src-main/demo/random.ts';

test('the same seed and keys give the same number, and others another', () => {
  expect(chance(1, 'a', 2)).toBe(chance(1, 'a', 2));
  const others = [chance(2, 'a', 2), chance(1, 'b', 2), chance(1, 'a', 3), chance(1, 2, 'a'), chance(1, 'a')];
  expect(new Set([...others, chance(1, 'a', 2)]).size).toBe(6);
  expect(hexadecimal(32, 1, 'x')).toMatch(/^[0-9a-f]{32}$/);
});

test('moments a month apart differ, although they take more than 32 bits', () => {
  const moments = [0, 1, 2].map((times) => 1_795_000_000_000 + times * 4_294_967_296);
  expect(new Set(moments.map((at) => chance(1, at))).size).toBe(3);
});

test('numbers are spread evenly, and skewed ones lie about their median', () => {
  const rolls = Array.from({ length: 10_000 }, (_, index) => chance(3, 'roll', index));
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = rolls.filter((roll) => Math.floor(roll * 10) === tenth).length / rolls.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  }
  const below = Array.from({ length: 2_000 }, (_, index) => skewed(100, 0.5, 3, index)).filter((value) => value < 100).length;
  expect(below / 2_000).toBeGreaterThan(0.45);
  expect(below / 2_000).toBeLessThan(0.55);
});

test('what wanders stays near and moves little by little', () => {
  for (let step = 0; step < 500; step += 1) expect(Math.abs(wander(step, 5, 'price'))).toBeLessThanOrEqual(1);
});

test('the afternoon is busier than the night, and a weekday than a Sunday', () => {
  expect(dailyRhythm(Date.parse('2026-11-20T14:00:00Z'))).toBeGreaterThan(3 * dailyRhythm(Date.parse('2026-11-20T02:00:00Z')));
  expect(officeRhythm(Date.parse('2026-11-20T14:00:00Z'))).toBeGreaterThan(2 * officeRhythm(Date.parse('2026-11-22T14:00:00Z')));
});
