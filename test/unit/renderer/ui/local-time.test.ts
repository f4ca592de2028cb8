import { expect, test } from 'vitest';
import { fromLocalInput, toLocalInput } from '../../../../src-renderer/ui/local-time.ts';

test('a moment that is chosen means its end, to the second or to the minute', () => {
  const date = new Date(2026, 10, 21, 14, 5, 9);
  expect(toLocalInput(date)).toBe('2026-11-21T14:05:09');
  expect(fromLocalInput('2026-11-21T14:05:09')).toBe(new Date(date.getTime() + 999).toISOString());
  expect(fromLocalInput('2026-11-21T14:05')).toBe(new Date(2026, 10, 21, 14, 5, 59, 999).toISOString());
});

test('while nothing is chosen there is no moment', () => {
  expect(fromLocalInput('')).toBeNull();
  expect(fromLocalInput('nonsense')).toBeNull();
});
