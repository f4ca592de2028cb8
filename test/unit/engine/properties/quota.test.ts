import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuotaWindow } from '../../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { type Handler, json } from '../../../support/upstream.ts';

// Whatever happens, no window of a key is exceeded. What counts is the log of the server that was called.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LENGTH = { second: SECOND, minute: MINUTE, 'quarter-hour': 15 * MINUTE, hour: HOUR, day: 24 * HOUR, month: 31 * 24 * HOUR };

/** A call as it arrived at the server. */
interface Arrived {
  key: string;
  cost: number;
  /** By the clock of the computer; what is later than a clock that was set back afterwards counts as then. */
  wall: number;
  /** By a clock that nobody sets. */
  elapsed: number;
}

/** What may happen, with how much of it. */
type Step =
  | { what: 'pass'; ms: number }
  | { what: 'press' | 'force'; source: number }
  | { what: 'press all' }
  | { what: 'look' | 'look away' | 'quit and start' | 'kill' | 'kill while called' }
  | { what: 'sleep' | 'set forward' | 'set back'; ms: number };

const duration = fc.oneof(
  fc.integer({ min: 1, max: 5 * SECOND }),
  fc.integer({ min: SECOND, max: MINUTE }),
  fc.integer({ min: MINUTE, max: 5 * MINUTE }),
);
const jump = fc.oneof(
  fc.integer({ min: 1, max: 5 * SECOND }),
  fc.integer({ min: 1, max: 3 * HOUR }),
  fc.integer({ min: 1, max: 3 * 24 * HOUR }),
);
const source = fc.integer({ min: 0, max: 3 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: duration }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constantFrom('press' as const, 'force' as const), source }) },
  { weight: 5, arbitrary: fc.constant({ what: 'press all' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'look' as const,
        'look away' as const,
        'quit and start' as const,
        'kill' as const,
        'kill while called' as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom('sleep' as const, 'set forward' as const, 'set back' as const), ms: jump }),
  },
);

const window: fc.Arbitrary<QuotaWindow> = fc.record({
  limit: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 12 })),
  per: fc.constantFrom('second' as const, 'minute' as const, 'quarter-hour' as const, 'hour' as const, 'day' as const, 'month' as const),
  align: fc.constantFrom('clock' as const, 'sliding' as const),
});

interface Key {
  windows: QuotaWindow[];
  cost: number;
  reserveForManualPercent: number;
}

const key: fc.Arbitrary<Key> = fc.record({
  windows: fc.array(window, { minLength: 1, maxLength: 3 }),
  cost: fc.constantFrom(1, 1, 2, 3, 0.5),
  reserveForManualPercent: fc.constantFrom(0, 10, 50),
});

/** Lives through a sequence of steps; `hold` says when the server keeps a call waiting. */
async function live(rig: Rig, steps: readonly Step[], hold: { next: boolean }, onSetBack: (ms: number) => void): Promise<void> {
  const ids = () => rig.engine.sources().map((each) => each.id);
  for (const { what, ...more } of steps) {
    switch (what) {
      case 'pass':
        await rig.passWithRetries('ms' in more ? more.ms : 0);
        break;
      case 'press':
      case 'force':
        await rig.engine.refresh(
          ids()['source' in more ? more.source % ids().length : 0] ?? '',
          what === 'force' ? 'force' : 'normal',
          false,
        );
        break;
      case 'press all':
        await rig.engine.refreshAll('normal', false);
        break;
      case 'look':
        rig.look();
        break;
      case 'look away':
        rig.engine.closeSession('tab');
        break;
      case 'quit and start':
        await rig.restart();
        break;
      case 'kill':
        rig.kill();
        break;
      case 'kill while called': {
        hold.next = true;
        const before = rig.upstream.calls.length;
        await rig.engine.refreshAll('normal', false);
        if (rig.engine.sources().some((each) => each.running !== null))
          await rig.clock.settle(() => rig.upstream.calls.length > before || rig.engine.sources().every((each) => each.running === null));
        rig.kill();
        hold.next = false;
        break;
      }
      case 'sleep':
        await rig.clock.sleep('ms' in more ? more.ms : 0);
        break;
      case 'set forward':
        rig.clock.setWall('ms' in more ? more.ms : 0);
        break;
      case 'set back':
        rig.clock.setWall('ms' in more ? -more.ms : 0);
        onSetBack('ms' in more ? more.ms : 0);
    }
    await rig.quiet();
  }
}

/** The windows that a call exceeded as it arrived, in words. */
function exceeded(calls: readonly Arrived[], last: Arrived, { windows }: Key): string[] {
  return windows.flatMap(({ limit, per, align }) => {
    const isAligned = align === 'clock' || per === 'month';
    const at = (call: Arrived) => (isAligned ? call.wall : call.elapsed);
    const end = new Date(at(last));
    const from = !isAligned
      ? at(last) - LENGTH[per] + 1
      : per === 'month'
        ? Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), 1)
        : Math.floor(at(last) / LENGTH[per]) * LENGTH[per];
    const spent = calls.filter((call) => call.key === last.key && at(call) >= from).reduce((sum, call) => sum + call.cost, 0);
    return spent > limit ? [`${last.key}: ${spent} in one ${per} (${align}) that allows ${limit}`] : [];
  });
}

test('for any sequence of looks, presses, restarts, crashes and clocks that are set, no window of a shared key is exceeded', async () => {
  await fc.assert(
    fc.asyncProperty(key, key, fc.array(step, { minLength: 5, maxLength: 40 }), async (shared, own, steps) => {
      const keys = { shared, own };
      let calls: Arrived[] = [];
      const broken: string[] = [];
      let setBack = 0;
      const hold = { next: false };
      const handler: Handler = (call, response) => {
        const name = call.path === '/3' ? 'own' : 'shared';
        const arrived = { key: name, cost: keys[name].cost, wall: rig.clock.now(), elapsed: rig.clock.now() + setBack } as const;
        calls.push(arrived);
        broken.push(...exceeded(calls, arrived, keys[name]));
        if (!hold.next) json(response, [{ id: calls.length }], {}, calls.length % 7 === 0 ? 500 : 200);
      };
      const rig: Rig = await makeRig({ handler });
      const policies = [
        { preset: 'fixed' as const, everySeconds: 15 },
        { preset: 'smart' as const, whileActiveSeconds: 30 },
        { preset: 'sync' as const, everySeconds: 60 },
        { preset: 'fixed' as const, everySeconds: 20 },
      ];
      for (const [index, policy] of policies.entries()) {
        const { windows, cost, reserveForManualPercent } = index === 3 ? own : shared;
        const quota = { windows, cost, reserveForManualPercent, ...(index === 3 ? {} : { key: 'shared' }) };
        await rig.add({ id: `s${index}`, url: `${rig.upstream.url}/${index}`, policy, quota });
      }
      await rig.quiet();
      // A clock that is set back moves only what it shows: real time goes on. One that is set forward cannot be told from sleep.
      await live(rig, steps, hold, (ms) => {
        setBack += ms;
        const now = rig.clock.now();
        calls = calls.map((call) => ({ ...call, wall: Math.min(call.wall, now) }));
      });
      await rig.passWithRetries(2 * MINUTE);
      expect(broken).toEqual([]);
      await rig.engine.stop();
    }),
    { numRuns: 30, interruptAfterTimeLimit: 40_000 },
  );
}, 60_000);
