import { request } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { demoServiceId } from '../../../src-preload/contract/index.ts';
import { type Demo, startDemo } from '../../support/demo.ts';

const LIST = '/north/api/v1/executions?limit=50';
const KEY = { 'x-n8n-api-key': 'demo-key' };

/** The bytes as they come over the wire, where `fetch` would unpack them. */
const raw = (demo: Demo, headers: Record<string, string>) =>
  new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer; whole: boolean }>((resolve, reject) => {
    const call = request(`${demo.server.urlOf('n8n')}${LIST}`, { headers: { ...KEY, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('close', () => resolve({ headers: response.headers, body: Buffer.concat(chunks), whole: response.complete }));
    });
    call.on('error', reject);
    call.end();
  });

test('every service has a port of its own, is reached below its prefix at all of them, and anything else names them', async () => {
  const demo = await startDemo();
  expect(new Set(Object.values(demo.server.ports)).size).toBe(demoServiceId.options.length);
  const reply = await fetch(`${demo.server.url}/n8n/north/api/v1/workflows`, { headers: KEY });
  expect(reply.status).toBe(200);
  const nothing = await fetch(`${demo.server.url}/nothing`);
  expect(nothing.status).toBe(404);
  expect(((await nothing.json()) as { services: Record<string, string> }).services['strava']).toBe(demo.server.urlOf('strava'));
});

test('answers are compressed for whoever takes it, and only then', async () => {
  const demo = await startDemo();
  const zipped = await raw(demo, { 'accept-encoding': 'gzip, br' });
  const plain = await raw(demo, {});
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(zipped.headers['vary']).toBe('accept-encoding');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(zipped.body.length).toBeLessThan(plain.body.length / 3);
  expect((await raw(demo, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
});

test('it goes by the clock that it is given', async () => {
  const demo = await startDemo();
  demo.now = Date.parse('2026-12-24T12:00:00Z');
  expect((await demo.call('n8n', LIST, KEY)).headers.get('date')).toBe('Thu, 24 Dec 2026 12:00:00 GMT');
});

test('latencies lie about the median of the service, and follow from the seed', async () => {
  const waitsOf = async (seed: number) => {
    const waits: number[] = [];
    const demo = await startDemo({
      seed,
      latency: 1,
      after: (delayMs, run) => {
        waits.push(delayMs);
        run();
        return () => undefined;
      },
    });
    for (let call = 0; call < 40; call += 1) await demo.call('n8n', '/nowhere');
    return waits;
  };
  const waits = await waitsOf(1);
  expect(waits.filter((wait) => wait < 90).length).toBeGreaterThan(10);
  expect(waits.filter((wait) => wait > 90).length).toBeGreaterThan(10);
  expect(Math.max(...waits)).toBeLessThan(500);
  expect(await waitsOf(1)).toEqual(waits);
});

test('each fault is what it says, in the words of the service', async () => {
  const demo = await startDemo();
  await demo.server.setFaults({ all: { rateLimitedPercent: 100 } });
  const limited = await demo.call('n8n', LIST, KEY);
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);
  expect((await demo.call('strava', '/api/v3/athlete')).body.errors[0].code).toBe('exceeded');
  await demo.server.setFaults({ services: { n8n: { unauthorizedPercent: 100 } } });
  expect((await demo.call('n8n', LIST, KEY)).body).toEqual({ message: 'unauthorized' });
  expect((await demo.call('parcels', '/v1/parcels', { 'x-api-key': 'demo-key' })).status).toBe(200);
  await demo.server.setFaults({ all: { serverErrorPercent: 100 } });
  expect((await demo.call('odds', '/v4/sports?apiKey=demo-key')).status).toBe(500);
  await demo.server.setFaults({ all: { dropPercent: 100 } });
  expect((await raw(demo, {})).whole).toBe(false);
  await demo.server.setFaults({ all: { malformedPercent: 100 } });
  const bodies = [await raw(demo, {}), await raw(demo, {})];
  expect(() => JSON.parse(bodies[0]!.body.toString())).toThrow();
  expect(bodies[0]!.headers['content-type']).toContain('json');
  expect(bodies[1]!.headers['content-type']).toContain('text/html');
  await demo.server.setFaults({});
  expect((await demo.call('n8n', LIST, KEY)).status).toBe(200);
});

test('expired credentials are a matter of the API: an access token is handed out all the same', async () => {
  const demo = await startDemo({ faults: { all: { unauthorizedPercent: 100 } } });
  const body = 'grant_type=client_credentials&client_id=ada&client_secret=demo-secret';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const token = await demo.call('events', '/oauth/token', headers, { method: 'POST', body });
  expect(token.status).toBe(200);
  const refused = await demo.call('events', '/api/v1/me', { authorization: `Bearer ${token.body.access_token}` });
  expect([refused.status, refused.body.error]).toEqual([401, 'invalid_token']);
});

test('slow answers take as much longer as the dial says', async () => {
  const waits: number[] = [];
  const demo = await startDemo({
    faults: { all: { slowMs: 5_000 } },
    after: (delayMs, run) => {
      waits.push(delayMs);
      run();
      return () => undefined;
    },
  });
  await demo.call('n8n', LIST, KEY);
  expect(waits).toEqual([5_000]);
});

test('with the cable pulled nothing answers and connections break; plugged in again, all is where it was', async () => {
  const demo = await startDemo();
  const stream = await fetch(`${demo.server.urlOf('wikimedia')}/v2/stream/recentchange`);
  const { ports } = demo.server;
  await demo.server.setFaults({ cablePulled: true });
  await expect(stream.text()).rejects.toThrow();
  await expect(demo.call('n8n', LIST, KEY)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await demo.server.setFaults({});
  expect(demo.server.ports).toEqual(ports);
  expect((await demo.call('n8n', LIST, KEY)).status).toBe(200);
});

test('turning the dial breaks off the connections of the services that it concerns, and no others', async () => {
  const demo = await startDemo();
  const open = async (path: 'wikimedia' | 'parcels') =>
    fetch(`${demo.server.urlOf(path)}${path === 'wikimedia' ? '/v2/stream/recentchange' : '/v1/parcels/stream'}`, {
      headers: { 'x-api-key': 'demo-key' },
    });
  const [edits, parcels] = [await open('wikimedia'), await open('parcels')];
  await demo.server.setFaults({ services: { wikimedia: { serverErrorPercent: 100 } } });
  await expect(edits.text()).rejects.toThrow();
  expect((await open('wikimedia')).status).toBe(500);
  const { done } = await parcels.body!.getReader().read();
  expect(done).toBe(false);
});

test('a WebSocket is refused with the status that a call would get', async () => {
  const demo = await startDemo();
  const statusOf = (path: string) =>
    new Promise<number | undefined>((resolve) => {
      const socket = new WebSocket(`${demo.server.url.replace('http', 'ws')}${path}`);
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', () => undefined);
    });
  expect(await statusOf('/events/api/v1/stream')).toBe(401);
  expect(await statusOf('/n8n/socket')).toBe(404);
  await demo.server.setFaults({ all: { serverErrorPercent: 100 } });
  expect(await statusOf('/events/api/v1/stream')).toBe(500);
});

test('a body beyond a mebibyte is not taken', async () => {
  const demo = await startDemo();
  const reply = await demo.call('events', '/oauth/token', {}, { method: 'POST', body: 'x'.repeat(1_100_000) });
  expect(reply.status).toBe(413);
});
