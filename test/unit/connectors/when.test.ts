import { expect, test } from 'vitest';
import { readTime } from '../../../src-main/connectors/when.ts';

const iso = (value: unknown) => {
  const ms = readTime(value);
  return ms === null ? null : new Date(ms).toISOString();
};

test.each([
  ['2026-11-20T12:00:00Z', '2026-11-20T12:00:00.000Z'],
  ['2026-11-20T12:00:00+02:00', '2026-11-20T10:00:00.000Z'],
  ['2026-11-20T12:00:00', '2026-11-20T12:00:00.000Z'],
  ['2026-11-20 12:00:00.25', '2026-11-20T12:00:00.250Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['Fri, 20 Nov 2026 12:00:00 GMT', '2026-11-20T12:00:00.000Z'],
  [1795176000, '2026-11-20T12:00:00.000Z'],
  [1795176000.25, '2026-11-20T12:00:00.250Z'],
  [1795176000000, '2026-11-20T12:00:00.000Z'],
  ['1795176000', '2026-11-20T12:00:00.000Z'],
  ['20 Nov 2026 12:00:00 +0000', '2026-11-20T12:00:00.000Z'],
  ['Nov 20, 2026 12:00 UTC', '2026-11-20T12:00:00.000Z'],
  ['yesterday', null],
  ['4.5', null],
  ['Model 2026', null],
  [null, null],
  [Infinity, null],
  [{}, null],
  [true, null],
])('%j', (value, expected) => {
  expect(iso(value)).toBe(expected);
});
