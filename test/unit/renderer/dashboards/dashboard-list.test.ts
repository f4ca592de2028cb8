import { expect, test, vi } from 'vitest';
import type { DashboardSummary } from '../../../../src-preload/contract/index.ts';
import { firstDashboard, withEvent } from '../../../../src-renderer/dashboards/dashboard-list.ts';
import { ago } from '../make.ts';

const aDashboard = (id: string, title = id): DashboardSummary => ({
  id,
  title,
  about: '',
  panels: 1,
  sources: [],
  changedAt: ago(0),
  version: 1,
});

test('a dashboard that changed stays where it is, a new one comes last, and one that was removed goes', () => {
  const items = [aDashboard('a'), aDashboard('b')];
  expect(withEvent(items, { type: 'dashboard', dashboard: aDashboard('a', 'Other') }).map(({ title }) => title)).toEqual(['Other', 'b']);
  expect(withEvent(items, { type: 'dashboard', dashboard: aDashboard('c') }).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(withEvent(items, { type: 'dashboard-removed', id: 'a' }).map(({ id }) => id)).toEqual(['b']);
});

test('the one that was looked at last is opened first, while it is there', () => {
  vi.stubGlobal('localStorage', { getItem: () => 'b' });
  expect(firstDashboard([aDashboard('a'), aDashboard('b')])).toBe('b');
  expect(firstDashboard([aDashboard('a')])).toBe('a');
  expect(firstDashboard([])).toBeNull();
  vi.unstubAllGlobals();
});
