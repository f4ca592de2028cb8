import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithin, nextAllowed } from '../../../../src-main/engine/decide/hours.ts';
import { hoursSchema } from '../../../../src-preload/contract/index.ts';

const at = (iso: string) => Date.parse(iso);
const office = hoursSchema.parse({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' });
const night = hoursSchema.parse({ from: '22:30', to: '06:00', timeZone: 'UTC' });

test.each([
  ['2026-11-20T07:00:00Z', true],
  ['2026-11-20T06:59:59Z', false],
  ['2026-11-20T17:00:00Z', false],
  ['2026-11-21T10:00:00Z', false],
  ['2026-07-20T06:00:00Z', true],
])('office hours in Berlin hold %s: %s', (iso, expected) => {
  expect(isWithin(office, at(iso))).toBe(expected);
});

test('hours that reach past midnight belong to the day on which they begin', () => {
  const friday = hoursSchema.parse({ days: ['fri'], from: '22:00', to: '02:00', timeZone: 'UTC' });
  expect(isWithin(friday, at('2026-11-20T23:00:00Z'))).toBe(true);
  expect(isWithin(friday, at('2026-11-21T01:59:00Z'))).toBe(true);
  expect(isWithin(friday, at('2026-11-20T01:00:00Z'))).toBe(false);
});

test('the next allowed moment is the end of the quiet hours or the start of the active ones, to the minute', () => {
  expect(nextAllowed(office, null, at('2026-11-20T18:00:00Z'))).toBe(at('2026-11-23T07:00:00Z'));
  expect(nextAllowed(null, night, at('2026-11-20T23:10:00Z'))).toBe(at('2026-11-21T06:00:00Z'));
  expect(nextAllowed(null, night, at('2026-11-20T12:00:00Z'))).toBe(at('2026-11-20T12:00:00Z'));
});

test('over the night in which the clocks change, eight in the morning is eight in the morning', () => {
  expect(nextAllowed(office, null, at('2026-03-28T12:00:00Z'))).toBe(at('2026-03-30T06:00:00Z'));
  expect(nextAllowed(office, null, at('2026-10-24T12:00:00Z'))).toBe(at('2026-10-26T07:00:00Z'));
});

test('hours that never come are never', () => {
  const always = hoursSchema.parse({ from: '00:00', to: '00:00', timeZone: 'UTC' });
  expect(nextAllowed(null, always, at('2026-11-20T12:00:00Z'))).toBe(Infinity);
});

test('what is named is allowed, and the minute before it is not', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  fc.assert(
    fc.property(
      fc.tuple(time, time),
      zones,
      fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }),
      ([from, to], timeZone, now) => {
        const hours = hoursSchema.parse({ from, to, timeZone });
        const next = nextAllowed(hours, null, now);
        expect(isWithin(hours, next)).toBe(true);
        if (next > now + 60_000) expect(isWithin(hours, next - 60_000)).toBe(false);
      },
    ),
    { numRuns: 200 },
  );
});
