import '../locale.ts';
import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  absoluteTime,
  ageWords,
  bytesWords,
  countWords,
  dayWords,
  exactTimeWords,
  moneyWords,
  numberWords,
  percentWords,
  timeWords,
  unitsWords,
} from '../../../../src-renderer/ui/format.ts';
import { NOW } from '../make.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  return () => vi.useRealTimers();
});

test.each([
  [0, '0'],
  [999, '999'],
  [1_234_567, '1,234,567'],
  [-5, '-5'],
  [Number.MAX_SAFE_INTEGER, '9,007,199,254,740,991'],
])('the number %d reads %s', (n, words) => {
  expect(numberWords(n)).toBe(words);
});

test.each([
  [0, '0%'],
  [0.004, '0%'],
  [0.5, '50%'],
  [1, '100%'],
  [12.5, '1,250%'],
])('the share %d reads %s', (share, words) => {
  expect(percentWords(share)).toBe(words);
});

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [1023, '1,023 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [1024 ** 2, '1 MiB'],
  [1024 ** 3 * 2.25, '2.3 GiB'],
  [1024 ** 4, '1 TiB'],
  [1024 ** 5 * 3, '3,072 TiB'],
])('%d bytes read %s', (bytes, words) => {
  expect(bytesWords(bytes)).toBe(words);
});

test.each([
  [12.4, 'EUR', '€12.40'],
  [-3, 'EUR', '-€3.00'],
  [0, 'USD', 'US$0.00'],
  [1234.5, 'JPY', 'JP¥1,235'],
  [0.002, 'EUR', '€0.002'],
  [0.01, 'EUR', '€0.01'],
])('%d %s read %s', (amount, currency, words) => {
  expect(moneyWords(amount, currency)).toBe(words);
});

test('units may be parts of one', () => {
  expect([0, 7224, 2.5, 0.125].map(unitsWords)).toEqual(['0', '7,224', '2.5', '0.13']);
});

test.each([
  ['2026-11-21T10:12:00.000Z', '11:12'],
  ['2026-11-20T23:00:00.000Z', '00:00'],
  ['2026-11-20T22:59:59.999Z', '20 Nov, 23:59'],
  ['2026-11-21T23:30:00.000Z', '22 Nov, 00:30'],
  ['2026-07-01T10:00:00.000Z', '1 Jul, 12:00'],
  ['2025-12-31T23:30:00.000Z', '1 Jan, 00:30'],
  ['2025-12-31T22:30:00.000Z', '31 Dec 2025, 23:30'],
])('%s is written %s by somebody in Berlin', (iso, words) => {
  expect(timeWords(iso)).toBe(words);
});

test('the hour that the clock runs through twice has the same words twice', () => {
  vi.setSystemTime('2026-10-25T12:00:00.000Z');
  expect(timeWords('2026-10-25T00:30:00.000Z')).toBe('02:30');
  expect(timeWords('2026-10-25T01:30:00.000Z')).toBe('02:30');
  expect(absoluteTime('2026-10-25T00:30:00.000Z')).not.toBe(absoluteTime('2026-10-25T01:30:00.000Z'));
});

test('the hour that the clock leaps over has no words', () => {
  vi.setSystemTime('2026-03-29T12:00:00.000Z');
  expect(timeWords('2026-03-29T00:59:00.000Z')).toBe('01:59');
  expect(timeWords('2026-03-29T01:00:00.000Z')).toBe('03:00');
});

test('an exact time has its seconds today, and the date on other days', () => {
  expect(exactTimeWords('2026-11-21T10:12:07.900Z')).toBe('11:12:07');
  expect(exactTimeWords('2026-11-20T10:12:07.000Z')).toBe('20 Nov, 11:12');
});

test('a text that is no time is shown as it is', () => {
  for (const text of ['', 'soon', '2026-13-45T00:00:00Z', '🕰']) {
    expect(timeWords(text)).toBe(text);
    expect(exactTimeWords(text)).toBe(text);
    expect(absoluteTime(text)).toBe(text);
  }
});

test('a tooltip holds the day, the year, the seconds and the time zone', () => {
  const words = absoluteTime('2026-11-21T10:12:07.000Z');
  for (const part of ['Saturday', '21 November 2026', '11:12:07', 'CET']) expect(words).toContain(part);
});

test('a day is that day in every time zone', () => {
  expect(dayWords('2026-11-21')).toBe('21 Nov');
  expect(dayWords('2026-03-29')).toBe('29 Mar');
  expect(dayWords('2026-01-01')).toBe('1 Jan');
});

test('a text that is no day is shown as it is', () => {
  for (const text of ['', 'today', '2026-11']) expect(dayWords(text)).toBe(text);
});

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [SECOND, '1 s'],
  [MINUTE - 1, '59 s'],
  [MINUTE, '1 min'],
  [HOUR - 1, '59 min'],
  [HOUR, '1 h'],
  [DAY - 1, '23 h'],
  [DAY, '20 Nov'],
  [320 * DAY, '5 Jan'],
  [326 * DAY, '30 Dec 2025'],
])('an age of %d ms reads %s', (ms, words) => {
  expect(ageWords(ms)).toBe(words);
});

test('what lies in the future is 0 s old', () => {
  for (const ms of [-1, -DAY, -Infinity]) expect(ageWords(ms)).toBe('0 s');
});

test('what lies a hundred years back has its date', () => {
  expect(ageWords(100 * 365.25 * DAY)).toBe('21 Nov 1926');
});

test('no age up to a century is without words', () => {
  fc.assert(
    fc.property(fc.integer({ min: -DAY, max: 100 * 365 * DAY }), (ms) => {
      expect(ageWords(ms)).toMatch(/^\d+ (s|min|h)$|^\d+ \w+( \d{4})?$/);
    }),
  );
});

test('one is singular, everything else plural', () => {
  expect(countWords(1, 'call')).toBe('1 call');
  expect(countWords(0, 'call')).toBe('0 calls');
  expect(countWords(12_345, 'call')).toBe('12,345 calls');
  expect(countWords(2, 'entry', 'entries')).toBe('2 entries');
});
