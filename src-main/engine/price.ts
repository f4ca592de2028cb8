import type { Rule } from '../../src-preload/contract/index.ts';
import { FIXED_POLLING_MS, HEARTBEAT_TIMEOUT_MS } from '../../src-preload/contract/index.ts';
import { decide, type SourceFacts, type Surroundings } from './decide.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A Monday, so that schedules of weekdays are priced at what they cost. */
const DAY = Date.UTC(2026, 0, 5);
const LOOKED = { from: DAY + 9 * HOUR_MS, until: DAY + 17 * HOUR_MS + HEARTBEAT_TIMEOUT_MS };

export const HOURS_ASSUMED = 'somebody looks from 9 to 17';

/** The calls of fixed polling in a day. */
export const FIXED_CALLS_PER_DAY = DAY_MS / FIXED_POLLING_MS;

/** More than this in a day is said to be this many; no policy allows more than one in five seconds. */
const MOST_CALLS = DAY_MS / 5_000;

function aroundAt(now: number): Surroundings {
  const active = now >= LOOKED.from && now < LOOKED.until;
  return {
    active,
    lookingSince: active ? LOOKED.from : null,
    resumedAt: null,
    appPausedUntil: null,
    safeMode: false,
    saving: false,
    startedAt: -Infinity,
  };
}

/**
 * What a rule costs in a Monday (UTC) in which somebody looks for eight hours on end, in refreshes of one call each:
 * `decide` itself is asked through the day, so the preview cannot differ from what happens.
 */
export function callsPerDay(rule: Rule): number {
  let checkedAt = DAY - 1;
  let calls = 0;
  for (let now = DAY; now < DAY + DAY_MS && calls < MOST_CALLS;) {
    const facts: SourceFacts = {
      rule,
      share: 0,
      checkedAt,
      failures: 0,
      obstacle: null,
      pausedUntil: null,
      running: false,
      askedAt: null,
      quota: { scheduledAt: now, askedAt: now },
      hostUntil: now,
      freshUntil: null,
      events: null,
      push: rule.isPushed ? { connected: true, missedAt: null, listedAt: checkedAt, connectingUntil: null } : null,
    };
    const verdict = decide(facts, aroundAt(now), now);
    if (verdict.action === 'refresh') {
      calls += 1;
      checkedAt = now;
      continue;
    }
    const changes = [LOOKED.from, LOOKED.until, DAY + DAY_MS].filter((at) => at > now);
    now = Math.min(verdict.judgeAt, ...changes);
  }
  return calls;
}
