import { expect, test } from 'vitest';
import { FRIDAY, startDemo } from '../../../support/demo.ts';
import type { Wire } from '../../../support/wire.ts';

const KEY = { 'x-api-key': 'demo-key' };

test('a report has the sections that were asked for, grouped as asked', async () => {
  const demo = await startDemo();
  const month = await demo.call('statistics', '/api/v1/dashboard?period=month&groupBy=day&sections=summary,series', KEY);
  expect(Object.keys(month.body.sections)).toEqual(['summary', 'series']);
  expect(month.body.sections.series).toHaveLength(30);
  expect(month.body.sections.series.at(-1).day).toBe('2026-11-20');
  const total = month.body.sections.series.reduce((sum: number, day: Wire) => sum + Number(day.executions), 0);
  expect(month.body.sections.summary.executions).toBe(total);
  const year = await demo.call('statistics', '/api/v1/executions?period=year', KEY);
  expect(year.body.groupBy).toBe('month');
  expect(year.body.sections.series[0]).toHaveProperty('month');
  const failures = year.body.sections.failures.reduce((sum: number, cause: Wire) => sum + Number(cause.failed), 0);
  expect(Math.abs(failures - year.body.sections.summary.failed)).toBeLessThan(5);
  const users = await demo.call('statistics', '/api/v1/users?period=last_day&sections=users', KEY);
  expect(users.body.sections.users).toHaveLength(9);
});

test.each([
  ['/api/v1/dashboard?period=century', 400, 'bad_period'],
  ['/api/v1/dashboard?groupBy=hour', 400, 'bad_grouping'],
  ['/api/v1/dashboard?sections=users', 400, 'bad_section'],
  ['/api/v1/gossip', 404, 'not_found'],
])('%s is refused with %i %s', async (path, status, code) => {
  const demo = await startDemo();
  const reply = await demo.call('statistics', path, KEY);
  expect([reply.status, reply.body.error.code]).toEqual([status, code]);
});

test('without its key it answers 401', async () => {
  const demo = await startDemo();
  expect((await demo.call('statistics', '/api/v1/dashboard')).status).toBe(401);
});

test('numbers stay for half a minute: the lifetime says for how long, and the tag holds until then', async () => {
  const demo = await startDemo();
  const path = '/api/v1/dashboard?period=week';
  const first = await demo.call('statistics', path, KEY);
  expect(first.headers.get('cache-control')).toBe('private, max-age=30');
  expect(first.headers.get('last-modified')).toBe(new Date(FRIDAY).toUTCString());
  expect(first.headers.get('x-cache')).toBe('miss');
  demo.now += 20_000;
  const again = await demo.call('statistics', path, { ...KEY, 'if-none-match': first.headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
  expect(again.headers.get('cache-control')).toBe('private, max-age=10');
  demo.now += 11_000;
  const later = await demo.call('statistics', path, { ...KEY, 'if-none-match': first.headers.get('etag') ?? '' });
  expect(later.status).toBe(200);
  expect(later.body.sections.summary.executions).toBeGreaterThanOrEqual(first.body.sections.summary.executions);
});

test('working a report out is slow the first time, longer for a year than for a day, and quick from the cache', async () => {
  const waits: number[] = [];
  const demo = await startDemo({
    latency: 1,
    after: (delayMs, run) => {
      waits.push(delayMs);
      run();
      return () => undefined;
    },
  });
  for (const period of ['last_day', 'all', 'all']) await demo.call('statistics', `/api/v1/dashboard?period=${period}`, KEY);
  const [day = 0, ever = 0, cached = 0] = waits;
  expect(day).toBeGreaterThan(400);
  expect(ever).toBeGreaterThan(day);
  expect(cached).toBeLessThan(300);
});

test('today grows, weekdays hold more than weekends, and days that are over stay as they are', async () => {
  const demo = await startDemo();
  const series = async () => (await demo.call('statistics', '/api/v1/dashboard?period=month&sections=series', KEY)).body.sections.series;
  const before = await series();
  demo.now += 3_600_000;
  const after = await series();
  expect(after.at(-1).executions).toBeGreaterThan(before.at(-1).executions);
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
  const of = (day: string) => before.find((each: Wire) => each.day === day).executions;
  expect(of('2026-11-18')).toBeGreaterThan(2 * of('2026-11-15'));
});
