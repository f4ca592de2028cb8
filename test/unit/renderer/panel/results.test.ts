import '../locale.ts';
import { expect, test, vi } from 'vitest';
import type { PanelData } from '../../../../src-preload/contract/index.ts';
import { ago } from '../make.ts';

// What the page remembers of its place and mode, which has no part in this.
vi.stubGlobal('sessionStorage', { getItem: () => null });

const { withKnownRows } = await import('../../../../src-renderer/panel/results.ts');

const answer = (unchanged: boolean, rows: unknown[][], checkedAt: string): PanelData => ({
  result: {
    columns: unchanged ? [] : [{ name: 'n', type: 'number' }],
    rows,
    truncated: false,
    sources: ['odds'],
    computedAt: checkedAt,
    expiresAt: null,
    tookMs: 1,
    version: 7,
    failure: null,
  },
  checkedAt,
  sources: [],
  unchanged,
});

test('an answer that names the same version has the very rows that are known, and its own age', () => {
  const known = answer(false, [[1]], ago(60_000));
  const merged = withKnownRows(known, answer(true, [], ago(0)));
  expect(merged.result.rows).toBe(known.result.rows);
  expect(merged.result.columns).toBe(known.result.columns);
  expect(merged.checkedAt).toBe(ago(0));
});

test('other rows take the place of those that are known', () => {
  const next = answer(false, [[2]], ago(0));
  expect(withKnownRows(answer(false, [[1]], ago(60_000)), next)).toBe(next);
  expect(withKnownRows(null, next)).toBe(next);
});
