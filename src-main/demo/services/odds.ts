import { type DemoAnswer, type DemoCall, type DemoRefusal, type DemoService, isoSeconds, jsonAnswer, wholeNumber } from '../service.ts';
import {
  type Bookmaker,
  BOOKMAKERS,
  lastScoreAt,
  type Match,
  matchesBetween,
  openMatches,
  quoteOf,
  scoreOf,
  type Sport,
  SPORTS,
} from './odds-matches.ts';

/** Credits that each key may spend in a calendar month: a plan, the free plan, and one that is spent. */
const PLANS: ReadonlyMap<string, number> = new Map([
  ['demo-key', 100_000],
  ['demo-free-key', 500],
  ['demo-spent-key', 0],
]);

const CALLS_A_SECOND = 30;
const MARKETS = new Set(['h2h', 'spreads', 'totals']);
const REGIONS = new Set(['us', 'us2', 'uk', 'au', 'eu']);

/** So many bookmakers that are named cost as much as a region. */
const BOOKMAKERS_OF_A_REGION = 10;

const HISTORICAL_TIMES = 10;
const SNAPSHOT_MS = 300_000;
const DAY_MS = 86_400_000;
const ERRORS_URL = 'https://the-odds-api.com/liveapi/guides/v4/api-error-codes.html';

/** A refusal as the service words it. */
class Refused extends Error {
  readonly answer: DemoAnswer;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.answer = jsonAnswer(
      { message, error_code: code, details_url: `${ERRORS_URL}#${code.toLowerCase().replaceAll('_', '-')}` },
      status,
    );
  }
}

interface Asked {
  markets: string[];
  books: Bookmaker[];
  /** Credits. */
  cost: number;
  american: boolean;
}

interface Result {
  cost: number;
  body: unknown;
}

const american = (price: number) => (price >= 2 ? Math.round((price - 1) * 100) : Math.round(-100 / (price - 1)));

function namesOf(text: string | null, known: ReadonlySet<string>, code: string): string[] {
  const names = [...new Set((text ?? '').split(',').filter((name) => name !== ''))];
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw new Refused(422, code, `${code === 'INVALID_REGION' ? 'Region' : 'Market'} not known: ${unknown}`);
  return names;
}

/** What a query asks for, and its price: a credit for each market in each region. */
function askedOf(query: URLSearchParams): Asked {
  const format = query.get('oddsFormat') ?? 'decimal';
  if (format !== 'decimal' && format !== 'american') throw new Refused(422, 'INVALID_ODDS_FORMAT', 'The odds format is not known');
  const markets = namesOf(query.get('markets') ?? 'h2h', MARKETS, 'INVALID_MARKET');
  const named = (query.get('bookmakers') ?? '').split(',').filter((name) => name !== '');
  const regions = namesOf(query.get('regions'), REGIONS, 'INVALID_REGION');
  if (named.length === 0 && regions.length === 0) throw new Refused(422, 'MISSING_REGION', 'Neither regions nor bookmakers were named');
  const isNamed = named.length > 0;
  return {
    markets,
    books: BOOKMAKERS.filter(({ key, region }) => (isNamed ? named.includes(key) : regions.includes(region))),
    cost: markets.length * (isNamed ? Math.ceil(named.length / BOOKMAKERS_OF_A_REGION) : regions.length),
    american: format === 'american',
  };
}

const isUnix = (query: URLSearchParams) => query.get('dateFormat') === 'unix';
const dateOf = (query: URLSearchParams) => (at: number) => (isUnix(query) ? Math.floor(at / 1000) : isoSeconds(at));

function momentOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Refused(422, `INVALID_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`, `${name} is no ISO 8601 time`);
  return at;
}

/** The Odds API v4: credits, sports, events, odds, scores and past odds. */
export class OddsService implements DemoService {
  readonly id = 'odds';
  readonly prefix = '/the-odds-api';
  readonly medianLatencyMs = 140;
  readonly #seed: number;
  readonly #used = new Map<string, number>();
  #second = { at: 0, calls: 0 };

  constructor(seed: number) {
    this.#seed = seed;
  }

  answer(call: DemoCall): DemoAnswer {
    const key = call.query.get('apiKey');
    try {
      if (key === null || key === '') throw new Refused(401, 'MISSING_KEY', 'API key is missing');
      const plan = PLANS.get(key);
      if (plan === undefined) throw new Refused(401, 'INVALID_KEY', 'API key is not valid');
      this.#countCall(call.now);
      const used = this.#usedOf(key, call.now);
      try {
        const { cost, body } = this.#result(call, plan - used);
        this.#used.set(this.#month(key, call.now), used + cost);
        return { ...jsonAnswer(body), headers: this.#credits(plan, used + cost, cost) };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return { ...error.answer, headers: this.#credits(plan, used, 0) };
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.answer;
    }
  }

  refuse(refusal: DemoRefusal): DemoAnswer {
    if (refusal === 'rate-limited') return new Refused(429, 'EXCEEDED_FREQ_LIMIT', 'Requests come too fast; space them out').answer;
    if (refusal === 'unauthorized') return new Refused(401, 'INVALID_KEY', 'API key is not valid').answer;
    return jsonAnswer({ message: 'Internal server error' }, 500);
  }

  #countCall(now: number): void {
    const at = Math.floor(now / 1000);
    this.#second = { at, calls: at === this.#second.at ? this.#second.calls + 1 : 1 };
    if (this.#second.calls > CALLS_A_SECOND) throw new Refused(429, 'EXCEEDED_FREQ_LIMIT', 'Requests come too fast; space them out');
  }

  #month(key: string, now: number): string {
    return `${key} ${new Date(now).toISOString().slice(0, 7)}`;
  }

  #usedOf(key: string, now: number): number {
    return this.#used.get(this.#month(key, now)) ?? 0;
  }

  #credits(plan: number, used: number, last: number): Record<string, string> {
    return { 'x-requests-remaining': String(plan - used), 'x-requests-used': String(used), 'x-requests-last': String(last) };
  }

  #result({ path, query, now }: DemoCall, left: number): Result {
    const [, version, first, second, third, fourth, fifth] = path.split('/');
    if (version !== 'v4') throw new Refused(404, 'NOT_FOUND', 'There is no such address');
    const pay = (cost: number, isEmpty: boolean, body: unknown): Result => {
      if (cost > left) throw new Refused(401, 'OUT_OF_USAGE_CREDITS', 'The usage quota of this key is spent');
      // An answer without data costs nothing.
      return { cost: isEmpty ? 0 : cost, body };
    };
    if (first === 'historical') {
      const at = momentOf(query, 'date');
      if (at === null) throw new Refused(422, 'MISSING_DATE', 'date is missing');
      const snapshot = Math.floor(Math.min(at, now) / SNAPSHOT_MS) * SNAPSHOT_MS;
      const asked = askedOf(query);
      const data = this.#events(this.#sports(third), query, snapshot).map((match) => this.#offer(match, asked, query, snapshot));
      return pay(asked.cost * HISTORICAL_TIMES, data.length === 0, {
        timestamp: isoSeconds(snapshot),
        previous_timestamp: isoSeconds(snapshot - SNAPSHOT_MS),
        next_timestamp: isoSeconds(snapshot + SNAPSHOT_MS),
        data,
      });
    }
    if (first !== 'sports') throw new Refused(404, 'NOT_FOUND', 'There is no such address');
    if (second === undefined || second === '') return { cost: 0, body: this.#sportList(query) };
    const sports = this.#sports(second);
    if (third === 'events' && fourth !== undefined && fifth === 'odds') {
      const match = this.#events(sports, new URLSearchParams(), now).find(({ id }) => id === fourth);
      if (match === undefined) throw new Refused(404, 'EVENT_NOT_FOUND', 'There is no such event, or it is over');
      const asked = askedOf(query);
      return pay(asked.cost, false, this.#offer(match, asked, query, now));
    }
    const matches = this.#events(sports, query, now);
    if (third === 'events' && fourth === undefined) return { cost: 0, body: matches.map((match) => this.#event(match, query)) };
    if (third === 'odds') {
      const asked = askedOf(query);
      return pay(
        asked.cost,
        matches.length === 0,
        matches.map((match) => this.#offer(match, asked, query, now)),
      );
    }
    if (third === 'scores') return this.#scores(sports, query, now, pay);
    throw new Refused(404, 'NOT_FOUND', 'There is no such address');
  }

  #sportList(query: URLSearchParams): unknown[] {
    return SPORTS.filter(({ active }) => active || query.get('all') === 'true').map(({ key, group, title, description, active }) => ({
      key,
      group,
      title,
      description,
      active,
      has_outrights: false,
    }));
  }

  #sports(key: string | undefined): readonly Sport[] {
    if (key === 'upcoming') return SPORTS.filter(({ active }) => active);
    const found = SPORTS.filter((each) => each.key === key);
    if (found.length === 0) throw new Refused(404, 'UNKNOWN_SPORT', 'Unknown sport');
    return found.filter(({ active }) => active);
  }

  #events(sports: readonly Sport[], query: URLSearchParams, now: number): Match[] {
    const ids = query.get('eventIds')?.split(',');
    const from = momentOf(query, 'commenceTimeFrom') ?? -Infinity;
    const to = momentOf(query, 'commenceTimeTo') ?? Infinity;
    return sports
      .flatMap((each) => openMatches(this.#seed, each, now))
      .filter(({ id, beginsAt }) => beginsAt >= from && beginsAt <= to && (ids === undefined || ids.includes(id)))
      .sort((a, b) => a.beginsAt - b.beginsAt || (a.id < b.id ? -1 : 1));
  }

  #event(match: Match, query: URLSearchParams) {
    return {
      id: match.id,
      sport_key: match.sport.key,
      sport_title: match.sport.title,
      commence_time: dateOf(query)(match.beginsAt),
      home_team: match.home,
      away_team: match.away,
    };
  }

  #offer(match: Match, asked: Asked, query: URLSearchParams, now: number) {
    const date = dateOf(query);
    const bookmakers = asked.books.map((book) => {
      const quotes = asked.markets.map((key) => ({ key, ...quoteOf(this.#seed, match, book, key, now) }));
      return {
        key: book.key,
        title: book.title,
        last_update: date(Math.max(...quotes.map(({ at }) => at))),
        markets: quotes.map(({ key, at, outcomes }) => ({
          key,
          last_update: date(at),
          outcomes: outcomes.map(({ price, ...rest }) => ({ ...rest, price: asked.american ? american(price) : price })),
        })),
      };
    });
    return { ...this.#event(match, query), bookmakers };
  }

  #scores(
    sports: readonly Sport[],
    query: URLSearchParams,
    now: number,
    pay: (cost: number, isEmpty: boolean, body: unknown) => Result,
  ): Result {
    const asked = query.get('daysFrom');
    const days = asked === null ? 0 : wholeNumber(asked, 1, 3);
    if (days === null) throw new Refused(422, 'INVALID_SCORES_DAYS_FROM', 'daysFrom must be a whole number from 1 to 3');
    const over = sports
      .flatMap((each) => matchesBetween(this.#seed, each, now - days * DAY_MS - each.lengthMs, now))
      .filter(({ endsAt }) => endsAt <= now && endsAt > now - days * DAY_MS);
    const body = [...over, ...this.#events(sports, new URLSearchParams(), now)].map((match) => {
      const hasBegun = match.beginsAt <= now;
      const score = scoreOf(this.#seed, match, now);
      return {
        ...this.#event(match, query),
        completed: match.endsAt <= now,
        scores: hasBegun
          ? [
              { name: match.home, score: String(score.home) },
              { name: match.away, score: String(score.away) },
            ]
          : null,
        last_update: hasBegun ? dateOf(query)(lastScoreAt(this.#seed, match, now)) : null,
      };
    });
    return pay(days > 0 ? 2 : 1, body.length === 0, body);
  }
}
