import { expect, test } from 'vitest';
import { outcome } from '../../../../src-preload/contract/index.ts';
import { outcomeName, outcomes } from '../../../../src-renderer/ui/outcome.ts';

test('every outcome of the contract has a name of its own, and can be chosen', () => {
  expect([...outcomes].sort()).toEqual([...outcome.options].sort());
  expect(new Set(outcomes.map(outcomeName)).size).toBe(outcomes.length);
});

test('a refresh without an outcome is running', () => {
  expect(outcomeName(null)).toBe('Running');
});
