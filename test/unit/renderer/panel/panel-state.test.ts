import '../locale.ts';
import { expect, test } from 'vitest';
import { oldestCheck, worstSource } from '../../../../src-renderer/panel/panel-state.ts';
import { ago, aSource, NOW } from '../make.ts';

const MINUTE = 60_000;
const fresh = aSource({ id: 'fresh', checkedAt: ago(MINUTE) });
const older = aSource({ id: 'older', checkedAt: ago(4 * MINUTE) });
const stale = aSource({ id: 'stale', checkedAt: ago(40 * MINUTE), staleSeconds: 1800, veryStaleSeconds: 7200 });
const failed = aSource({ id: 'failed', checkedAt: ago(MINUTE), obstacle: 'error' });

test('a panel stands as its worst source does, and of several as the one checked the longest ago', () => {
  expect(worstSource([fresh, stale, older], true, NOW)).toMatchObject({ source: { id: 'stale' }, state: 'stale' });
  expect(worstSource([stale, failed], true, NOW)?.source.id).toBe('failed');
  expect(worstSource([fresh, older], true, NOW)?.source.id).toBe('older');
  expect(worstSource([], true, NOW)).toBeNull();
});

test('its age is that of the oldest source, and none while one was never checked', () => {
  expect(oldestCheck([fresh, stale])).toBe(stale.checkedAt);
  expect(oldestCheck([fresh, aSource({ checkedAt: null })])).toBeNull();
});
