/**
 * Numbers that look random and follow from the seed and the keys alone. The state of the demo's world at a moment is made
 * of nothing else, so nothing of it has to be stored, and two servers of one seed agree.
 */

type Key = number | string;

/** One round of a multiply-and-shift hash of 32 bits. */
function mixed(state: number, value: number): number {
  let next = Math.imul(state ^ value, 0x85ebca6b);
  next = Math.imul(next ^ (next >>> 13), 0xc2b2ae35);
  return next ^ (next >>> 16);
}

function withKey(state: number, key: Key): number {
  // Milliseconds since the epoch take more than 32 bits.
  if (typeof key === 'number') return mixed(mixed(state, key | 0), Math.floor(key / 4_294_967_296) | 0);
  let next = mixed(state, key.length);
  for (let index = 0; index < key.length; index += 1) next = mixed(next, key.charCodeAt(index));
  return next;
}

function hash(seed: number, keys: readonly Key[]): number {
  return keys.reduce(withKey, mixed(0x9e3779b9, seed | 0)) >>> 0;
}

/** From 0 to below 1, the same for the same seed and keys. */
export function chance(seed: number, ...keys: Key[]): number {
  return hash(seed, keys) / 4_294_967_296;
}

/** `length` hexadecimal digits that stand for the keys. */
export function hexadecimal(length: number, seed: number, ...keys: Key[]): string {
  let digits = '';
  for (let part = 0; digits.length < length; part += 1)
    digits += hash(seed, [...keys, part])
      .toString(16)
      .padStart(8, '0');
  return digits.slice(0, length);
}

/** One of the items. Throws `RangeError` where there is none. */
export function pick<T>(items: readonly T[], roll: number): T {
  const item = items[Math.floor(roll * items.length)];
  if (item === undefined) throw new RangeError('there is nothing to pick from');
  return item;
}

/** A number of the normal distribution, by the method of Box and Muller. */
export function normal(seed: number, ...keys: Key[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance(seed, ...keys, 'radius')));
  return radius * Math.cos(2 * Math.PI * chance(seed, ...keys, 'angle'));
}

/** A number that is mostly near `median` and sometimes a multiple of it, as durations and latencies are. */
export function skewed(median: number, spread: number, seed: number, ...keys: Key[]): number {
  return median * Math.exp(spread * normal(seed, ...keys));
}

/** A number that wanders between about -1 and 1 as `step` rises, and comes back. */
export function wander(step: number, seed: number, ...keys: Key[]): number {
  const phase = chance(seed, ...keys) * 2 * Math.PI;
  return Math.sin(step / 7 + phase) * 0.5 + Math.sin(step / 23 + phase * 1.7) * 0.3 + (chance(seed, ...keys, step) - 0.5) * 0.4;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How busy an hour of the day is, from 0.25 in the night to 1 in the early afternoon, by the clock in UTC. */
export function dailyRhythm(at: number): number {
  const hour = (at % DAY_MS) / HOUR_MS;
  return 0.625 - 0.375 * Math.cos(((hour - 2) / 24) * 2 * Math.PI);
}

/** As `dailyRhythm`, and with weekends that are a third as busy. */
export function officeRhythm(at: number): number {
  const weekday = new Date(at).getUTCDay();
  return dailyRhythm(at) * (weekday === 0 || weekday === 6 ? 1 / 3 : 1);
}
