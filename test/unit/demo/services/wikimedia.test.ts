import { expect, test } from 'vitest';
import { type Demo, FRIDAY, startDemo } from '../../../support/demo.ts';
import { SimClock } from '../../../support/sim-clock.ts';
import type { Wire } from '../../../support/wire.ts';

const LIST = '/w/api.php?action=query&list=recentchanges&format=json&rcprop=ids|title|timestamp|user';

interface Event {
  id: string;
  data: Wire;
}

/** Reads events from the stream until `enough` holds. */
async function read(demo: Demo, headers: Record<string, string>, query: string, enough: (events: Event[]) => boolean): Promise<Event[]> {
  const giveUp = new AbortController();
  const response = await fetch(`${demo.server.urlOf('wikimedia')}/v2/stream/recentchange${query}`, { headers, signal: giveUp.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: Event[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
      const data = field('data');
      if (data !== undefined) events.push({ id: field('id') ?? '', data: JSON.parse(data) });
    }
    if (enough(events)) break;
  }
  giveUp.abort();
  return events;
}

test('an event has its place in the topic as its id, and the documented fields', async () => {
  const demo = await startDemo();
  const [event] = await read(demo, {}, '?since=2026-11-20T13:50:00Z', (events) => events.length > 0);
  expect(JSON.parse(event!.id)).toEqual([
    { topic: 'eqiad.mediawiki.recentchange', partition: 0, timestamp: Date.parse(event!.data.meta.dt) },
    { topic: 'codfw.mediawiki.recentchange', partition: 0, offset: -1 },
  ]);
  expect(event!.data).toMatchObject({
    $schema: '/mediawiki/recentchange/1.0.0',
    meta: { stream: 'mediawiki.recentchange', offset: event!.data.id },
    timestamp: Math.floor(Date.parse(event!.data.meta.dt) / 1000),
    wiki: expect.stringMatching(/wiki$/),
  });
});

test('who comes back with Last-Event-ID gets what came after it, once and without a gap', async () => {
  const demo = await startDemo();
  const all = await read(demo, {}, '?since=2026-11-20T13:50:00Z', (events) => events.length >= 40);
  const rest = await read(demo, { 'last-event-id': all[9]!.id }, '', (events) => events.length >= 30);
  expect(rest.slice(0, 30).map(({ data }) => data.id)).toEqual(all.slice(10, 40).map(({ data }) => data.id));
});

test('a stream goes on as time passes, and is ended after a quarter of an hour', async () => {
  const clock = new SimClock('2026-11-20T14:00:00.000Z');
  const demo = await startDemo({ now: () => clock.now(), after: (delayMs, run) => clock.after(delayMs, run) });
  const response = await fetch(`${demo.server.urlOf('wikimedia')}/v2/stream/recentchange`);
  await clock.advance(15 * 60_000 + 1_000);
  const text = await response.text();
  expect(text.match(/^data: /gm)!.length).toBeGreaterThan(100);
});

test('the list shows the same changes as the stream, newest first and in pages', async () => {
  const demo = await startDemo();
  const streamed = await read(demo, {}, '?since=2026-11-20T13:50:00Z', (events) => events.length >= 40);
  const first = await demo.call('wikimedia', `${LIST}&rclimit=20`);
  expect(first.body.query.recentchanges).toHaveLength(20);
  const second = await demo.call('wikimedia', `${LIST}&rclimit=20&rccontinue=${encodeURIComponent(first.body.continue.rccontinue)}`);
  const ids = [...first.body.query.recentchanges, ...second.body.query.recentchanges].map(({ rcid }: Wire) => rcid);
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
  expect(new Set(ids).size).toBe(40);
  const newer = await demo.call('wikimedia', `${LIST}&rclimit=40&rcdir=newer&rcstart=2026-11-20T13:50:00Z`);
  expect(newer.body.query.recentchanges.map(({ rcid }: Wire) => rcid)).toEqual(streamed.slice(0, 40).map(({ data }) => data.id));
});

test('mistakes are told with 200 and a header, as MediaWiki does', async () => {
  const demo = await startDemo();
  const reply = await demo.call('wikimedia', '/w/api.php?action=dance&format=json');
  expect([reply.status, reply.headers.get('mediawiki-api-error'), reply.body.error.code]).toEqual([200, 'badvalue', 'badvalue']);
  expect((await demo.call('wikimedia', `${LIST}&rclimit=9999`)).body.error.code).toBe('badinteger');
});

test('changes come in bursts and more by day than by night', async () => {
  const demo = await startDemo();
  const countIn = async (from: number, ms: number) => {
    demo.now = from + ms;
    const range = `&rclimit=max&rcstart=${new Date(from + ms).toISOString()}&rcend=${new Date(from).toISOString()}`;
    return (await demo.call('wikimedia', `${LIST}${range}`)).body.query.recentchanges.length as number;
  };
  const minutes: number[] = [];
  for (let minute = 0; minute < 60; minute += 1) minutes.push(await countIn(FRIDAY + minute * 60_000, 60_000));
  const mean = minutes.reduce((sum, each) => sum + each, 0) / 60;
  expect(Math.max(...minutes)).toBeGreaterThan(1.8 * mean);
  const night = await countIn(Date.parse('2026-11-20T01:30:00Z'), 600_000);
  const day = await countIn(Date.parse('2026-11-20T13:30:00Z'), 600_000);
  expect(day).toBeGreaterThan(2 * night);
});
