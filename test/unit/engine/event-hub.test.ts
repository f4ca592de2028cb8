import { expect, test } from 'vitest';
import { EventHub } from '../../../src-main/engine/event-hub.ts';
import type { FreshetEvent } from '../../../src-preload/contract/index.ts';

const removed = (id: string): FreshetEvent => ({ type: 'source-removed', id });
const activity = (active: boolean): FreshetEvent => ({
  type: 'activity',
  activity: { active, lookingSince: null, lastLookedAt: null, locked: false, suspended: false, failure: null, sessions: [] },
});

test('a subscriber gets the first event made for it, then all that happens', async () => {
  const hub = new EventHub();
  const end = new AbortController();
  const events = hub.subscribe(() => activity(true), end.signal);
  expect((await events.next()).value).toEqual(activity(true));
  hub.emit(removed('a'));
  expect((await events.next()).value).toEqual(removed('a'));
  const waiting = events.next();
  hub.emit(removed('b'));
  expect((await waiting).value).toEqual(removed('b'));
  end.abort();
  expect((await events.next()).done).toBe(true);
  expect(hub.hasListeners).toBe(false);
});

test('a slow subscriber gets the latest of each thing, in the order of their last change', async () => {
  const hub = new EventHub();
  const end = new AbortController();
  const events = hub.subscribe(() => removed('first'), end.signal);
  await events.next();
  hub.emit(activity(true));
  hub.emit(removed('a'));
  hub.emit(activity(false));
  expect((await events.next()).value).toEqual(removed('a'));
  expect((await events.next()).value).toEqual(activity(false));
  end.abort();
  await events.next();
});

test('one that waits is released when it is told to end', async () => {
  const hub = new EventHub();
  const end = new AbortController();
  const events = hub.subscribe(() => removed('first'), end.signal);
  await events.next();
  const waiting = events.next();
  end.abort();
  expect((await waiting).done).toBe(true);
});
