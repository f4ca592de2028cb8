import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { sourceConfigSchema, type RefreshAnswer } from '../../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

// A source is called by one refresh at a time, page by page, whoever presses how often.

type Step =
  | { what: 'press' | 'force' | 'cancel' | 'change'; source: number; times: number }
  | { what: 'press all' | 'look' | 'close' | 'answer one' | 'answer all' }
  | { what: 'pass'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom('press' as const, 'press' as const, 'force' as const, 'cancel' as const, 'change' as const),
      source: fc.integer({ min: 0, max: 2 }),
      times: fc.integer({ min: 1, max: 10 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom('press all' as const, 'look' as const, 'close' as const, 'answer one' as const, 'answer all' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 29_000 }) }) },
);

/** Lets sockets be read and written; no simulated time passes. */
async function turns(rig: Rig): Promise<void> {
  for (let turn = 0; turn < 15; turn += 1) await rig.clock.settle(() => true);
}

/** Counts the calls of each path that have left and are neither answered nor given up. */
function watchCalls(): { underWay: Map<string, number>; overlaps: string[] } {
  const paths = { underWay: new Map<string, number>(), overlaps: [] as string[] };
  const real = globalThis.fetch;
  const count = (path: string, by: number) => {
    const now = (paths.underWay.get(path) ?? 0) + by;
    paths.underWay.set(path, now);
    if (now > 1) paths.overlaps.push(path);
  };
  globalThis.fetch = async (input, init) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    count(path, 1);
    try {
      return await real(input, init);
    } finally {
      count(path, -1);
    }
  };
  onTestFinished(() => {
    globalThis.fetch = real;
  });
  return paths;
}

test('no two calls of a source are ever under way at once, and every press gets the refresh that runs', async () => {
  const paths = watchCalls();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const held: (() => void)[] = [];
      paths.underWay.clear();
      paths.overlaps.length = 0;
      const rig = await makeRig({
        handler: (call, response) =>
          held.push(() => json(response, Number(call.query.get('page')) < 3 ? [{ id: call.query.get('page') }] : [])),
      });
      const pressed: { running: string | null; answer: Promise<RefreshAnswer> }[] = [];
      const press = (id: string, mode: 'normal' | 'force') => {
        const running = rig.engine.source(id).running?.refreshId ?? null;
        pressed.push({ running, answer: rig.engine.refresh(id, mode, false) });
      };
      for (let index = 0; index < 3; index += 1) {
        const policy = index === 0 ? { preset: 'smart' as const } : { preset: 'fixed' as const, everySeconds: 10 };
        await rig.add({ id: `s${index}`, url: `${rig.upstream.url}/${index}`, policy, paging: { kind: 'page' } });
      }
      for (const each of steps) {
        if (each.what === 'pass') await rig.clock.advance(each.ms);
        if (each.what === 'look') rig.look();
        if (each.what === 'close') rig.engine.closeSession('tab');
        if (each.what === 'press all') for (const { id } of rig.engine.sources()) press(id, 'normal');
        if (each.what === 'press' || each.what === 'force')
          for (let time = 0; time < each.times; time += 1) press(`s${each.source}`, each.what === 'force' ? 'force' : 'normal');
        if (each.what === 'cancel') rig.engine.cancel(`s${each.source}`);
        if (each.what === 'change') {
          const { config } = rig.engine.source(`s${each.source}`);
          await rig.engine.update(sourceConfigSchema.parse({ ...config, name: `Renamed ${each.times}` }));
        }
        if (each.what === 'answer one') held.shift()?.();
        if (each.what === 'answer all') for (const answer of held.splice(0)) answer();
        await turns(rig);
      }
      expect(paths.overlaps).toEqual([]);
      for (const { running, answer } of pressed) {
        const got = await answer;
        if (running !== null) expect([got.answer, got.refresh?.id]).toEqual(['joined', running]);
      }
      // Nobody is left waiting: once the server answers, everything ends.
      rig.upstream.handler = (_call, response) => json(response, []);
      for (const answer of held.splice(0)) answer();
      await rig.passWithRetries(3 * 60_000);
      for (const { running } of rig.engine.sources()) expect(running).toBeNull();
      await rig.engine.stop();
    }),
    { numRuns: 20, interruptAfterTimeLimit: 40_000 },
  );
}, 60_000);

test('any number of presses in one moment are one refresh of one call', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('normal' as const, 'force' as const), { minLength: 1, maxLength: 200 }), async (presses) => {
      const rig = await makeRig();
      await rig.add({ policy: { preset: 'manual' } });
      const answers = await Promise.all(presses.map((mode) => rig.engine.refresh('odds', mode, true)));
      expect(rig.upstream.calls.length).toBe(1);
      expect(new Set(answers.map((answer) => answer.refresh?.id)).size).toBe(1);
      expect(answers.map((answer) => answer.answer)).toEqual(['started', ...Array<string>(presses.length - 1).fill('joined')]);
      await rig.engine.stop();
    }),
    { numRuns: 20 },
  );
});
