import { expect, test } from 'vitest';
import { RealtimeStats } from '../../../../src-main/engine/push/realtime-stats.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const T0 = Date.parse('2026-11-20T00:00:30.000Z');

test('the rate is that of the last hour, or of the time since the start', () => {
  const stats = new RealtimeStats(T0);
  stats.message(T0);
  expect(stats.messagesPerMinute(T0)).toBe(1);
  for (let at = T0; at < T0 + 3 * HOUR; at += 10_000) stats.message(at);
  expect(stats.messagesPerMinute(T0 + 3 * HOUR)).toBeCloseTo(6, 1);
  expect(stats.messagesPerMinute(T0 + 3 * HOUR + HOUR / 2)).toBeCloseTo(3, 1);
  expect(stats.messagesPerMinute(T0 + 5 * HOUR)).toBe(0);
});

test('the uptime share is that of the last hour, or of the time since the start', () => {
  const stats = new RealtimeStats(T0);
  expect(stats.uptimeShare(T0)).toBe(0);
  stats.connection(true, T0 + 10 * MINUTE);
  expect(stats.uptimeShare(T0 + 20 * MINUTE)).toBe(0.5);
  stats.connection(false, T0 + 40 * MINUTE);
  expect(stats.uptimeShare(T0 + HOUR)).toBe(0.5);
  expect(stats.uptimeShare(T0 + 80 * MINUTE)).toBeCloseTo(20 / 60, 10);
  stats.connection(true, T0 + 2 * HOUR);
  expect(stats.uptimeShare(T0 + 3 * HOUR)).toBe(1);
});

test('a clock that was set back makes no share above 1 and no rate of the future', () => {
  const stats = new RealtimeStats(T0);
  stats.connection(true, T0);
  stats.message(T0 + HOUR);
  expect(stats.messagesPerMinute(T0 - HOUR)).toBe(0);
  expect(stats.uptimeShare(T0 - HOUR)).toBe(1);
  expect(stats.uptimeShare(T0 - HOUR / 2)).toBe(1);
});
