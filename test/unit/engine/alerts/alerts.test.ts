import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Alerts, type PanelReading, type SourceReading } from '../../../../src-main/engine/alerts/alerts.ts';
import type { Notification } from '../../../../src-main/engine/alerts/outbox.ts';
import { Store } from '../../../../src-main/store/store.ts';
import { type AlertDraft, alertDraftSchema, type FreshetEvent } from '../../../../src-preload/contract/index.ts';
import { MemorySecrets } from '../../../support/engine.ts';
import { SimClock } from '../../../support/sim-clock.ts';
import { memoryDisk, tempFolder } from '../../../support/temp-folder.ts';
import { json, startUpstream, type Upstream } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let file = '';
let clock = new SimClock('2026-11-20T12:00:00.000Z');
/** What the panel shows; `null`: it is gone. */
let margin: number | null = 3;
let sources: SourceReading[] = [];
let panelReads = 0;
let secrets = new MemorySecrets();
let shown: Notification[] = [];
let canShow = true;
let events: FreshetEvent[] = [];
let problems: unknown[] = [];

beforeEach(() => {
  file = join(tempFolder(memoryDisk), 'freshet.db');
  clock = new SimClock('2026-11-20T12:00:00.000Z');
  margin = 3;
  sources = [];
  panelReads = 0;
  secrets = new MemorySecrets();
  shown = [];
  canShow = true;
  events = [];
  problems = [];
});

function open(): { alerts: Alerts; store: Store; end: () => void } {
  const store = new Store(file);
  const alerts = new Alerts({
    clock,
    store,
    fetch: globalThis.fetch,
    secrets,
    environment: {},
    sources: () => sources,
    readPanel: async (): Promise<PanelReading | null> => {
      panelReads += 1;
      if (margin === null) return null;
      return {
        title: 'Best margin',
        rows: { columns: [{ name: 'margin', type: 'number' }], rows: [[margin]] },
        ages: { dataAt: clock.now() - 3 * MINUTE, isStale: false, states: ['fresh'] },
        sources: ['odds'],
        version: String(margin),
      };
    },
    notify: async (notification) => {
      if (canShow) shown.push(notification);
      return canShow;
    },
    emit: (event) => events.push(event),
    report: (error) => problems.push(error),
  });
  let isOpen = true;
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    alerts.stop();
    store.close();
  };
  onTestFinished(end);
  return { alerts, store, end };
}

const draft = (more: object = {}): AlertDraft =>
  alertDraftSchema.parse({
    name: 'Margin above 4',
    subject: { kind: 'panel', dashboardId: 'odds', panelId: 'margin' },
    condition: { is: 'above', value: 4 },
    ...more,
  });

async function receiver(
  answer: (count: number) => { status: number; headers?: Record<string, string> },
): Promise<Upstream & { bodies: () => unknown[] }> {
  const upstream = await startUpstream((_call, response) => {
    const { status, headers } = answer(upstream.calls.length);
    json(response, {}, headers, status);
  });
  onTestFinished(() => upstream.close());
  return { ...upstream, bodies: () => upstream.calls.map(({ body }) => JSON.parse(body) as unknown) };
}

test('an alert is read after its source was refreshed, is shown once, and says when it is over', async () => {
  const { alerts } = open();
  await alerts.add(draft());
  await clock.advance(MINUTE);
  expect(alerts.list()[0]).toMatchObject({
    phase: 'ok',
    standings: [{ value: 3, words: 'Best margin is 3, not above 4. Its data are 3 min old.' }],
  });
  const before = panelReads;
  await clock.advance(HOUR);
  expect(panelReads).toBe(before);

  margin = 5;
  alerts.sourceChanged('another');
  await clock.advance(MINUTE);
  expect(shown).toEqual([]);
  alerts.sourceChanged('odds');
  alerts.sourceChanged('odds');
  await clock.advance(MINUTE);
  expect(shown).toMatchObject([{ title: 'Margin above 4', words: 'Best margin is 5, above 4. Its data are 3 min old.', sound: false }]);
  expect(panelReads).toBe(before + 1);

  margin = 2;
  alerts.sourceChanged('odds');
  await clock.advance(MINUTE);
  expect(shown.map(({ words }) => words).at(-1)).toBe('Over: Best margin is 2, not above 4. Its data are 3 min old.');
  expect(alerts.messages({ alertId: 'margin-above-4', limit: 10, cursor: undefined }).items.map(({ event }) => event)).toEqual([
    'resolved',
    'fired',
  ]);
  expect(problems).toEqual([]);
});

test('an alert on all sources stands for each of them, and notices by itself when one becomes too old', async () => {
  const source = (id: string, minutes: number): SourceReading => {
    const dataAt = clock.now() - minutes * MINUTE;
    return { id, name: id.toUpperCase(), ages: { dataAt, isStale: false, states: ['fresh'] } };
  };
  sources = [source('a', 5), source('b', 50)];
  const { alerts } = open();
  await alerts.add(draft({ subject: { kind: 'source' }, condition: { is: 'older-than', seconds: 3600 } }));
  await clock.advance(9 * MINUTE);
  expect(shown).toEqual([]);
  await clock.advance(2 * MINUTE);
  expect(shown).toMatchObject([{ words: 'The data of B are 1 h old, older than 1 h.' }]);
  sources = [source('a', 5)];
  alerts.sourceChanged('b');
  await clock.advance(MINUTE);
  expect(alerts.list()[0]?.standings.map(({ sourceId, phase }) => [sourceId, phase])).toEqual([['a', 'ok']]);
});

describe('a webhook', () => {
  const to = (url: string, more: object = {}) => draft({ deliver: { desktop: false, webhook: { url, ...more } } });

  test('gets the message with its secret, which is kept by the secret store and nowhere else', async () => {
    const hook = await receiver(() => ({ status: 200 }));
    margin = 5;
    const { alerts, store, end } = open();
    await alerts.add(to(`${hook.url}/hook`, { secret: 'hunter2' }));
    await clock.advance(1_000);
    await expect.poll(() => hook.calls.length).toBe(1);
    expect(hook.calls[0]?.headers['authorization']).toBe('Bearer hunter2');
    expect(hook.bodies()[0]).toMatchObject({
      alertId: 'margin-above-4',
      event: 'fired',
      text: 'Best margin is 5, above 4. Its data are 3 min old.',
    });
    expect(JSON.stringify(store.alerts.list())).not.toContain('hunter2');
    await expect.poll(() => alerts.list()[0]?.undelivered).toBe(0);
    end();
  });

  test('that fails is tried again until it is sent', async () => {
    const hook = await receiver((count) => (count < 3 ? { status: 503 } : { status: 200 }));
    margin = 5;
    const { alerts } = open();
    await alerts.add(to(`${hook.url}/hook`));
    const history = () => alerts.messages({ alertId: undefined, limit: 1, cursor: undefined }).items[0]?.deliveries[0];
    await clock.advance(1_000);
    await expect.poll(history).toMatchObject({ state: 'waiting', tries: 1, problem: expect.stringMatching(/answered 503/) });
    await clock.advance(11_000);
    await expect.poll(history).toMatchObject({ state: 'waiting', tries: 2 });
    await clock.advance(61_000);
    await expect.poll(history).toMatchObject({ state: 'sent', tries: 3, problem: null });
  });

  test('that could not be sent before the process died is sent by the next one, and once', async () => {
    let isUp = false;
    const hook = await receiver(() => ({ status: isUp ? 200 : 500 }));
    margin = 5;
    const first = open();
    await first.alerts.add(to(`${hook.url}/hook`));
    await clock.advance(1_000);
    await expect.poll(() => first.alerts.list()[0]?.undelivered).toBe(1);
    await expect.poll(() => hook.calls.length).toBe(1);
    first.end();
    isUp = true;
    const second = open();
    second.alerts.start();
    await clock.advance(11_000);
    await expect.poll(() => second.alerts.list()[0]?.undelivered).toBe(0);
    await clock.advance(HOUR);
    expect(hook.bodies().map((body) => (body as { event: string }).event)).toEqual(['fired', 'fired']);
    expect(second.alerts.list()[0]).toMatchObject({ phase: 'firing', standings: [{ sends: 1 }] });
  });

  test('that redirects is given nothing further', async () => {
    const elsewhere = await receiver(() => ({ status: 200 }));
    const hook = await receiver(() => ({ status: 302, headers: { location: elsewhere.url } }));
    margin = 5;
    const { alerts } = open();
    await alerts.add(to(`${hook.url}/hook`, { secret: 'hunter2' }));
    await clock.advance(1_000);
    const problem = () => alerts.messages({ alertId: undefined, limit: 1, cursor: undefined }).items[0]?.deliveries[0]?.problem;
    await expect.poll(problem).toMatch(/redirects to another address/);
    expect(elsewhere.calls).toEqual([]);
  });
});

test('a notification that cannot be shown is shown later', async () => {
  canShow = false;
  margin = 5;
  const { alerts } = open();
  await alerts.add(draft());
  await clock.advance(1_000);
  expect(alerts.list()[0]).toMatchObject({ phase: 'firing', undelivered: 1 });
  canShow = true;
  await clock.advance(MINUTE);
  expect(shown).toHaveLength(1);
  expect(alerts.list()[0]?.undelivered).toBe(0);
});

test('an alert that is changed begins anew, a removed one can be brought back, a snoozed one is quiet', async () => {
  margin = 5;
  const { alerts } = open();
  await alerts.add(draft());
  await clock.advance(1_000);
  expect(shown).toHaveLength(1);
  await alerts.replace('margin-above-4', draft({ name: 'Margin above 10', condition: { is: 'above', value: 10 } }));
  await clock.advance(1_000);
  expect(alerts.list()).toMatchObject([{ alert: { id: 'margin-above-4', name: 'Margin above 10' }, phase: 'ok' }]);
  expect(shown).toHaveLength(1);

  alerts.remove('margin-above-4');
  margin = 50;
  alerts.sourceChanged('odds');
  await clock.advance(1_000);
  expect(alerts.list()).toEqual([]);
  expect(() => alerts.status('margin-above-4')).toThrow('There is no alert "margin-above-4".');
  alerts.restore('margin-above-4');
  alerts.snooze('margin-above-4', 3600);
  await clock.advance(1_000);
  expect(alerts.list()).toMatchObject([{ phase: 'firing', standings: [{ heldBack: 'snoozed' }] }]);
  await clock.advance(HOUR);
  expect(shown).toHaveLength(2);
});

test('a test message is sent whatever the condition says, and a panel that is gone says so', async () => {
  margin = null;
  const { alerts } = open();
  await alerts.add(draft());
  await clock.advance(1_000);
  expect(alerts.list()[0]).toMatchObject({ phase: 'unknown', standings: [{ words: 'Margin above 4 cannot be read: The panel is gone.' }] });
  alerts.test('margin-above-4');
  await clock.advance(1_000);
  expect(shown).toMatchObject([{ words: 'Test: Margin above 4 cannot be read: The panel is gone.' }]);
  const told = events.length;
  await alerts.replace('margin-above-4', draft({ deliver: { desktop: false } }));
  alerts.test('margin-above-4');
  expect(events.slice(told)).toHaveLength(2);
  expect(alerts.messages({ limit: 10 }).items).toMatchObject([{ event: 'test', deliveries: [] }, { event: 'test' }]);
});

test('what could not be shown is shown when a page comes, and not before alerts are read', async () => {
  margin = 5;
  canShow = false;
  const { alerts } = open();
  await alerts.add(draft());
  await clock.advance(MINUTE);
  expect(alerts.list()[0]).toMatchObject({ phase: 'firing', undelivered: 1 });
  canShow = true;
  // Of a workspace that is only shown nothing is sent.
  alerts.pageOpened();
  await clock.advance(1_000);
  expect(shown).toEqual([]);
  alerts.start();
  alerts.pageOpened();
  await clock.advance(1_000);
  expect(shown).toHaveLength(1);
  expect(alerts.list()[0]?.undelivered).toBe(0);
});

test('the secret of a webhook goes only to where it was entered for, and is forgotten with the webhook', async () => {
  const { alerts } = open();
  const to = (url: string, secret: unknown) => draft({ deliver: { desktop: false, webhook: { url, secret } } });
  await expect(alerts.add(to('https://a.example/hook', { stored: true }))).rejects.toThrow('No secret is stored');
  await alerts.add(to('https://a.example/hook', 'hook-secret-1'));
  await alerts.replace('margin-above-4', to('https://a.example/other', { stored: true }));
  expect(await secrets.get('alert:margin-above-4')).toBe('hook-secret-1');
  await expect(alerts.replace('margin-above-4', to('https://b.example/hook', { stored: true }))).rejects.toThrow(
    'The stored secret was entered for https://a.example and is not sent to https://b.example.',
  );
  await alerts.replace('margin-above-4', draft());
  expect(await secrets.get('alert:margin-above-4')).toBeNull();
});
