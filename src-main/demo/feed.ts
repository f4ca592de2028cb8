/** Numbers that look random and are the same for the same inputs, so that the feed needs no memory. From 0 to below 1. */
function chance(...seeds: number[]): number {
  let state = 0x9e3779b9;
  for (const seed of seeds) {
    state = Math.imul(state ^ (seed | 0), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return (state >>> 0) / 4_294_967_296;
}

/** Prices move at most once in this many milliseconds. */
export const TICK_MS = 10_000;

const TEAMS = [
  'Alder',
  'Birchwood',
  'Cedar Falls',
  'Dunmore',
  'Elmstead',
  'Foxley',
  'Glenrock',
  'Harrow Bay',
  'Inverlea',
  'Juniper Hill',
  'Kestrel Park',
  'Larkfield',
  'Millbrook',
  'Northgate',
  'Oakhurst',
  'Pinewick',
  'Quarry Town',
  'Redcliff',
  'Stonebridge',
  'Thornbury',
];
const BOOKMAKERS = ['Meridian', 'Tollgate', 'Brightwater'];
const VENUES = ['Park', 'Road', 'Arena', 'Field'];
const REFEREES = ['A. Marlow', 'D. Quist', 'I. Barrow', 'M. Tern', 'S. Ostler'];
const REGIONS = ['north', 'east', 'south', 'west'];
const SERVICES = ['checkout', 'search', 'inventory', 'mail', 'reports', 'login'];

const PARCEL_STATES = ['collected', 'in the depot', 'on the road', 'out for delivery', 'delivered'];

const MATCHES = 48;
const PARCELS = 40;
const METERS = 260;
/** A match begins every quarter hour, and its place is taken by a new one when it is over. */
const MATCH_EVERY_MS = 900_000;

/** How far a walk has come at a tick: many small steps whose sum is bounded, so it wanders and comes back. */
function walk(seed: number, tick: number): number {
  return Math.sin(tick / 7 + seed) * 0.5 + Math.sin(tick / 23 + seed * 1.7) * 0.3 + (chance(seed, tick) - 0.5) * 0.4;
}

const team = (number: number) => TEAMS[number % TEAMS.length] ?? 'Alder';

/** Whether the price of a match moves at this tick: most of them stand still most of the time. */
function lastMove(match: number, tick: number): number {
  for (let back = 0; back < 60; back += 1) if (chance(match, tick - back, 3) < 0.12) return tick - back;
  return tick - 60;
}

function odds(match: number, tick: number) {
  const moved = lastMove(match, tick);
  const strength = 0.35 + chance(match, 11) * 0.3 + walk(match, moved) * 0.08;
  const draw = 0.24;
  const price = (share: number, book: number) => Math.round((1 / (share * (1.04 + chance(match, book, 5) * 0.03))) * 100) / 100;
  return {
    moved,
    bookmakers: BOOKMAKERS.map((title, book) => ({
      title,
      home: price(strength, book),
      draw: price(draw, book),
      away: price(Math.max(0.05, 1 - strength - draw), book),
    })),
  };
}

/** Matches with the prices of three bookmakers; a few change with each tick. */
export function matches(now: number): Record<string, unknown>[] {
  const tick = Math.floor(now / TICK_MS);
  const first = Math.floor(now / MATCH_EVERY_MS);
  return Array.from({ length: MATCHES }, (_, index) => {
    const match = first + index;
    const { moved, bookmakers } = odds(match, tick);
    const home = match * 7;
    const away = match * 7 + 1 + (Math.floor(chance(match, 2) * 17) + 1);
    const best = bookmakers.reduce((top, each) => (each.home > top.home ? each : top));
    return {
      id: `match-${match}`,
      starts_at: new Date((match + 1) * MATCH_EVERY_MS).toISOString(),
      home_team: team(home),
      away_team: team(away % TEAMS.length === home % TEAMS.length ? away + 1 : away),
      best_home_price: best.home,
      best_home_bookmaker: best.title,
      bookmakers,
      updated_at: new Date(moved * TICK_MS).toISOString(),
    };
  });
}

/** What the listing does not say of a match; `null` for one that there never was. Not every match has a referee yet. */
export function matchDetails(id: string): Record<string, unknown> | null {
  const number = /^match-(\d{1,15})$/.exec(id)?.[1];
  if (number === undefined) return null;
  const match = Number(number);
  return {
    id,
    venue: {
      name: `${team(match * 7)} ${VENUES[Math.floor(chance(match, 21) * VENUES.length)]}`,
      seats: 4_000 + Math.round(chance(match, 22) * 480) * 50,
    },
    referee: chance(match, 23) < 0.2 ? null : (REFEREES[Math.floor(chance(match, 24) * REFEREES.length)] ?? null),
  };
}

/** Readings of meters, for a listing with pages. */
export function meters(now: number): Record<string, unknown>[] {
  const minute = Math.floor(now / 60_000);
  return Array.from({ length: METERS }, (_, meter) => {
    const read = minute - (meter % 5);
    return {
      meter: `M-${String(meter + 1).padStart(4, '0')}`,
      region: REGIONS[meter % REGIONS.length],
      kilowatts: Math.round((4 + walk(meter, read) * 3 + chance(meter) * 5) * 100) / 100,
      volts: Math.round((230 + walk(meter + 900, read) * 4) * 10) / 10,
      read_at: new Date(read * 60_000).toISOString(),
    };
  });
}

/** Runs of services, the newest first; each tick may bring one, and old ones fall out of the answer. */
export function runs(now: number): Record<string, unknown>[] {
  const tick = Math.floor(now / TICK_MS);
  return Array.from({ length: 120 }, (_, back) => tick - back)
    .filter((at) => chance(at, 77) < 0.45)
    .map((at) => {
      const failed = chance(at, 78) < 0.07;
      return {
        execution: at,
        workflow: SERVICES[Math.floor(chance(at, 79) * SERVICES.length)],
        status: failed ? 'error' : 'success',
        milliseconds: Math.round(80 + chance(at, 80) ** 3 * 4_000),
        finished_at: new Date(at * TICK_MS).toISOString(),
      };
    });
}

/** No parcel rests for longer than this, seconds. */
const PARCEL_REST_S = 120;

const moves = (parcel: number, second: number) => chance(parcel, second, 41) < 0.02 || (second + parcel) % PARCEL_REST_S === 0;

function lastStep(parcel: number, second: number): number {
  let at = second;
  while (!moves(parcel, at)) at -= 1;
  return at;
}

/** Parcels on their way; about one a second moves. */
export function parcels(now: number): Record<string, unknown>[] {
  const second = Math.floor(now / 1000);
  return Array.from({ length: PARCELS }, (_, parcel) => {
    const moved = lastStep(parcel, second);
    return {
      parcel: `P-${1_000 + parcel}`,
      status: PARCEL_STATES[Math.floor(chance(parcel, moved, 42) * PARCEL_STATES.length)],
      region: REGIONS[Math.floor(chance(parcel, moved, 43) * REGIONS.length)],
      kilometres_left: Math.round(chance(parcel, moved, 44) * 400),
      moved_at: new Date(moved * 1000).toISOString(),
    };
  });
}

/** The parcels that moved after `since` and until `now`. */
export function movedParcels(since: number, now: number): Record<string, unknown>[] {
  const second = Math.floor(since / 1000) * 1000;
  return parcels(now).filter((parcel) => Date.parse(String(parcel['moved_at'])) > second);
}
