import type { Rule } from '../../../src-preload/contract/index.ts';
import { FIXED_POLLING_MS, HEARTBEAT_TIMEOUT_MS } from '../../../src-preload/contract/index.ts';
import { decide, type SourceFacts, type Surroundings } from '../decide/decide.ts';
import { blankFacts } from '../decide/what-if.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A Monday, so that schedules of weekdays are priced at what they cost. */
const DAY = Date.UTC(2026, 0, 5);

/** A stretch of looking, milliseconds since the epoch. */
interface Look {
  from: number;
  until: number;
}

const ASSUMED: readonly Look[] = [{ from: DAY + 9 * HOUR_MS, until: DAY + 17 * HOUR_MS + HEARTBEAT_TIMEOUT_MS }];

export const HOURS_ASSUMED = 'somebody looks from 9 to 17';

/** The calls of fixed polling in a day. */
export const FIXED_CALLS_PER_DAY = DAY_MS / FIXED_POLLING_MS;

/** More than this in a day is said to be this many; no policy allows more than one in five seconds. */
const MOST_CALLS = DAY_MS / 5_000;

/** Hours of the week, 0 on Monday at midnight UTC, as stretches of looking in the week from `DAY` on. */
function looksOf(hours: readonly number[]): Look[] {
  const looks: Look[] = [];
  for (const hour of hours) {
    const from = DAY + hour * HOUR_MS;
    const last = looks.at(-1);
    if (last?.until === from) last.until = from + HOUR_MS;
    else looks.push({ from, until: from + HOUR_MS });
  }
  return looks.map(({ from, until }) => ({ from, until: until + HEARTBEAT_TIMEOUT_MS }));
}

function aroundAt(looks: readonly Look[], now: number): Surroundings {
  const look = looks.find(({ from, until }) => now >= from && now < until);
  return {
    active: look !== undefined,
    lookingSince: look?.from ?? null,
    resumedAt: null,
    appPausedUntil: null,
    safeMode: false,
    saving: false,
    startedAt: -Infinity,
  };
}

/** Quarters of an hour in a day. */
const QUARTERS = 96;
const QUARTER_MS = DAY_MS / QUARTERS;

/** What a rule costs. Days are Mondays in UTC. */
export interface RulePrice {
  /** The mean of the week, or of the day that is assumed. */
  callsPerDay: number;
  /** Calls in each quarter of an hour of the Monday. */
  quarters: number[];
  /** Whether somebody is taken to look in each quarter of an hour. */
  looked: boolean[];
}

/**
 * What a rule costs in a day, in refreshes of one call each: `decide` itself is asked through the time, so the preview
 * cannot differ from what happens. `hours` are the hours of the week in UTC, in order, in which somebody usually looks;
 * the result is then the mean of a week. Without them it is a Monday (UTC) in which somebody looks for eight hours on end.
 */
export function priceOfRule(rule: Rule, hours: readonly number[] | null = null): RulePrice {
  const days = hours === null ? 1 : 7;
  const looks = hours === null ? ASSUMED : looksOf(hours);
  const end = DAY + days * DAY_MS;
  const changes = [...looks.flatMap(({ from, until }) => [from, until]), end];
  const quarters = Array.from({ length: QUARTERS }, () => 0);
  let checkedAt = DAY - 1;
  let calls = 0;
  for (let now = DAY; now < end && calls < MOST_CALLS * days;) {
    const facts: SourceFacts = {
      ...blankFacts(now),
      rule,
      checkedAt,
      push: rule.isPushed ? { connected: true, missedAt: null, listedAt: checkedAt, connectingUntil: null } : null,
    };
    const verdict = decide(facts, aroundAt(looks, now), now);
    if (verdict.action === 'refresh') {
      calls += 1;
      const quarter = Math.floor((now - DAY) / QUARTER_MS);
      if (quarter < QUARTERS) quarters[quarter] = (quarters[quarter] ?? 0) + 1;
      checkedAt = now;
      continue;
    }
    const before = now;
    now = Math.min(verdict.judgeAt, ...changes.filter((at) => at > before));
  }
  const looked = quarters.map((_calls, quarter) => {
    const at = DAY + (quarter + 0.5) * QUARTER_MS;
    return looks.some(({ from, until }) => at >= from && at < until);
  });
  return { callsPerDay: calls / days, quarters, looked };
}

/** Only the number of `priceOfRule`. */
export function callsPerDay(rule: Rule, hours: readonly number[] | null = null): number {
  return priceOfRule(rule, hours).callsPerDay;
}
