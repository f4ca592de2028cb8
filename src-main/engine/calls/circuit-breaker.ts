import type { FailureCode } from '../../../src-preload/contract/index.ts';
import type { Clock } from '../clock.ts';

/**
 * Whether calls to one host may leave. `closed`: they may; `failures` are the moments of the last failures in a row.
 * `open`: none may until `until`. `half-open`: a single call is on its way to find out; it left at `since`.
 * `openings` counts how often in a row it opened. Moments are milliseconds since the epoch. Plain data, never changed
 * in place.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: readonly number[] }
  | { readonly state: 'open'; readonly openedAt: number; readonly until: number; readonly openings: number }
  | { readonly state: 'half-open'; readonly since: number; readonly openings: number };

/** What the end of a call says about the host: it is in trouble, it answered, or nothing, as no call reached it. */
export type HostNews = 'trouble' | 'answered' | 'nothing';

const FAILURES_TO_OPEN = 5;
const IN_A_ROW_WITHIN_MS = 5 * 60_000;
const FIRST_OPEN_MS = 30_000;
const LONGEST_OPEN_MS = 10 * 60_000;

/** A probe whose end was not heard of in this time is taken for lost, and another one may leave. */
const PROBE_LOST_MS = LONGEST_OPEN_MS;

export const CLOSED: Breaker = { state: 'closed', failures: [] };

/** What a failed call says about the host. One that was turned down shows that the host is well. */
export function hostNews(code: FailureCode): HostNews {
  switch (code) {
    case 'dns':
    case 'refused':
    case 'unreachable':
    case 'tls':
    case 'timeout':
    case 'reset':
    case 'server-error':
      return 'trouble';
    case 'expression':
    case 'secret-missing':
    case 'quota-spent':
    case 'not-allowed':
    case 'store':
    case 'internal':
      return 'nothing';
    default:
      return 'answered';
  }
}

/** How long the breaker stays open after opening `openings` times in a row: 30 s, doubled each time, at most 10 min. */
function openMs(openings: number): number {
  return Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 2 ** Math.min(20, Math.max(0, openings - 1)));
}

const opened = (openings: number, now: number): Breaker => ({ state: 'open', openedAt: now, until: now + openMs(openings), openings });

/**
 * The earliest moment from `now` on at which a call may leave, never more than 10 minutes ahead. A clock that was set
 * back to before the breaker opened says nothing about how long it was, so one call may find out at once.
 */
export function allowedAt(breaker: Breaker, now: number): number {
  if (breaker.state === 'closed') return now;
  const [from, until] = breaker.state === 'open' ? [breaker.openedAt, breaker.until] : [breaker.since, breaker.since + PROBE_LOST_MS];
  return now < from ? now : Math.max(now, until);
}

/** The breaker once a call has left at `now`, where `allowedAt` lets one. The only call while half-open is the probe. */
export function afterLeaving(breaker: Breaker, now: number): Breaker {
  return breaker.state === 'closed' ? breaker : { state: 'half-open', since: now, openings: breaker.openings };
}

/** The breaker once a call ended. `isProbe` is whether it is the one that left while half-open. */
export function afterEnd(breaker: Breaker, news: HostNews, isProbe: boolean, now: number): Breaker {
  if (news === 'answered') return CLOSED;
  if (breaker.state === 'closed') {
    if (news === 'nothing') return breaker;
    // After the clock was set back, what counts as later than now happened at the latest now.
    const failures = [...breaker.failures.map((at) => Math.min(at, now)), now].slice(-FAILURES_TO_OPEN);
    const first = failures[0] ?? now;
    return failures.length === FAILURES_TO_OPEN && now - first <= IN_A_ROW_WITHIN_MS ? opened(1, now) : { state: 'closed', failures };
  }
  // Calls that left before it opened bring no news by failing too.
  if (breaker.state === 'open' || !isProbe) return breaker;
  return news === 'trouble'
    ? opened(breaker.openings + 1, now)
    : { state: 'open', openedAt: breaker.since, until: now, openings: breaker.openings };
}

/** The breaker when there is reason to believe that all is well again: the network is back, or somebody asks for it. */
export function afterHope(breaker: Breaker, now: number): Breaker {
  if (breaker.state === 'closed') return CLOSED;
  return breaker.state === 'half-open' ? breaker : { ...breaker, openedAt: Math.min(breaker.openedAt, now), until: now };
}

/** A call that may leave. Its end must be told once, also when it was cancelled (`nothing`); more is not heard. */
export interface Pass {
  end(news: HostNews): void;
}

/** The breakers of all hosts that were called. A host is named as `URL.host` does, with its port. */
export class HostBreakers {
  readonly #clock: Clock;
  readonly #breakers = new Map<string, Breaker>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  #set(host: string, breaker: Breaker): void {
    if (breaker.state === 'closed' && breaker.failures.length === 0) this.#breakers.delete(host);
    else this.#breakers.set(host, breaker);
  }

  /** How the breaker of a host stands. */
  of(host: string): Breaker {
    return this.#breakers.get(host) ?? CLOSED;
  }

  /** The earliest moment from `now` on at which a call to the host may leave, milliseconds since the epoch; `now` where one may. */
  allowedAt(host: string, now = this.#clock.now()): number {
    return allowedAt(this.of(host), now);
  }

  /** Lets a call leave, or names the moment until which none may. */
  enter(host: string): Pass | { until: number } {
    const now = this.#clock.now();
    const before = this.of(host);
    const until = allowedAt(before, now);
    if (until > now) return { until };
    const left = afterLeaving(before, now);
    this.#set(host, left);
    let isUnderWay = true;
    return {
      end: (news) => {
        if (!isUnderWay) return;
        isUnderWay = false;
        const current = this.of(host);
        // A probe that was given up is no longer the one that counts.
        const isProbe = left.state === 'half-open' && current === left;
        this.#set(host, afterEnd(current, news, isProbe, this.#clock.now()));
      },
    };
  }

  /** Lets one call to the host, or to each of them, find out at once whether all is well again. */
  hope(host?: string): void {
    for (const each of host === undefined ? [...this.#breakers.keys()] : [host]) {
      this.#set(each, afterHope(this.of(each), this.#clock.now()));
    }
  }
}
