import { decide, type SourceFacts, type Surroundings } from '../../src-main/engine/decide/decide.ts';
import { CallLog } from '../../src-main/engine/quota/call-log.ts';
import { LONGEST_WINDOW_MS, QuotaMeter } from '../../src-main/engine/quota/quota.ts';
import { ruleOf } from '../../src-preload/contract/index.ts';
import { type Bench, median, timed } from './measure.ts';

const SOURCES = 10_000;
const fixed = ruleOf({ preset: 'fixed', everySeconds: 300 });
const smart = ruleOf({ preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 });

export const decideSweep: Bench = {
  name: 'decide.sweep.ms',
  run: async () => {
    const now = Date.now();
    const around: Surroundings = {
      active: true,
      lookingSince: now - 3_600_000,
      resumedAt: null,
      appPausedUntil: null,
      safeMode: false,
      saving: false,
      startedAt: -Infinity,
    };
    const sources = Array.from({ length: SOURCES }, (_, index) => ({
      facts: {
        rule: index % 3 === 0 ? fixed : smart,
        share: 0,
        checkedAt: now - (index % 2_000) * 1_000,
        failures: index % 50 === 0 ? 1 : 0,
        obstacle: index % 50 === 0 ? { kind: 'backing-off', until: now + 60_000 } : null,
        pausedUntil: null,
        running: false,
        askedAt: null,
        hostUntil: now,
        freshUntil: null,
        events: null,
        push: null,
      } satisfies Omit<SourceFacts, 'quota'>,
      meter: new QuotaMeter(
        {
          windows: [
            { limit: 100, per: 'quarter-hour', align: 'clock' },
            { limit: 1_000, per: 'day', align: 'sliding' },
          ],
          reserveForManualPercent: 10,
        },
        new CallLog(
          Array.from({ length: 50 }, (_, call) => ({ at: now - call * 60_000, cost: 1 })),
          LONGEST_WINDOW_MS,
        ),
      ),
    }));
    let due = 0;
    const sweep = () => {
      for (const { facts, meter } of sources)
        if (decide({ ...facts, quota: meter.allowedAt(now) }, around, now).action === 'refresh') due += 1;
    };
    const times: number[] = [];
    for (let round = 0; round < 25; round += 1) times.push(await timed(sweep));
    if (due === 0) throw new Error('nothing was due, so nothing was measured');
    return { name: 'decide.sweep.ms', value: median(times), unit: 'ms for 10,000 sources', aim: '< 20' };
  },
};
