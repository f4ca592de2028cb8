import { chance, officeRhythm, skewed } from '../random.ts';
import { type DemoAnswer, type DemoCall, type DemoRefusal, type DemoService, isoSeconds, jsonAnswer } from '../service.ts';

const KEY = 'demo-key';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Numbers are worked out once in this time, and until then given again from a cache. */
const FRESH_MS = 30_000;

/** Working numbers out takes about this long, and longer for longer periods, milliseconds. */
const COMPUTED_IN_MS = 900;

/** The first day of which there are numbers. */
const FIRST_DAY = Date.parse('2024-01-01T00:00:00Z') / DAY_MS;

const DAYS_OF = { last_day: 1, week: 7, month: 30, year: 365, all: Infinity } as const;
type Period = keyof typeof DAYS_OF;
type Grouping = 'day' | 'month';

const SECTIONS = {
  dashboard: ['summary', 'series', 'workflows'],
  executions: ['summary', 'series', 'failures'],
  users: ['summary', 'users', 'teams'],
} as const;
type View = keyof typeof SECTIONS;

const WORKFLOWS = ['Order sync', 'Invoice mail', 'Lead scoring', 'Stock watch', 'Nightly export', 'Support triage'];
const CAUSES = ['time-out', 'refused by the other side', 'bad input', 'out of credits'];
const TEAMS = ['Sales', 'Support', 'Warehouse'];
const USERS = [
  'Ada Marlow',
  'Ben Quist',
  'Chloe Barrow',
  'Dai Tern',
  'Eve Ostler',
  'Finn Alder',
  'Gwen Foxley',
  'Hal Dunmore',
  'Ines Park',
];

const isPeriod = (text: string): text is Period => Object.hasOwn(DAYS_OF, text);
const isView = (text: string): text is View => Object.hasOwn(SECTIONS, text);

const refusal = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
  jsonAnswer({ error: { code, message } }, status, headers);

interface Day {
  executions: number;
  failed: number;
  seconds: number;
  activeUsers: number;
}

interface Asked {
  view: View;
  period: Period;
  groupBy: Grouping;
  sections: string[];
  /** When the numbers were worked out. */
  at: number;
}

/** The statistics of a company's workflows and of the people who use them: slow to work out, and cached for half a minute. */
export class StatisticsService implements DemoService {
  readonly id = 'statistics';
  readonly prefix = '/statistics';
  readonly medianLatencyMs = 60;
  readonly #seed: number;
  /** By what was asked: for which moment it was last worked out. */
  readonly #computed = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  answer(call: DemoCall): DemoAnswer {
    const [, api, version, view = '', ...rest] = call.path.split('/');
    if (api !== 'api' || version !== 'v1' || rest.length > 0 || !isView(view))
      return refusal(404, 'not_found', 'There is no such report. There are dashboard, executions and users.');
    if (call.headers['x-api-key'] !== KEY) return refusal(401, 'unauthorized', 'The header x-api-key is missing or not valid.');
    if (call.method !== 'GET') return refusal(405, 'method_not_allowed', 'Reports can only be read.', { allow: 'GET' });
    const asked = this.#asked(view, call);
    return 'status' in asked ? asked : this.#report(asked, call.now);
  }

  refuse(kind: DemoRefusal): DemoAnswer {
    if (kind === 'rate-limited') return refusal(429, 'too_many_requests', 'Too many reports are being worked out.');
    if (kind === 'unauthorized') return refusal(401, 'unauthorized', 'The key has expired.');
    return refusal(500, 'internal', 'The report could not be worked out.');
  }

  #asked(view: View, { query, now }: DemoCall): Asked | DemoAnswer {
    const period = query.get('period') ?? 'week';
    if (!isPeriod(period)) return refusal(400, 'bad_period', `period must be one of ${Object.keys(DAYS_OF).join(', ')}.`);
    const groupBy = query.get('groupBy') ?? (DAYS_OF[period] > 90 ? 'month' : 'day');
    if (groupBy !== 'day' && groupBy !== 'month') return refusal(400, 'bad_grouping', 'groupBy must be day or month.');
    const known: readonly string[] = SECTIONS[view];
    const sections = query.get('sections')?.split(',') ?? [...known];
    const unknown = sections.find((name) => !known.includes(name));
    if (unknown !== undefined) return refusal(400, 'bad_section', `There is no section ${unknown}. There are ${known.join(', ')}.`);
    return { view, period, groupBy, sections, at: Math.floor(now / FRESH_MS) * FRESH_MS };
  }

  #report(asked: Asked, now: number): DemoAnswer {
    const { view, period, groupBy, sections, at } = asked;
    const from = this.#firstDay(period, at) * DAY_MS;
    const key = [view, period, groupBy, ...sections].join(' ');
    const isCached = this.#computed.get(key) === at;
    this.#computed.set(key, at);
    const days = Math.ceil((at - from) / DAY_MS);
    return {
      ...jsonAnswer({
        report: view,
        period,
        groupBy,
        from: isoSeconds(from),
        to: isoSeconds(at),
        generatedAt: isoSeconds(at),
        sections: Object.fromEntries(sections.map((name) => [name, this.#section(name, asked)])),
      }),
      headers: {
        'cache-control': `private, max-age=${Math.ceil((at + FRESH_MS - now) / 1000)}`,
        'last-modified': new Date(at).toUTCString(),
        'x-cache': isCached ? 'hit' : 'miss',
      },
      etag: 'strong',
      ...(isCached ? {} : { madeInMs: skewed(COMPUTED_IN_MS + days, 0.25, this.#seed, key, at) }),
    };
  }

  #firstDay(period: Period, at: number): number {
    const today = Math.floor(at / DAY_MS);
    return Math.max(FIRST_DAY, today - DAYS_OF[period] + 1);
  }

  /** What a day held until a moment: business grows by a third a year, and rests on weekends. */
  #day(day: number, at: number, ...keys: (number | string)[]): Day {
    const noon = day * DAY_MS + 12 * HOUR_MS;
    const passed = Math.min(1, Math.max(0, (at - day * DAY_MS) / DAY_MS));
    const size = 900 * (1 + (day - FIRST_DAY) / 1100) * officeRhythm(noon) * (0.85 + chance(this.#seed, day, ...keys) * 0.3);
    // Most of a day's work is done in the middle of it.
    const done = passed - Math.sin(2 * Math.PI * passed) / (2 * Math.PI);
    const executions = Math.floor(size * done);
    const bad = chance(this.#seed, day, 'bad', ...keys) < 0.05 ? 0.18 : 0.03;
    return {
      executions,
      failed: Math.floor(executions * bad * (0.7 + chance(this.#seed, day, 'failed', ...keys) * 0.6)),
      seconds: Math.round(executions * (2.2 + chance(this.#seed, day, 'seconds', ...keys))),
      activeUsers: Math.min(USERS.length, Math.ceil(USERS.length * officeRhythm(noon) * Math.min(1, passed * 2))),
    };
  }

  #sum({ period, at }: Asked, ...keys: (number | string)[]): Day {
    const sum: Day = { executions: 0, failed: 0, seconds: 0, activeUsers: 0 };
    for (let day = this.#firstDay(period, at); day <= at / DAY_MS; day += 1) {
      const one = this.#day(day, at, ...keys);
      sum.executions += one.executions;
      sum.failed += one.failed;
      sum.seconds += one.seconds;
      sum.activeUsers = Math.max(sum.activeUsers, one.activeUsers);
    }
    return sum;
  }

  #section(name: string, asked: Asked): unknown {
    const shares = (names: readonly string[], of: 'executions' | 'failed') => {
      const total = this.#sum(asked)[of];
      const weights = names.map((each) => 0.3 + chance(this.#seed, each, asked.view));
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      return names.map((each, index) => ({ name: each, [of]: Math.round((total * (weights[index] ?? 0)) / all) }));
    };
    switch (name) {
      case 'summary': {
        const { executions, failed, seconds, activeUsers } = this.#sum(asked);
        const successRate = executions === 0 ? null : Math.round((1 - failed / executions) * 1000) / 1000;
        return {
          executions,
          failed,
          successRate,
          averageSeconds: executions === 0 ? null : Math.round((seconds / executions) * 100) / 100,
          activeUsers,
        };
      }
      case 'series':
        return this.#series(asked);
      case 'workflows':
        return shares(WORKFLOWS, 'executions');
      case 'failures':
        return shares(CAUSES, 'failed');
      case 'teams':
        return shares(TEAMS, 'executions');
      default:
        return USERS.map((user, index) => {
          const { executions, failed } = this.#sum(asked, user);
          const lastActiveAt = isoSeconds(
            Math.floor(asked.at / 60_000) * 60_000 - Math.floor(chance(this.#seed, user, Math.floor(asked.at / 600_000)) * 90) * 60_000,
          );
          return {
            userId: index + 1,
            name: user,
            team: TEAMS[index % TEAMS.length],
            executions: Math.round(executions / USERS.length),
            failed: Math.round(failed / USERS.length),
            lastActiveAt,
          };
        });
    }
  }

  #series({ period, groupBy, at }: Asked): unknown[] {
    const groups = new Map<string, Day>();
    for (let day = this.#firstDay(period, at); day <= at / DAY_MS; day += 1) {
      const name = isoSeconds(day * DAY_MS).slice(0, groupBy === 'day' ? 10 : 7);
      const before = groups.get(name) ?? { executions: 0, failed: 0, seconds: 0, activeUsers: 0 };
      const one = this.#day(day, at);
      groups.set(name, {
        executions: before.executions + one.executions,
        failed: before.failed + one.failed,
        seconds: before.seconds + one.seconds,
        activeUsers: Math.max(before.activeUsers, one.activeUsers),
      });
    }
    return [...groups].map(([name, day]) => ({ [groupBy]: name, ...day }));
  }
}
