import { expect, test } from 'vitest';
import { compileCron, nextByCron } from '../../../../src-main/engine/decide/cron.ts';

const next = (expression: string, zone: string, after: string) => new Date(nextByCron(expression, zone, Date.parse(after))).toISOString();

test.each([
  ['0 8-18 * * mon-fri', 'UTC', '2026-11-20T18:00:00Z', '2026-11-23T08:00:00.000Z'],
  ['*/15 * * * *', 'UTC', '2026-11-20T12:01:00Z', '2026-11-20T12:15:00.000Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
  ['0 9 * * *', 'America/New_York', '2026-03-07T15:00:00Z', '2026-03-08T13:00:00.000Z'],
])('%s (%s) after %s is %s', (expression, zone, after, expected) => {
  expect(next(expression, zone, after)).toBe(expected);
});

test('one that never comes is never', () => {
  expect(nextByCron('0 0 30 2 *', 'UTC', Date.parse('2026-11-20T12:00:00Z'))).toBe(Infinity);
});

test.each(['every day', '61 * * * *', '* * *'])('%s is refused', (expression) => {
  expect(() => compileCron(expression, undefined)).toThrow();
});
