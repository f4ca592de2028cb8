import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { FreshetEvent } from '../../../src-preload/contract/index.ts';
import { driveApp, type DrivenApp, serveUpstream } from '../../support/driven-app.ts';
import { openTab } from '../../support/tab.ts';
import { json } from '../../support/upstream.ts';

/** A tab and everything that it is told from now on. */
async function follow(app: DrivenApp) {
  const { socket, client } = await openTab(app);
  const seen: FreshetEvent[] = [];
  const events = await client.events.subscribe();
  void (async () => {
    for await (const event of events) seen.push(event);
  })().catch(() => undefined);
  await expect.poll(() => seen[0]?.type).toBe('snapshot');
  const lastState = () => {
    const last = seen.findLast((event) => event.type === 'source');
    return last?.type === 'source' ? last.source : null;
  };
  const outcomes = () => seen.flatMap((event) => (event.type === 'refresh' ? [event.refresh.outcome] : []));
  const reasons = () => seen.flatMap((event) => (event.type === 'decision' ? [event.decision.reason] : []));
  return { socket, seen, lastState, outcomes, reasons };
}

test('a tab is told of a failure with its reason, of the rest that follows, and of the end of it', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  await app.add({ id: 'odds', url: `${upstream.url}/list`, policy: { preset: 'fixed', everySeconds: 300 } });
  await expect.poll(async () => (await app.source('odds')).state).toBe('fresh');
  const tab = await follow(app);

  upstream.handler = (_call, response) => json(response, { message: 'out to lunch' }, {}, 400);
  await app.advance(301_000);
  await expect.poll(tab.outcomes).toEqual([null, 'failed']);
  await expect.poll(() => tab.lastState()?.state).toBe('error');
  expect(tab.lastState()).toMatchObject({
    records: 1,
    failure: { code: 'client-error', message: expect.stringContaining('out to lunch') },
    decision: { reason: 'backing-off', inputs: { failures: 1 } },
  });

  upstream.handler = (_call, response) => json(response, [{ id: 1 }, { id: 2 }]);
  await app.advance(80_000);
  await expect.poll(tab.outcomes).toEqual([null, 'failed', null, 'changed']);
  await expect.poll(() => tab.lastState()).toMatchObject({ state: 'fresh', failure: null, records: 2 });
  expect(tab.reasons()).toEqual(['due-on-interval', 'backing-off', 'retry-due']);
});

test('a tab whose engine dies loses its connection rather than being left with what it shows', async () => {
  const upstream = await serveUpstream(() => undefined);
  const app = await driveApp({ imports: ['./dying-engine.mjs'] });
  const { socket } = await follow(app);
  const closed = once(socket, 'close');
  app.add({ id: 'deadly', url: `${upstream.url}/die`, policy: { preset: 'fixed', everySeconds: 3_600 } }).catch(() => undefined);
  await closed;
  await expect.poll(() => app.process.exitCode).toBe(1);
});
