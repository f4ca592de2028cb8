import { expect, test } from 'vitest';
import { startDemo } from '../../../support/demo.ts';
import { SimClock } from '../../../support/sim-clock.ts';
import type { Wire } from '../../../support/wire.ts';

const KEY = { 'x-api-key': 'demo-key' };

test('it wants its key, tells its limit as the standard has it, and answers 304 to whoever has the list', async () => {
  const demo = await startDemo();
  expect((await demo.call('parcels', '/v1/parcels')).status).toBe(401);
  const first = await demo.call('parcels', '/v1/parcels', KEY);
  expect(first.body.data).toHaveLength(40);
  expect(first.headers.get('ratelimit')).toBe('"hour";r=599;t=3600');
  const again = await demo.call('parcels', '/v1/parcels', { ...KEY, 'if-none-match': first.headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
});

test('the calls of an hour are counted, and the refusal says when it ends', async () => {
  const demo = await startDemo();
  for (let call = 0; call < 600; call += 1) await demo.call('parcels', '/v1/nothing', KEY);
  demo.now += 600_000;
  const reply = await demo.call('parcels', '/v1/parcels', KEY);
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '3000']);
  demo.now += 3_000_000;
  expect((await demo.call('parcels', '/v1/parcels', KEY)).status).toBe(200);
});

test('what moved is what the list shows anew, so that nobody who listens misses anything', async () => {
  const clock = new SimClock('2026-11-20T14:00:00.000Z');
  const demo = await startDemo({ now: () => clock.now(), after: (delayMs, run) => clock.after(delayMs, run) });
  const list = async () => (await demo.call('parcels', '/v1/parcels', KEY)).body.data as Wire[];
  const known = new Map((await list()).map((parcel) => [parcel.parcel, parcel]));
  const response = await fetch(`${demo.server.urlOf('parcels')}/v1/parcels/stream`, { headers: KEY });
  await clock.advance(60_000);
  const after = await list();
  await demo.server.setFaults({ cablePulled: true });
  let text = '';
  try {
    for await (const chunk of response.body!) text += new TextDecoder().decode(chunk);
  } catch {
    // The cable was pulled.
  }
  const messages = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!));
  for (const { parcels } of messages) for (const parcel of parcels) known.set(parcel.parcel, parcel);
  expect(messages.length).toBeGreaterThan(20);
  expect([...known.values()]).toEqual(after);
});
