import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

// A limit that only the headers of answers tell is kept to as one that is set: by all sources of a key, with calls under
// way that overtake each other, and over restarts and crashes.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const WINDOW = 30 * MINUTE;
const SOURCES = 4;

type Step =
  | { what: 'press all' | 'quit and start' | 'kill' | 'kill while called' | 'overtake' | 'in turn' }
  | { what: 'press'; source: number }
  | { what: 'pass' | 'sleep' | 'set back'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'press all' as const,
        'overtake' as const,
        'in turn' as const,
        'quit and start' as const,
        'kill' as const,
        'kill while called' as const,
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('press' as const), source: fc.integer({ min: 0, max: SOURCES - 1 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom('pass' as const, 'sleep' as const, 'set back' as const),
      ms: fc.integer({ min: 1, max: 10 * MINUTE }),
    }),
  },
);

test('a limit that is told is never exceeded, counted by the server that tells it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 6, max: 20 }),
      fc.constantFrom('x-ratelimit', 'ratelimit'),
      fc.array(step, { minLength: 10, maxLength: 50 }),
      fc.boolean(),
      async (limit, dialect, steps, isShared) => {
        let setBack = 0;
        let holding = false;
        const held: (() => void)[] = [];
        const used = new Map<string, number>();
        const exceeded: string[] = [];
        const windowOf = (key: string) => `${key} ${Math.floor((rig.clock.now() + setBack) / WINDOW)}`;
        const rig: Rig = await makeRig({
          startIso: '2026-11-20T00:00:00.000Z',
          handler: (call, response) => {
            // The server's own clock, which nobody sets.
            const now = rig.clock.now() + setBack;
            const window = windowOf(isShared ? 'shared' : call.path);
            const count = (used.get(window) ?? 0) + 1;
            used.set(window, count);
            if (count > limit) exceeded.push(`${window}: ${count} of ${limit}`);
            const [remaining, reset] = [Math.max(0, limit - count), Math.ceil((WINDOW - (now % WINDOW)) / SECOND)];
            const headers: Record<string, string> =
              dialect === 'ratelimit'
                ? { 'ratelimit-policy': `"p";q=${limit};w=${WINDOW / SECOND}`, ratelimit: `"p";r=${remaining};t=${reset}` }
                : { 'x-ratelimit-limit': `${limit}`, 'x-ratelimit-remaining': `${remaining}`, 'x-ratelimit-reset': `${reset}` };
            const answer = () => json(response, [{ id: 1 }], headers);
            if (holding) held.push(answer);
            else answer();
          },
        });
        for (let index = 0; index < SOURCES; index += 1) {
          const quota = isShared ? { quota: { key: 'shared' } } : {};
          await rig.add({ id: `s${index}`, url: `${rig.upstream.url}/${index}`, policy: { preset: 'fixed', everySeconds: 120 }, ...quota });
        }
        await rig.quiet();
        const allUnderWay = async () => {
          holding = true;
          const before = rig.upstream.calls.length;
          const answers = await rig.engine.refreshAll('normal', false);
          const leaving = answers.filter((answer) => answer.answer === 'started').length;
          for (let turn = 0; turn < 40 || (rig.upstream.calls.length - before < leaving && turn < 400); turn += 1)
            await rig.clock.settle(() => true);
          holding = false;
        };
        for (const each of steps) {
          // Presses in the same half second are one.
          await rig.passWithRetries(SECOND);
          if (each.what === 'press all') await rig.engine.refreshAll('normal', false);
          if (each.what === 'press') await rig.engine.refresh(`s${each.source}`, 'normal', false);
          if (each.what === 'quit and start') await rig.restart();
          if (each.what === 'kill') rig.kill();
          if (each.what === 'pass') await rig.passWithRetries(each.ms);
          if (each.what === 'sleep') await rig.clock.sleep(each.ms);
          if (each.what === 'set back') {
            rig.clock.setWall(-each.ms);
            setBack += each.ms;
          }
          if (each.what === 'overtake' || each.what === 'in turn') {
            // In turn when there is just enough for all of them, at most.
            for (let press = 0; each.what === 'in turn' && press < limit - SOURCES; press += 1) {
              if ((used.get(windowOf('shared')) ?? 0) >= limit - SOURCES) break;
              await rig.engine.refresh('s0', 'normal', false);
              await rig.passWithRetries(600);
            }
            await allUnderWay();
            // The last to arrive is answered first, or the first, and whatever is answered is pressed again while others wait.
            for (const answer of each.what === 'overtake' ? held.splice(0).reverse() : held.splice(0)) {
              answer();
              for (let turn = 0; turn < 40; turn += 1) await rig.clock.settle(() => true);
              await rig.clock.advance(600);
              await rig.engine.refreshAll('normal', false);
              for (let turn = 0; turn < 40; turn += 1) await rig.clock.settle(() => true);
            }
          }
          // Of a window of which no answer was heard nothing can be known.
          if (each.what === 'kill while called' && [...used].some(([name, count]) => name.endsWith(windowOf('')) && count > 0)) {
            await allUnderWay();
            rig.kill();
            held.length = 0;
          }
          await rig.quiet();
        }
        expect(exceeded).toEqual([]);
        await rig.engine.stop();
      },
    ),
    { numRuns: 15, interruptAfterTimeLimit: 40_000 },
  );
}, 60_000);
