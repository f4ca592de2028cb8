import { chance, dailyRhythm, hexadecimal, pick, wander } from '../random.ts';

/** Prices move at most once in this many milliseconds. */
const TICK_MS = 10_000;

/** A match begins in each stretch of this length, or none does. */
const SLOT_MS = 20 * 60_000;

/** Matches are listed this long before they begin. */
const AHEAD_MS = 10 * 3_600_000;

/** No price stands still for more ticks than this. */
const LONGEST_REST_TICKS = 180;

export interface Sport {
  key: string;
  group: string;
  title: string;
  description: string;
  active: boolean;
  /** Whether a match can end without a winner. */
  hasDraw: boolean;
  lengthMs: number;
  /** Points of one side in a match, about. */
  points: number;
}

const sport = (key: string, group: string, title: string, description: string, points: number, minutes: number): Sport => ({
  key,
  group,
  title,
  description,
  active: true,
  hasDraw: group === 'Soccer',
  lengthMs: minutes * 60_000,
  points,
});

export const SPORTS: readonly Sport[] = [
  { ...sport('americanfootball_nfl', 'American Football', 'NFL', 'US Football', 23, 190), active: false },
  sport('basketball_nba', 'Basketball', 'NBA', 'US Basketball', 112, 140),
  sport('icehockey_nhl', 'Ice Hockey', 'NHL', 'US Ice Hockey', 3, 150),
  sport('soccer_epl', 'Soccer', 'EPL', 'English Premier League', 1.4, 110),
  sport('soccer_germany_bundesliga', 'Soccer', 'Bundesliga - Germany', 'German Soccer', 1.6, 110),
];

export interface Bookmaker {
  key: string;
  title: string;
  region: string;
  /** What it keeps of what is staked. */
  margin: number;
}

const bookmaker = (title: string, region: string, margin: number): Bookmaker => ({ key: title.toLowerCase(), title, region, margin });

export const BOOKMAKERS: readonly Bookmaker[] = [
  bookmaker('Meridian', 'eu', 0.022),
  bookmaker('Tollgate', 'eu', 0.035),
  bookmaker('Brightwater', 'eu', 0.045),
  bookmaker('Kestrel', 'eu', 0.03),
  bookmaker('Harbourline', 'eu', 0.05),
  bookmaker('Stonewick', 'eu', 0.028),
  bookmaker('Oakline', 'uk', 0.038),
  bookmaker('Fairmile', 'uk', 0.055),
  bookmaker('Summit', 'us', 0.042),
  bookmaker('Redwood', 'us', 0.048),
  bookmaker('Cascade', 'us2', 0.05),
  bookmaker('Southerly', 'au', 0.06),
];

const TEAMS = (
  'Alder,Birchwood,Cedar Falls,Dunmore,Elmstead,Foxley,Glenrock,Harrow Bay,Inverlea,Juniper Hill,' +
  'Kestrel Park,Larkfield,Millbrook,Northgate,Oakhurst,Pinewick,Quarry Town,Redcliff,Stonebridge,Thornbury'
).split(',');

export interface Match {
  id: string;
  sport: Sport;
  /** Names the match among all of its seed. */
  slot: number;
  beginsAt: number;
  endsAt: number;
  home: string;
  away: string;
}

function matchOf(seed: number, kind: Sport, slot: number): Match | null {
  const from = slot * SLOT_MS;
  // Evenings are full; in the night there is a match in a few stretches only.
  if (chance(seed, kind.key, slot, 'played') > 0.2 + 0.85 * dailyRhythm(from - 4 * 3_600_000)) return null;
  const home = Math.floor(chance(seed, kind.key, slot, 'home') * TEAMS.length);
  const away = (home + 1 + Math.floor(chance(seed, kind.key, slot, 'away') * (TEAMS.length - 1))) % TEAMS.length;
  const beginsAt = from + Math.floor(chance(seed, kind.key, slot, 'minute') * 4) * 300_000;
  return {
    id: hexadecimal(32, seed, kind.key, slot),
    sport: kind,
    slot,
    beginsAt,
    endsAt: beginsAt + kind.lengthMs,
    home: TEAMS[home] ?? '',
    away: TEAMS[away] ?? '',
  };
}

/** The matches of a sport that begin from `from` until `to`, in the order in which they begin. */
export function matchesBetween(seed: number, kind: Sport, from: number, to: number): Match[] {
  const matches: Match[] = [];
  for (let slot = Math.floor(from / SLOT_MS); slot <= Math.floor(to / SLOT_MS); slot += 1) {
    const match = matchOf(seed, kind, slot);
    if (match !== null && match.beginsAt >= from && match.beginsAt <= to) matches.push(match);
  }
  return matches;
}

/** The matches that are played or will be within the next hours. */
export function openMatches(seed: number, kind: Sport, now: number): Match[] {
  return matchesBetween(seed, kind, now - kind.lengthMs, now + AHEAD_MS).filter(({ endsAt }) => endsAt > now);
}

export interface Score {
  home: number;
  away: number;
}

/** How a match stands; before it begins, 0 to 0. */
export function scoreOf(seed: number, match: Match, at: number): Score {
  const minutes = Math.floor(match.sport.lengthMs / 60_000);
  const played = Math.max(0, Math.min(minutes, Math.floor((at - match.beginsAt) / 60_000)));
  const perMinute = match.sport.points / minutes;
  const score = { home: 0, away: 0 };
  for (let minute = 0; minute < played; minute += 1) {
    for (const side of ['home', 'away'] as const) {
      // More than one point a minute comes in threes at most.
      const most = Math.ceil(perMinute * 2);
      for (let point = 0; point < most; point += 1) if (chance(seed, match.id, side, minute, point) < perMinute / most) score[side] += 1;
    }
  }
  return score;
}

/** The last moment up to `at` at which the score of a match changed; its beginning where it did not. */
export function lastScoreAt(seed: number, match: Match, at: number): number {
  const now = scoreOf(seed, match, at);
  let minute = Math.floor((Math.min(at, match.endsAt) - match.beginsAt) / 60_000);
  for (; minute > 0; minute -= 1) {
    const before = scoreOf(seed, match, match.beginsAt + (minute - 1) * 60_000);
    if (before.home !== now.home || before.away !== now.away) break;
  }
  return match.beginsAt + minute * 60_000;
}

/** How likely prices move in a tick: seldom in the morning of a match, often before its beginning, in bursts after news. */
function liveliness(seed: number, match: Match, tick: number): number {
  const left = match.beginsAt - tick * TICK_MS;
  const base = left < 0 ? 0.5 : left < 900_000 ? 0.35 : left < 3_600_000 ? 0.16 : 0.05;
  const news = chance(seed, match.id, Math.floor(tick / 30), 'news') < (left < 3_600_000 ? 0.15 : 0.03);
  return news ? Math.min(0.9, base * 6) : base;
}

function lastMove(seed: number, match: Match, tick: number): number {
  let at = tick;
  while ((at + match.slot) % LONGEST_REST_TICKS !== 0 && chance(seed, match.id, at, 'moves') >= liveliness(seed, match, at)) at -= 1;
  return at;
}

/** How likely each outcome is: home, away and, where there is one, a draw. */
function shares(seed: number, match: Match, tick: number): number[] {
  const at = tick * TICK_MS;
  const played = Math.max(0, Math.min(1, (at - match.beginsAt) / match.sport.lengthMs));
  const score = scoreOf(seed, match, at);
  const lead = (score.home - score.away) / Math.max(1, match.sport.points / 8);
  const strength = 0.25 + (chance(seed, match.id, 'strength') - 0.5) * 1.8 + wander(tick, seed, match.id) * 0.18;
  const home = 1 / (1 + Math.exp(-(strength + lead * (0.6 + 3 * played))));
  if (!match.sport.hasDraw) return [home, 1 - home].map((share) => Math.min(0.97, Math.max(0.03, share)));
  const draw = Math.min(0.9, Math.max(0.03, lead === 0 ? 0.26 + 0.5 * played ** 2 : 0.26 * (1 - played) ** Math.abs(lead)));
  return [home * (1 - draw), (1 - home) * (1 - draw), draw].map((share) => Math.min(0.95, Math.max(0.02, share)));
}

export interface Outcome {
  name: string;
  /** Decimal. */
  price: number;
  point?: number;
}

export interface Quote {
  /** When the bookmaker last changed it. */
  at: number;
  outcomes: Outcome[];
}

const half = (value: number) => Math.round(value) + 0.5;

/** What a bookmaker offers on a market at a moment. Each follows the news with a delay of its own, so now and then two of them leave room between them. */
export function quoteOf(seed: number, match: Match, book: Bookmaker, market: string, now: number): Quote {
  const delay = Math.floor(chance(seed, match.id, book.key, 'delay') * 5);
  const tick = lastMove(seed, match, Math.floor(now / TICK_MS) - delay);
  const priceOf = (share: number, name: string) => {
    const opinion = 1 + (chance(seed, match.id, book.key, market, name) - 0.5) * 0.034 + wander(tick, seed, book.key, name) * 0.006;
    const price = Math.max(1.01, 1 / (share * (1 + book.margin) * opinion));
    return price < 5 ? Math.round(price * 100) / 100 : Math.round(price * 10) / 10;
  };
  const [home = 0.5, away = 0.5, draw] = shares(seed, match, tick);
  const at = tick * TICK_MS;
  if (market === 'h2h') {
    const outcomes = [
      { name: match.home, price: priceOf(home, match.home) },
      { name: match.away, price: priceOf(away, match.away) },
    ];
    if (draw !== undefined) outcomes.push({ name: 'Draw', price: priceOf(draw, 'Draw') });
    return { at, outcomes };
  }
  const over = 0.5 + wander(tick, seed, match.id, market) * 0.06;
  if (market === 'totals') {
    const point = half(match.sport.points * 2 * pick([0.9, 1, 1.1], chance(seed, match.id, 'total')));
    return {
      at,
      outcomes: [
        { name: 'Over', price: priceOf(over, 'Over'), point },
        { name: 'Under', price: priceOf(1 - over, 'Under'), point },
      ],
    };
  }
  const point = half((away - home) * match.sport.points);
  return {
    at,
    outcomes: [
      { name: match.home, price: priceOf(over, match.home), point },
      { name: match.away, price: priceOf(1 - over, match.away), point: -point },
    ],
  };
}
