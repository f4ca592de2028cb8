import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterEnd,
  afterHope,
  afterLeaving,
  allowedAt,
  type Breaker,
  CLOSED,
  HostBreakers,
  hostNews,
  type HostNews,
  type Pass,
} from '../../../../src-main/engine/calls/circuit-breaker.ts';
import { failureCode } from '../../../../src-preload/contract/index.ts';
import { SimClock } from '../../../support/sim-clock.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const TEN_MINUTES = 600_000;
const HOST = 'api.example.com';

const failTimes = (count: number, everyMs = 1_000, from = NOW) =>
  Array.from({ length: count }).reduce<Breaker>(
    (breaker, _each, index) => afterEnd(breaker, 'trouble', false, from + index * everyMs),
    CLOSED,
  );

function pass(entered: Pass | { until: number }): Pass {
  if ('until' in entered) throw new Error(`blocked until ${entered.until}`);
  return entered;
}

const fail = (breakers: HostBreakers, times: number) => {
  for (let index = 0; index < times; index += 1) pass(breakers.enter(HOST)).end('trouble');
};

test('only failures that say that the host is in trouble count', () => {
  const by = (news: HostNews) => failureCode.options.filter((code) => hostNews(code) === news);
  expect(by('trouble').sort()).toEqual(['dns', 'refused', 'reset', 'server-error', 'timeout', 'tls', 'unreachable']);
  expect(by('nothing').sort()).toEqual(['expression', 'internal', 'not-allowed', 'quota-spent', 'secret-missing', 'store']);
  expect(by('answered')).toContain('rate-limited');
});

test.each([
  ['four failures', failTimes(4), 'closed'],
  ['five in a row', failTimes(5), 'open'],
  ['five within just 5 minutes', failTimes(5, 75_000), 'open'],
  ['five over more than 5 minutes', failTimes(5, 75_001), 'closed'],
  ['an answer in between', afterEnd(afterEnd(failTimes(4), 'answered', false, NOW), 'trouble', false, NOW), 'closed'],
  [
    'calls in between that never left',
    afterEnd(afterEnd(failTimes(4), 'nothing', false, NOW + 4_000), 'trouble', false, NOW + 4_000),
    'open',
  ],
])('%s', (_name, breaker, state) => {
  expect(breaker.state).toBe(state);
});

test('it stays open for 30 s, and twice as long after each probe that fails, at most 10 min', () => {
  let breaker = failTimes(5);
  let now = NOW + 4_000;
  const lengths: number[] = [];
  for (let index = 0; index < 8; index += 1) {
    const until = allowedAt(breaker, now);
    lengths.push(until - now);
    now = until;
    breaker = afterEnd(afterLeaving(breaker, now), 'trouble', true, now);
  }
  expect(lengths).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, TEN_MINUTES, TEN_MINUTES, TEN_MINUTES]);
});

test('a probe that is answered closes it, and it begins again with 30 s', () => {
  const probing = afterLeaving({ state: 'open', openedAt: NOW, until: NOW, openings: 5 }, NOW);
  const closed = afterEnd(probing, 'answered', true, NOW + 10);
  expect(closed).toEqual(CLOSED);
  const again = failTimes(5);
  expect(allowedAt(again, NOW + 4_000)).toBe(NOW + 34_000);
});

test('exactly one call is let through while half-open', async () => {
  const clock = new SimClock();
  const breakers = new HostBreakers(clock);
  fail(breakers, 5);
  const opened = clock.now();
  expect(breakers.enter(HOST)).toEqual({ until: opened + 30_000 });
  await clock.advance(29_999);
  expect(breakers.enter(HOST)).toEqual({ until: opened + 30_000 });
  await clock.advance(1);
  const probe = pass(breakers.enter(HOST));
  expect(breakers.enter(HOST)).toHaveProperty('until');
  expect(breakers.of(HOST).state).toBe('half-open');
  probe.end('answered');
  probe.end('trouble');
  expect(breakers.of(HOST)).toEqual(CLOSED);
  pass(breakers.enter(HOST));
  pass(breakers.enter(HOST));
});

test('a probe that was cancelled makes room for the next at once', async () => {
  const clock = new SimClock();
  const breakers = new HostBreakers(clock);
  fail(breakers, 5);
  await clock.advance(30_000);
  pass(breakers.enter(HOST)).end('nothing');
  pass(breakers.enter(HOST)).end('trouble');
  expect(breakers.allowedAt(HOST)).toBe(clock.now() + 60_000);
});

test('a probe that was never heard of again blocks for 10 minutes, and its late end changes nothing', async () => {
  const clock = new SimClock();
  const breakers = new HostBreakers(clock);
  fail(breakers, 5);
  await clock.advance(30_000);
  const lost = pass(breakers.enter(HOST));
  expect(breakers.enter(HOST)).toEqual({ until: clock.now() + TEN_MINUTES });
  await clock.advance(TEN_MINUTES);
  pass(breakers.enter(HOST));
  lost.end('trouble');
  expect(breakers.of(HOST).state).toBe('half-open');
});

test('calls that left before it opened neither extend it by failing nor are lost on it by being answered', () => {
  const clock = new SimClock();
  const breakers = new HostBreakers(clock);
  const [first, second] = [pass(breakers.enter(HOST)), pass(breakers.enter(HOST))];
  fail(breakers, 5);
  const open = breakers.of(HOST);
  first.end('trouble');
  expect(breakers.of(HOST)).toEqual(open);
  second.end('answered');
  expect(breakers.of(HOST)).toEqual(CLOSED);
});

test('hosts do not share a breaker', () => {
  const breakers = new HostBreakers(new SimClock());
  fail(breakers, 5);
  expect(breakers.enter(HOST)).toHaveProperty('until');
  pass(breakers.enter('api.example.com:8443'));
});

test('with the network back every host may be tried at once, by one call', () => {
  const breakers = new HostBreakers(new SimClock());
  fail(breakers, 5);
  breakers.hope();
  pass(breakers.enter(HOST));
  expect(breakers.enter(HOST)).toHaveProperty('until');
  expect(afterHope(failTimes(4), NOW)).toEqual(CLOSED);
});

test('a clock that is set back does not block for as long as the jump', async () => {
  const clock = new SimClock();
  const breakers = new HostBreakers(clock);
  fail(breakers, 5);
  clock.setWall(-30 * 86_400_000);
  pass(breakers.enter(HOST)).end('trouble');
  expect(breakers.allowedAt(HOST)).toBe(clock.now() + 60_000);
  await clock.advance(60_000);
  pass(breakers.enter(HOST)).end('answered');
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 400_000 }) }),
  fc.record({ kind: fc.constant('set' as const), ms: fc.integer({ min: -100_000_000, max: 100_000_000 }) }),
  fc.record({ kind: fc.constant('enter' as const) }),
  fc.record({ kind: fc.constant('hope' as const) }),
  fc.record({
    kind: fc.constant('end' as const),
    which: fc.nat(),
    news: fc.constantFrom<HostNews>('trouble', 'trouble', 'trouble', 'answered', 'nothing'),
  }),
);

test('whatever happens, nobody waits longer than 10 minutes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      let now = NOW;
      const breakers = new HostBreakers({ now: () => now, after: () => () => undefined });
      const under: Pass[] = [];
      for (const each of steps) {
        if (each.kind === 'wait' || each.kind === 'set') now += each.ms;
        else if (each.kind === 'hope') breakers.hope(HOST);
        else if (each.kind === 'enter') {
          const entered = breakers.enter(HOST);
          if ('until' in entered) expect(entered.until).toBeGreaterThan(now);
          else under.push(entered);
        } else if (under.length > 0) under.splice(each.which % under.length, 1)[0]?.end(each.news);
        expect(breakers.allowedAt(HOST)).toBeLessThanOrEqual(now + TEN_MINUTES);
        expect(breakers.allowedAt(HOST)).toBeGreaterThanOrEqual(now);
      }
      now = breakers.allowedAt(HOST);
      expect(breakers.enter(HOST)).toHaveProperty('end');
    }),
    { numRuns: 500 },
  );
});

test('while the clock runs forward and every end is told, at most one call is under way once it has opened', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 300_000 }), fc.boolean()), { maxLength: 80 }), (calls) => {
      let now = NOW;
      const breakers = new HostBreakers({ now: () => now, after: () => () => undefined });
      fail(breakers, 5);
      let probe: Pass | null = null;
      for (const [ms, ends] of calls) {
        now += ms;
        if (probe !== null && (ends || ms > 200_000)) {
          probe.end('trouble');
          probe = null;
        }
        const entered = breakers.enter(HOST);
        if ('until' in entered) continue;
        // Nobody heard of a probe for 10 minutes may be followed by another.
        if (probe !== null) return;
        probe = entered;
        expect(breakers.enter(HOST)).toHaveProperty('until');
      }
    }),
  );
});
