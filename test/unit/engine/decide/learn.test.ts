import { expect, test } from 'vitest';
import { stateAfter, type Lesson } from '../../../../src-main/engine/decide/learn.ts';
import type { RefreshEnd } from '../../../../src-main/engine/refresh/refresh.ts';
import type { SourceState } from '../../../../src-main/store/sources.ts';
import { type FailureCode, ruleOf } from '../../../../src-preload/contract/index.ts';

const NOW = 1_000_000;
const before: SourceState = {
  pausedUntil: null,
  checkedAt: 500,
  changedAt: 500,
  dataAsOf: 400,
  fullAt: 500,
  failures: 0,
  failure: null,
  obstacle: null,
  records: 3,
  version: 7,
  fields: ['a'],
  learnedCost: null,
  lifetimeMs: null,
  probeValue: null,
  mark: null,
};
const lesson: Lesson = {
  now: NOW,
  rule: ruleOf({ preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 }),
  random: () => 0.5,
  unconditional: false,
  stoppedByUser: false,
};
const end = (change: Partial<RefreshEnd['result']>, retryAfterMs: number | null = null): RefreshEnd => ({
  result: {
    outcome: 'unchanged',
    calls: 1,
    notModified: 0,
    bytes: 0,
    pages: 1,
    added: 0,
    updated: 0,
    unchanged: 3,
    deleted: 0,
    rejected: 0,
    rejections: [],
    failure: null,
    note: null,
    ...change,
  },
  retryAfterMs,
  merged: null,
  lastModified: null,
  lifetimeMs: null,
  probeValue: null,
  mark: null,
  isPartial: false,
});
const failed = (code: FailureCode, retryAfterMs: number | null = null) =>
  end({ outcome: 'failed', failure: { code, message: '', advice: '' } }, retryAfterMs);

test('a 304 moves when it was checked, not when it changed', () => {
  expect(stateAfter(before, end({ outcome: 'not-modified' }), lesson)).toMatchObject({ checkedAt: NOW, changedAt: 500, version: 7 });
});

test('a change moves both, and the version of the records', () => {
  const merged = { added: 2, updated: 1, unchanged: 0, newest: 900, fields: ['a', 'b'] };
  expect(stateAfter(before, { ...end({ outcome: 'changed', added: 2, updated: 1 }), merged }, lesson)).toMatchObject({
    checkedAt: NOW,
    changedAt: NOW,
    version: 8,
    records: 5,
    dataAsOf: 900,
    fields: ['a', 'b'],
  });
});

test.each(['unauthorized', 'forbidden', 'not-found', 'gone', 'secret-missing', 'expression'] as const)(
  '%s needs the user, however long it takes',
  (code) => {
    expect(stateAfter(before, failed(code), lesson)).toMatchObject({
      failures: 1,
      checkedAt: 500,
      obstacle: { kind: 'needs-fix', until: Infinity },
    });
  },
);

test("the server's own word on when to come back counts, also for a 503", () => {
  expect(stateAfter(before, failed('rate-limited', 6_000), lesson).obstacle).toEqual({ kind: 'server-said-wait', until: NOW + 6_000 });
  expect(stateAfter(before, failed('server-error', 7_000), lesson).obstacle).toEqual({ kind: 'server-said-wait', until: NOW + 7_000 });
  expect(stateAfter(before, failed('rate-limited'), lesson).obstacle).toEqual({ kind: 'server-said-wait', until: NOW + 60_000 });
});

test('a server that asks for hardly a pause, or refuses after each one, is left alone for longer every time', () => {
  expect(stateAfter(before, failed('rate-limited', 0), lesson).obstacle).toEqual({ kind: 'backing-off', until: NOW + 60_000 });
  expect(stateAfter(before, failed('server-error', 5_000), lesson).obstacle).toEqual({ kind: 'backing-off', until: NOW + 60_000 });
  const again = { ...before, failures: 3 };
  expect(stateAfter(again, failed('rate-limited', 30_000), lesson).obstacle).toEqual({ kind: 'backing-off', until: NOW + 480_000 });
  expect(stateAfter(again, failed('rate-limited', 900_000), lesson).obstacle).toEqual({ kind: 'server-said-wait', until: NOW + 900_000 });
});

test('other failures rest longer each time, and a success forgets them', () => {
  const first = stateAfter(before, failed('timeout'), lesson);
  const second = stateAfter(first, failed('timeout'), lesson);
  expect([first.obstacle?.until, second.obstacle?.until]).toEqual([NOW + 60_000, NOW + 120_000]);
  expect(stateAfter(second, end({}), lesson)).toMatchObject({ failures: 0, failure: null, obstacle: null });
});

test('a source that fails 24 times in a row is tried once a day, and is free again with its first success', () => {
  const failing = stateAfter({ ...before, failures: 23 }, failed('timeout'), lesson);
  expect(failing).toMatchObject({ failures: 24, obstacle: { kind: 'quarantined', until: NOW + 86_400_000 } });
  expect(stateAfter({ ...before, failures: 22 }, failed('timeout'), lesson).obstacle?.kind).toBe('backing-off');
  expect(stateAfter(failing, end({}), lesson).obstacle).toBeNull();
});

test('a spent quota is no failure of the source', () => {
  expect(stateAfter(before, failed('quota-spent'), lesson)).toMatchObject({ failures: 0, obstacle: null });
});

test('a refresh stopped by the user waits an interval, one stopped by the end of the app does not', () => {
  expect(stateAfter(before, end({ outcome: 'cancelled' }), { ...lesson, stoppedByUser: true })).toMatchObject({
    checkedAt: 500,
    obstacle: { kind: 'cancelled', until: NOW + 900_000 },
  });
  expect(stateAfter(before, end({ outcome: 'cancelled' }), lesson).obstacle).toBeNull();
});
