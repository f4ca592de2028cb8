import { describe, expect, test } from 'vitest';
import { decide, type SourceFacts, type Surroundings } from '../../../../src-main/engine/decide/decide.ts';
import { blankFacts } from '../../../../src-main/engine/decide/what-if.ts';
import { policySchema, ruleOf } from '../../../../src-preload/contract/index.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const realtime = ruleOf(policySchema.parse({ preset: 'realtime' }));
const connected = { connected: true, missedAt: null, listedAt: NOW - HOUR, connectingUntil: null };
const lost = { ...connected, connected: false };

const facts = (change: Partial<SourceFacts> = {}): SourceFacts => ({
  ...blankFacts(NOW),
  rule: realtime,
  checkedAt: NOW - HOUR,
  push: connected,
  ...change,
});
const around = (change: Partial<Surroundings> = {}): Surroundings => ({
  active: true,
  lookingSince: NOW - 2 * HOUR,
  resumedAt: null,
  appPausedUntil: null,
  safeMode: false,
  saving: false,
  startedAt: -Infinity,
  ...change,
});
const nobody = around({ active: false, lookingSince: null });

describe('while changes are pushed', () => {
  test('no timer calls, and everything is checked a day after the last whole listing', () => {
    expect(decide(facts(), around(), NOW)).toMatchObject({ action: 'wait', reason: 'pushed', dueAt: NOW + 23 * HOUR });
    expect(decide(facts(), nobody, NOW)).toMatchObject({ action: 'wait', reason: 'pushed', dueAt: NOW + 23 * HOUR });
  });

  test('the check comes when it is due, whether anybody looks or not', () => {
    const old = facts({ push: { ...connected, listedAt: NOW - 25 * HOUR } });
    expect(decide(old, nobody, NOW)).toMatchObject({ action: 'refresh', reason: 'due-on-interval' });
  });

  test('the timers of any other preset rest as well', () => {
    const fixed = ruleOf(policySchema.parse({ preset: 'fixed', everySeconds: 60 }));
    expect(decide(facts({ rule: fixed }), around(), NOW)).toMatchObject({ action: 'wait', reason: 'pushed' });
  });

  test('a source that is refreshed only by hand stays so', () => {
    const manual = ruleOf(policySchema.parse({ preset: 'manual' }));
    expect(decide(facts({ rule: manual, push: { ...connected, missedAt: NOW } }), around(), NOW)).toMatchObject({ reason: 'manual-only' });
  });
});

describe('while it is being connected for the first time', () => {
  const connecting = { ...lost, connectingUntil: NOW + 3_000 };

  test('the first listing waits for the connection, for one read before it could miss a change', () => {
    expect(decide(facts({ checkedAt: null, push: connecting }), around(), NOW)).toMatchObject({
      action: 'wait',
      reason: 'push-connecting',
      dueAt: NOW + 3_000,
    });
  });

  test('a connection that takes too long is not waited for', () => {
    expect(decide(facts({ checkedAt: null, push: { ...lost, connectingUntil: NOW } }), around(), NOW)).toMatchObject({
      action: 'refresh',
      reason: 'never-fetched',
    });
  });
});

describe('when changes may have been missed', () => {
  const missed = { ...connected, missedAt: NOW };

  test('one refresh brings them, whether anybody looks or not', () => {
    expect(decide(facts({ push: missed }), nobody, NOW)).toMatchObject({ action: 'refresh', reason: 'push-missed', trigger: 'push' });
  });

  test('it waits for the moment that is set for it', () => {
    const soon = facts({ push: { ...connected, missedAt: NOW + 5_000 } });
    expect(decide(soon, nobody, NOW)).toMatchObject({ action: 'wait', reason: 'pushed', dueAt: NOW + 5_000, judgeAt: NOW + 5_000 });
  });

  test('what the server said of lifetimes does not hold it back, for it speaks of the listing before', () => {
    expect(decide(facts({ push: missed, freshUntil: NOW + HOUR }), around(), NOW)).toMatchObject({ action: 'refresh' });
  });

  test('a quota that is spent does', () => {
    const quota = { scheduledAt: NOW + HOUR, askedAt: NOW };
    expect(decide(facts({ push: missed, quota }), around(), NOW)).toMatchObject({
      action: 'wait',
      reason: 'quota-spent',
      dueAt: NOW + HOUR,
    });
  });
});

describe('while nothing is pushed', () => {
  test.each([
    [59_000, 'wait', 'fresh'],
    [60_000, 'refresh', 'due-while-active'],
  ])('with data %i ms old and somebody looking: %s, %s', (age, action, reason) => {
    expect(decide(facts({ push: lost, checkedAt: NOW - age }), around(), NOW)).toMatchObject({ action, reason });
  });

  test('nobody looking, nothing is called', () => {
    expect(decide(facts({ push: lost }), nobody, NOW)).toMatchObject({ action: 'wait', reason: 'nobody-looking' });
  });

  test('after waking up the data is refreshed when it is older than a minute', () => {
    const woken = around({ lookingSince: NOW, resumedAt: NOW });
    expect(decide(facts({ push: lost }), woken, NOW)).toMatchObject({ action: 'refresh', reason: 'due-after-resume', trigger: 'resume' });
  });
});
