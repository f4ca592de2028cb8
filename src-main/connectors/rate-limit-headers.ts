import type { QuotaPeriod } from '../../src-preload/contract/index.ts';
import { type BareItem, type Item, parseDictionary, parseList } from './structured-field.ts';
import { readTime } from './when.ts';

/** What one answer says about one limit. `null` stands for what it does not say. */
export interface LearnedLimit {
  /** Calls or credits that one window allows, at least 1. */
  limit: number | null;
  /** Left in the window, at least 0 and at most `limit`. */
  remaining: number | null;
  used: number | null;
  /** When the window turns over, milliseconds since the epoch; from now to a month ahead. */
  resetsAt: number | null;
  /** The length of the window where it is one that quotas are kept by. */
  per: QuotaPeriod | null;
  /** The length of the window, milliseconds; a month has none. */
  windowMs: number | null;
  unit: 'calls' | 'credits';
  /** What the call that was answered cost. */
  cost: number | null;
  /** What the server calls the limit: a policy, or the part of the API that it is for. */
  name: string | null;
  /** The header that said so, in lower case. */
  source: string;
}

const SECOND_MS = 1_000;
const QUARTER_HOUR_MS = 900_000;
const DAY_MS = 86_400_000;

/** The most that a quota can hold; what is beyond it stands for no limit (`quotaWindowSchema`). */
const MOST_COUNTED = 1_000_000_000;

/** No window that quotas are kept by is longer than a month. */
const LATEST_RESET_MS = 31 * DAY_MS;
const LONGEST_WINDOW_MS = 366 * DAY_MS;
const LONGEST_POLL_INTERVAL_MS = DAY_MS;
const LONGEST_NAME = 100;

/** A number of a reset below this is a delay (31 years of seconds), one above it a moment (from September 2001 on). */
const DELAY_BELOW = 1_000_000_000;
/** A moment at or above this is no moment in milliseconds any more (the year 5138). */
const MOMENT_BELOW = 100_000_000_000_000;

const PERIODS: ReadonlyMap<number, QuotaPeriod> = new Map([
  [SECOND_MS, 'second'],
  [60 * SECOND_MS, 'minute'],
  [QUARTER_HOUR_MS, 'quarter-hour'],
  [3_600 * SECOND_MS, 'hour'],
  [DAY_MS, 'day'],
  [28 * DAY_MS, 'month'],
  [30 * DAY_MS, 'month'],
  [31 * DAY_MS, 'month'],
]);

interface Told {
  limit?: number | null;
  remaining?: number | null;
  used?: number | null;
  resetsAt?: number | null;
  windowMs?: number | null;
  per?: QuotaPeriod;
  unit?: LearnedLimit['unit'];
  cost?: number | null;
  name?: string | null;
}

const known = (count: number | null | undefined): number | null =>
  count === null || count === undefined || count > MOST_COUNTED ? null : Math.max(0, count);

/** Puts right what was told, and adds what follows from it. `null` when nothing countable is left. */
function learned(source: string, told: Told): LearnedLimit | null {
  // A limit of 0 or -1 says that nothing is metered; taken at its word it would silence the source for good.
  if (typeof told.limit === 'number' && told.limit < 1) return null;
  const { windowMs = null } = told;
  let limit = known(told.limit);
  let remaining = known(told.remaining);
  let used = known(told.used);
  if (limit === null && remaining !== null && used !== null) limit = Math.max(1, used + (told.remaining ?? 0));
  else if (remaining === null && limit !== null && used !== null) remaining = Math.max(0, limit - used);
  else if (used === null && limit !== null && remaining !== null) used = Math.max(0, limit - remaining);
  if (limit !== null && remaining !== null) remaining = Math.min(limit, remaining);
  const cost = known(told.cost);
  if (limit === null && remaining === null && used === null && cost === null) return null;
  return {
    limit: limit === null ? null : Math.floor(limit),
    remaining: remaining === null ? null : Math.floor(remaining),
    used: used === null ? null : Math.ceil(used),
    resetsAt: told.resetsAt ?? null,
    per: told.per ?? (windowMs === null ? null : (PERIODS.get(windowMs) ?? null)),
    windowMs,
    unit: told.unit ?? 'calls',
    cost,
    name: told.name?.slice(0, LONGEST_NAME) ?? null,
    source,
  };
}

/** A count as a header of its own. Servers that divide send decimals. */
function countOf(text: string | null): number | null {
  return text !== null && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(text) ? Number(text) : null;
}

const numberOf = (bare: BareItem | undefined): number | null => (bare?.type === 'integer' || bare?.type === 'decimal' ? bare.value : null);

const textOf = (bare: BareItem | undefined): string | null =>
  bare?.type === 'string' || bare?.type === 'token' || bare?.type === 'bytes' ? bare.value : null;

/** The length of a window from its parameter, which is a whole number of seconds (draft 11, 3.1.3). */
function windowOf(item: Item): number | null {
  const seconds = item.parameters.get('w');
  const ms = seconds?.type === 'integer' ? seconds.value * SECOND_MS : 0;
  return ms >= SECOND_MS && ms <= LONGEST_WINDOW_MS ? ms : null;
}

const within = (moment: number, now: number) => Math.min(now + LATEST_RESET_MS, Math.max(now, Math.ceil(moment)));

/**
 * When a window turns over, from a delay in seconds, from seconds or milliseconds since the epoch, or from a date. The
 * trio with the X was never specified, so the kind is told by the size. What lies past means now.
 */
function resetOf(text: string | null, now: number): number | null {
  if (text === null) return null;
  const number = /^\s*(-?\d+(?:\.\d+)?)\s*(?:[,;]|$)/.exec(text)?.[1];
  if (number === undefined) {
    const moment = readTime(text);
    return moment === null ? null : within(moment, now);
  }
  const value = Number(number);
  if (value < DELAY_BELOW) return within(now + value * SECOND_MS, now);
  if (value >= MOMENT_BELOW) return null;
  return within(readTime(value) ?? now, now);
}

interface Policy {
  name: string | null;
  partition: string | null;
  limit: number | null;
  windowMs: number | null;
  /** `null` where it counts something that is no call, such as bytes. */
  unit: LearnedLimit['unit'] | null;
  source: string;
}

/** The unit of a policy. Units that are neither in the registry of the draft (10.3) nor in older ones are taken for credits. */
function unitOf(name: string | null): Policy['unit'] {
  if (name === null || name === 'requests' || name === 'request') return 'calls';
  return name === 'content-bytes' || name === 'concurrent-requests' || name === 'concurrency' ? null : 'credits';
}

/** A policy, either named with its quota as a parameter, or of older drafts (up to 07) with the quota in place of the name. */
function policyOf(item: Item, source: string): Policy {
  const { bare, parameters } = item;
  return {
    name: textOf(bare),
    partition: textOf(parameters.get('pk')),
    limit: numberOf(bare) ?? numberOf(parameters.get('q')),
    windowMs: windowOf(item),
    unit: unitOf(textOf(parameters.get('qu'))),
    source,
  };
}

/** The limit that is nearest to being reached, with the window of the policy of the same quota, and then the other policies. */
function withPolicies(source: string, current: Told, policies: readonly Policy[]): (LearnedLimit | null)[] {
  const own = policies.find((policy) => policy.limit === current.limit && policy.windowMs !== null);
  const others = policies.filter((policy) => policy.windowMs !== null && policy.limit !== current.limit);
  return [
    learned(source, { ...current, windowMs: current.windowMs ?? own?.windowMs ?? null }),
    ...others.map((policy) => learned(policy.source, { limit: policy.limit, windowMs: policy.windowMs })),
  ];
}

/**
 * The fields `RateLimit` and `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers: since draft 08 lists of named
 * items, in draft 07 a dictionary of limit, remaining and reset. A malformed field is ignored (section 7).
 */
function readStandard(headers: Headers, policies: readonly Policy[], now: number): (LearnedLimit | null)[] {
  const text = headers.get('ratelimit') ?? '';
  const named = policies.filter((policy) => policy.name !== null);
  const items = parseList(text);
  if (items === null) {
    const fields = parseDictionary(text);
    const field = (name: string) => numberOf(fields?.get(name)?.bare);
    const reset = field('reset');
    const current = { limit: field('limit'), remaining: field('remaining'), resetsAt: reset === null ? null : resetOf(String(reset), now) };
    if (current.limit !== null) return withPolicies('ratelimit', current, policies);
  }
  const told = new Set<Policy>();
  const limits: (LearnedLimit | null)[] = [];
  for (const { bare, parameters } of items ?? []) {
    const name = textOf(bare);
    const remaining = numberOf(parameters.get('r'));
    const delay = numberOf(parameters.get('t'));
    if (name === null || remaining === null) continue;
    const partition = textOf(parameters.get('pk'));
    const policy = named.find(
      (each) => each.name === name && (each.partition === null || partition === null || each.partition === partition),
    );
    if (policy !== undefined) told.add(policy);
    const unit = policy === undefined ? 'calls' : policy.unit;
    if (unit === null) continue;
    limits.push(
      learned('ratelimit', {
        name,
        unit,
        limit: policy?.limit ?? null,
        windowMs: policy?.windowMs ?? null,
        remaining,
        resetsAt: delay === null ? null : within(now + delay * SECOND_MS, now),
      }),
    );
  }
  for (const policy of named) {
    if (policy.unit !== null && !told.has(policy)) limits.push(learned(policy.source, { ...policy, unit: policy.unit }));
  }
  return limits;
}

/**
 * One header each for limit, remaining and reset: of the drafts up to 06, of GitHub (with used and resource), of GitLab
 * (with observed and name), and of many others. The limit may be followed by policies, `10, 10;w=1, 50;w=60`.
 */
function readTrio(headers: Headers, prefix: string, policies: readonly Policy[], now: number): (LearnedLimit | null)[] {
  const get = (name: string) => headers.get(`${prefix}-${name}`);
  const [first, ...rest] = parseList(get('limit') ?? '') ?? [];
  const remaining = parseList(get('remaining') ?? '')?.[0];
  const current: Told = {
    limit: numberOf(first?.bare),
    remaining: numberOf(remaining?.bare),
    used: countOf(get('used') ?? get('usage') ?? get('observed')),
    resetsAt: resetOf(get('reset'), now),
    windowMs: (first === undefined ? null : windowOf(first)) ?? (remaining === undefined ? null : windowOf(remaining)),
    name: (get('resource') ?? get('name'))?.trim() || null,
  };
  const unnamed = [...rest.map((item) => policyOf(item, `${prefix}-limit`)), ...policies].filter(
    (policy) => policy.name === null && policy.limit !== null,
  );
  const distinct = new Map(unnamed.map((policy) => [`${policy.limit ?? ''};${policy.windowMs ?? ''}`, policy]));
  return withPolicies(`${prefix}-limit`, current, [...distinct.values()]);
}

const pairOf = (text: string | null): readonly [number, number] | null => {
  const [quarterHour, day, ...more] = (text ?? '').split(',').map(countOf);
  return typeof quarterHour === 'number' && typeof day === 'number' && more.length === 0 ? [quarterHour, day] : null;
};

const endOf = (lengthMs: number, now: number) => (Math.floor(now / lengthMs) + 1) * lengthMs;

/**
 * Strava's pairs, the first for the quarter hour and the second for the day, both aligned to the clock in UTC
 * (developers.strava.com/docs/rate-limits). `null` where the headers are not of that form.
 */
function readStrava(headers: Headers, prefix: string, now: number): (LearnedLimit | null)[] | null {
  const limits = pairOf(headers.get(`${prefix}-limit`));
  const used = pairOf(headers.get(`${prefix}-usage`));
  if (limits === null || used === null) return null;
  return [QUARTER_HOUR_MS, DAY_MS].map((windowMs, index) =>
    learned(`${prefix}-limit`, { limit: limits[index] ?? null, used: used[index] ?? null, windowMs, resetsAt: endOf(windowMs, now) }),
  );
}

/** The credits of The Odds API. Its headers do not say on which day of the month they are given back. */
function readCredits(headers: Headers): LearnedLimit | null {
  return learned('x-requests-remaining', {
    remaining: countOf(headers.get('x-requests-remaining')),
    used: countOf(headers.get('x-requests-used')),
    cost: countOf(headers.get('x-requests-last')),
    per: 'month',
    unit: 'credits',
  });
}

/**
 * Reads every limit that an answer tells of, in the dialects described above. `now` is when the answer came,
 * milliseconds since the epoch. What is no sensible value counts as not said. Where a server tells the same in several
 * dialects, the first of the standard's comes alone. Never throws.
 */
export function readRateLimits(headers: Headers, now: number): LearnedLimit[] {
  const policies = (parseList(headers.get('ratelimit-policy') ?? '') ?? []).map((item) => policyOf(item, 'ratelimit-policy'));
  const limits: LearnedLimit[] = [];
  for (const limit of [
    ...readStandard(headers, policies, now),
    ...readTrio(headers, 'ratelimit', policies, now),
    ...(readStrava(headers, 'x-ratelimit', now) ?? readTrio(headers, 'x-ratelimit', [], now)),
    ...(readStrava(headers, 'x-readratelimit', now) ?? []),
    readCredits(headers),
  ]) {
    if (limit === null) continue;
    const isCopy = limits.some(
      (other) =>
        other.limit === limit.limit &&
        (limit.remaining === null || other.remaining === limit.remaining) &&
        (limit.windowMs === null || other.windowMs === limit.windowMs) &&
        (limit.name === null || other.name === limit.name),
    );
    if (!isCopy) limits.push(limit);
  }
  return limits;
}

/**
 * How long to wait between two polls of the same address, milliseconds, as GitHub asks for in seconds
 * (docs.github.com/rest/activity/notifications). At most a day; `null` when nothing readable is said.
 */
export function readPollInterval(headers: Headers): number | null {
  const seconds = countOf(headers.get('x-poll-interval'));
  return seconds === null ? null : Math.min(LONGEST_POLL_INTERVAL_MS, Math.max(0, seconds * SECOND_MS));
}
