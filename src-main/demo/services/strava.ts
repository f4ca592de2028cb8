import { type DemoAnswer, type DemoCall, type DemoRefusal, type DemoService, jsonAnswer, wholeNumber } from '../service.ts';
import { activitiesBetween, activityById, ATHLETE, commentsOf, detailsOf, summaryOf } from './strava-activities.ts';
import { fault, StravaSignIn } from './strava-sign-in.ts';

const QUARTER_HOUR_MS = 900_000;
const DAY_MS = 86_400_000;

/** Calls in a quarter hour and in a day: of all kinds, and of those that read. */
const ALL_LIMITS = [200, 2_000] as const;
const READ_LIMITS = [100, 1_000] as const;

const STANDARD_PAGE = 30;
const LARGEST_PAGE = 200;

const invalid = (field: string) => fault(400, 'Bad Request', 'Activity', field, 'invalid');
const notFound = (resource: string, field: string) => fault(404, 'Record Not Found', resource, field, 'not found');
const exceeded = () => fault(429, 'Rate Limit Exceeded', 'Application', 'rate limit', 'exceeded');

/** Strava's API v3 with its sign-in: summaries in lists, details one by one, and two windows for reads and for all calls. */
export class StravaService implements DemoService {
  readonly id = 'strava';
  readonly prefix = '/strava';
  readonly medianLatencyMs = 180;
  readonly #seed: number;
  readonly #signIn: StravaSignIn;
  #quarterHour = { at: 0, calls: 0 };
  #day = { at: 0, calls: 0 };

  constructor(seed: number) {
    this.#seed = seed;
    this.#signIn = new StravaSignIn(seed);
  }

  isSignIn({ path }: DemoCall): boolean {
    return path === '/oauth/authorize' || path === '/oauth/token' || path === '/api/v3/oauth/token';
  }

  answer(call: DemoCall): DemoAnswer {
    if (call.path === '/oauth/authorize') return this.#signIn.authorize(call);
    if (this.isSignIn(call)) return this.#signIn.token(call);
    if (!call.path.startsWith('/api/v3/')) return notFound('Path', 'path');
    const scope = this.#signIn.scopeOf(call);
    if (typeof scope !== 'string') return scope;
    const isWithin = this.#count(call.now);
    const answer = isWithin ? this.#read(call, scope) : exceeded();
    return { ...answer, headers: { ...answer.headers, ...this.#limits() } };
  }

  refuse(refusal: DemoRefusal): DemoAnswer {
    if (refusal === 'rate-limited') return exceeded();
    return refusal === 'unauthorized' ? StravaSignIn.expired() : jsonAnswer({ message: 'Internal Server Error', errors: [] }, 500);
  }

  /** Counts a call; says whether it is within the limits. One that is refused counts for the day as well. */
  #count(now: number): boolean {
    const counted = (window: { at: number; calls: number }, lengthMs: number) => {
      const at = Math.floor(now / lengthMs);
      return { at, calls: at === window.at ? window.calls + 1 : 1 };
    };
    this.#quarterHour = counted(this.#quarterHour, QUARTER_HOUR_MS);
    this.#day = counted(this.#day, DAY_MS);
    return this.#quarterHour.calls <= READ_LIMITS[0] && this.#day.calls <= READ_LIMITS[1];
  }

  #limits(): Record<string, string> {
    // Nothing can be uploaded here, so all calls are reads.
    const usage = `${this.#quarterHour.calls},${this.#day.calls}`;
    return {
      'x-ratelimit-limit': ALL_LIMITS.join(','),
      'x-ratelimit-usage': usage,
      'x-readratelimit-limit': READ_LIMITS.join(','),
      'x-readratelimit-usage': usage,
    };
  }

  #read(call: DemoCall, scope: string): DemoAnswer {
    if (call.method !== 'GET') return fault(405, 'Method Not Allowed', 'Application', 'method', 'invalid');
    const [, , , kind, id, part] = call.path.split('/');
    if (kind === 'athlete' && id === undefined) return jsonAnswer({ ...ATHLETE, resource_state: 3 });
    if (!scope.split(',').some((name) => name === 'activity:read' || name === 'activity:read_all'))
      return fault(401, 'Authorization Error', 'AccessToken', 'activity:read_permission', 'missing');
    if (kind === 'athlete' && id === 'activities' && part === undefined) return this.#list(call);
    if (kind !== 'activities') return notFound('Path', 'path');
    const number = wholeNumber(id ?? null, 1, Number.MAX_SAFE_INTEGER);
    const activity = number === null ? null : activityById(this.#seed, number, call.now);
    if (activity === null) return notFound('Activity', 'id');
    if (part === undefined) return jsonAnswer(detailsOf(this.#seed, activity, call.now));
    if (part === 'comments') {
      const size = wholeNumber(call.query.get('page_size') ?? String(STANDARD_PAGE), 1, LARGEST_PAGE);
      if (size === null) return invalid('page_size');
      const comments = commentsOf(this.#seed, activity, call.now);
      const after = comments.findIndex(({ cursor }) => cursor === call.query.get('after_cursor'));
      return jsonAnswer(comments.slice(after + 1, after + 1 + size));
    }
    return notFound('Path', 'path');
  }

  #list({ query, now }: DemoCall): DemoAnswer {
    const page = wholeNumber(query.get('page') ?? '1', 1, 1_000_000);
    if (page === null) return invalid('page');
    const size = wholeNumber(query.get('per_page') ?? String(STANDARD_PAGE), 1, LARGEST_PAGE);
    if (size === null) return invalid('per_page');
    const [before, after] = ['before', 'after'].map((name) =>
      query.has(name) ? wholeNumber(query.get(name), 0, 100_000_000_000) : undefined,
    );
    if (before === null) return invalid('before');
    if (after === null) return invalid('after');
    const found = activitiesBetween(this.#seed, (after ?? 0) * 1000, before === undefined ? Infinity : before * 1000, now);
    // With `after` the oldest come first.
    if (after !== undefined) found.reverse();
    return jsonAnswer(found.slice((page - 1) * size, page * size).map((activity) => summaryOf(this.#seed, activity, now)));
  }
}
