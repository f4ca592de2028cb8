import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRig, type RigOptions } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

// The scheduler neither spins nor oversleeps.

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
/** Below the time after which a silent page no longer counts, and no multiple of anything that is awaited. */
const STEP_MS = 217_333;

const seconds = fc.integer({ min: 600, max: 20_000 });
const policy = fc.oneof(
  fc.record({ preset: fc.constant('smart' as const), whileActiveSeconds: seconds, staleOnOpenSeconds: seconds }),
  fc.record({ preset: fc.constant('fixed' as const), everySeconds: seconds }),
  fc.record({
    preset: fc.constant('prewarm' as const),
    ttlSeconds: fc.integer({ min: 900, max: 20_000 }),
    leadSeconds: fc.integer({ min: 1, max: 300 }),
  }),
  fc.record({
    preset: fc.constant('fixed' as const),
    everySeconds: seconds,
    quietHours: fc.constantFrom({ from: '22:00', to: '06:00', timeZone: 'UTC' }, { from: '12:30', to: '13:15', timeZone: 'Asia/Kolkata' }),
  }),
  fc.record({ preset: fc.constant('cron' as const), expression: fc.constantFrom('*/17 * * * *', '0 8-18 * * mon-fri', '59 23 * * *') }),
  fc.record({ preset: fc.constant('manual' as const), whileIdleSeconds: seconds }),
);
const limit = fc.option(
  fc.record({
    limit: fc.integer({ min: 1, max: 40 }),
    per: fc.constantFrom('minute' as const, 'hour' as const, 'day' as const),
    align: fc.constantFrom('clock' as const, 'sliding' as const),
  }),
  { nil: null },
);

/** How the upstream answers: well, with a lifetime, with a refusal, or not as it should. */
const answers: NonNullable<RigOptions['handler']>[] = [
  (_call, response) => json(response, [{ id: 1 }]),
  (_call, response) => json(response, [{ id: 1 }], { 'cache-control': 'max-age=600' }),
  (_call, response) => json(response, {}, { 'retry-after': '7' }, 429),
  (_call, response) => json(response, {}, { 'retry-after': '0' }, 429),
  (_call, response) => json(response, {}, {}, 500),
  (_call, response) => json(response, {}, {}, 404),
  (_call, response) => json(response, [{ id: 1 }], { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0' }),
];

const day = fc.record({
  sources: fc.array(fc.record({ policy, limit, answer: fc.integer({ min: 0, max: answers.length - 1 }) }), { minLength: 1, maxLength: 4 }),
  // Minutes of the day in which somebody looks.
  looks: fc.array(fc.record({ from: fc.integer({ min: 0, max: DAY_MINUTES }), minutes: fc.integer({ min: 1, max: 200 }) }), {
    maxLength: 3,
  }),
});

test('in any day the timer wakes up once a minute and a few times for each call, and whatever is due has been called', async () => {
  await fc.assert(
    fc.asyncProperty(day, async ({ sources, looks }) => {
      const rig = await makeRig({ handler: (call, response) => answers[Number(call.query.get('answer'))]?.(call, response) });
      let woken = 0;
      const after = rig.clock.after.bind(rig.clock);
      rig.clock.after = (delayMs, run) =>
        after(delayMs, () => {
          woken += 1;
          run();
        });
      for (const [index, each] of sources.entries()) {
        const quota = each.limit === null ? {} : { quota: { windows: [each.limit] } };
        await rig.add({
          id: `s${index}`,
          url: `${rig.upstream.url}/${index}`,
          query: { answer: String(each.answer) },
          policy: each.policy,
          ...quota,
        });
      }
      const start = rig.clock.now();
      while (rig.clock.now() < start + DAY_MINUTES * MINUTE) {
        const minute = (rig.clock.now() - start) / MINUTE;
        if (looks.some(({ from, minutes }) => minute >= from && minute < from + minutes)) rig.look();
        else rig.engine.closeSession('tab');
        await rig.passWithRetries(STEP_MS);
        await rig.quiet();
        for (const { id } of rig.engine.sources()) {
          const { action, reason, dueAt } = rig.engine.why(id, 1, undefined).now;
          expect([id, action]).toEqual([id, 'wait']);
          if (reason !== 'refreshing' && dueAt !== null) expect(Date.parse(dueAt)).toBeGreaterThan(rig.clock.now());
        }
      }
      expect(woken).toBeLessThanOrEqual(2 * DAY_MINUTES + 8 * rig.upstream.calls.length + 10);
      await rig.engine.stop();
    }),
    { numRuns: 5, interruptAfterTimeLimit: 40_000 },
  );
}, 60_000);
