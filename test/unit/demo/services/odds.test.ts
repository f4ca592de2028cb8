import { expect, test } from 'vitest';
import { FRIDAY, startDemo } from '../../../support/demo.ts';
import type { Wire } from '../../../support/wire.ts';

const KEY = 'apiKey=demo-key';
const EPL = '/v4/sports/soccer_epl';
const HOUR_MS = 3_600_000;

/** The credits of an answer: left, used, and what it cost. */
const credits = ({ headers }: { headers: Headers }) =>
  ['remaining', 'used', 'last'].map((name) => Number(headers.get(`x-requests-${name}`)));

test('sports and events are free; odds cost a credit for each market in each region', async () => {
  const demo = await startDemo();
  const sports = await demo.call('odds', `/v4/sports?${KEY}`);
  expect(sports.body.map((sport: Wire) => sport.key)).toContain('soccer_epl');
  expect(sports.body.every((sport: Wire) => sport.active)).toBe(true);
  expect(credits(sports)).toEqual([100_000, 0, 0]);
  const events = await demo.call('odds', `${EPL}/events?${KEY}`);
  expect(credits(events)).toEqual([100_000, 0, 0]);
  expect(events.body[0]).not.toHaveProperty('bookmakers');
  const odds = await demo.call('odds', `${EPL}/odds?${KEY}&regions=eu,uk&markets=h2h,totals`);
  expect(credits(odds)).toEqual([99_996, 4, 4]);
  const one = await demo.call('odds', `${EPL}/events/${odds.body[0].id}/odds?${KEY}&regions=eu`);
  expect(credits(one)).toEqual([99_995, 5, 1]);
  expect(one.body.id).toBe(odds.body[0].id);
  const named = await demo.call('odds', `${EPL}/odds?${KEY}&bookmakers=meridian,oakline`);
  expect(credits(named)[2]).toBe(1);
  expect(new Set(named.body.flatMap((match: Wire) => match.bookmakers.map((book: Wire) => book.key)))).toEqual(
    new Set(['meridian', 'oakline']),
  );
  const past = await demo.call('odds', `/v4/historical/sports/soccer_epl/odds?${KEY}&regions=eu&date=2026-11-19T12:03:00Z`);
  expect(credits(past)[2]).toBe(10);
  expect(past.body).toMatchObject({ timestamp: '2026-11-19T12:00:00Z', previous_timestamp: '2026-11-19T11:55:00Z' });
});

test('credits come back with the month', async () => {
  const demo = await startDemo();
  await demo.call('odds', `${EPL}/odds?${KEY}&regions=eu`);
  demo.now = Date.parse('2026-12-01T00:00:00Z');
  expect(credits(await demo.call('odds', `/v4/sports?${KEY}`))).toEqual([100_000, 0, 0]);
});

test('a match has the documented shape, with six bookmakers and more in Europe', async () => {
  const demo = await startDemo();
  const { body } = await demo.call('odds', `${EPL}/odds?${KEY}&regions=eu&markets=h2h,spreads,totals`);
  for (const match of body) {
    expect(match).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), sport_key: 'soccer_epl', sport_title: 'EPL' });
    expect(match.commence_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/);
    expect(match.home_team).not.toBe(match.away_team);
    expect(match.bookmakers.length).toBeGreaterThanOrEqual(6);
    const [h2h, spreads, totals] = match.bookmakers[0].markets;
    expect(h2h.outcomes.map((outcome: Wire) => outcome.name)).toEqual([match.home_team, match.away_team, 'Draw']);
    for (const { price } of h2h.outcomes) expect(price).toBeGreaterThan(1);
    expect(spreads.outcomes[0].point).toBe(-spreads.outcomes[1].point);
    expect(totals.outcomes.map((outcome: Wire) => outcome.name)).toEqual(['Over', 'Under']);
  }
  expect(new Set(body.map((match: Wire) => match.id)).size).toBe(body.length);
});

test('prices come as decimals or as Americans write them, and times in seconds on demand', async () => {
  const demo = await startDemo();
  const [decimal, american] = await Promise.all(
    ['decimal', 'american'].map((format) => demo.call('odds', `${EPL}/odds?${KEY}&regions=us&oddsFormat=${format}&dateFormat=unix`)),
  );
  const priceOf = (reply: Wire) => reply.body[0].bookmakers[0].markets[0].outcomes[0].price;
  const price = priceOf(decimal);
  expect(priceOf(american)).toBe(price >= 2 ? Math.round((price - 1) * 100) : Math.round(-100 / (price - 1)));
  expect(decimal?.body[0].commence_time).toBeTypeOf('number');
});

test.each([
  [`/v4/sports`, 401, 'MISSING_KEY'],
  [`/v4/sports?apiKey=wrong`, 401, 'INVALID_KEY'],
  [`${EPL}/odds?apiKey=demo-spent-key&regions=eu`, 401, 'OUT_OF_USAGE_CREDITS'],
  [`${EPL}/odds?${KEY}`, 422, 'MISSING_REGION'],
  [`${EPL}/odds?${KEY}&regions=mars`, 422, 'INVALID_REGION'],
  [`${EPL}/odds?${KEY}&regions=eu&markets=weather`, 422, 'INVALID_MARKET'],
  [`${EPL}/odds?${KEY}&regions=eu&oddsFormat=roman`, 422, 'INVALID_ODDS_FORMAT'],
  [`${EPL}/scores?${KEY}&daysFrom=9`, 422, 'INVALID_SCORES_DAYS_FROM'],
  [`/v4/sports/quidditch/odds?${KEY}&regions=eu`, 404, 'UNKNOWN_SPORT'],
  [`${EPL}/events/nothing/odds?${KEY}&regions=eu`, 404, 'EVENT_NOT_FOUND'],
])('%s is refused with %i %s', async (path, status, code) => {
  const demo = await startDemo();
  const reply = await demo.call('odds', path);
  expect(reply.status).toBe(status);
  expect(reply.body).toMatchObject({ message: expect.any(String), error_code: code, details_url: expect.stringContaining('#') });
});

test('a key that is spent still reads what is free', async () => {
  const demo = await startDemo();
  expect((await demo.call('odds', `${EPL}/events?apiKey=demo-spent-key`)).status).toBe(200);
});

test('the thirty-first call within a second is one too many, which is not the quota', async () => {
  const demo = await startDemo();
  for (let call = 0; call < 30; call += 1) expect((await demo.call('odds', `/v4/sports?${KEY}`)).status).toBe(200);
  const reply = await demo.call('odds', `/v4/sports?${KEY}`);
  expect([reply.status, reply.body.error_code]).toEqual([429, 'EXCEEDED_FREQ_LIMIT']);
  demo.now += 1_000;
  expect((await demo.call('odds', `/v4/sports?${KEY}`)).status).toBe(200);
});

test('two servers of one seed say the same at the same moment, whatever came before, and one of another seed does not', async () => {
  const [one, two, other] = [await startDemo(), await startDemo(), await startDemo({ seed: 8 })];
  one.now = FRIDAY - HOUR_MS;
  await one.call('odds', `${EPL}/odds?${KEY}&regions=eu`);
  one.now = FRIDAY;
  const path = `${EPL}/odds?${KEY}&regions=eu`;
  const bodies = await Promise.all([one, two, other].map(async (demo) => (await demo.call('odds', path)).body));
  expect(bodies[0]).toEqual(bodies[1]);
  expect(bodies[0]).not.toEqual(bodies[2]);
});

test('from 10 to 40 matches are listed at any hour, more of them before the evening than in the night', async () => {
  const demo = await startDemo();
  const counts: number[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    demo.now = Date.parse('2026-11-20T00:00:00Z') + hour * HOUR_MS;
    counts.push((await demo.call('odds', `${EPL}/events?${KEY}`)).body.length);
  }
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...counts)).toBeLessThanOrEqual(40);
  expect(counts[15]).toBeGreaterThan(counts[1]!);
});

test('prices move in bursts, more often near the beginning of a match, and stand still most of the time', async () => {
  const demo = await startDemo();
  const moves = { soon: [0, 0] as [number, number], later: [0, 0] as [number, number] };
  let before = new Map<string, string>();
  for (let tick = 0; tick < 60; tick += 1) {
    demo.now = FRIDAY + tick * 10_000;
    const { body } = await demo.call('odds', `${EPL}/odds?${KEY}&bookmakers=meridian`);
    for (const match of body) {
      const left = Date.parse(match.commence_time) - demo.now;
      const known = before.get(match.id);
      if (known === undefined || left < 0) continue;
      const count = left < HOUR_MS ? moves.soon : moves.later;
      count[1] += 1;
      if (known !== JSON.stringify(match.bookmakers)) count[0] += 1;
    }
    before = new Map(body.map((match: Wire) => [match.id, JSON.stringify(match.bookmakers)]));
  }
  const share = ([moved, of]: [number, number]) => moved / of;
  expect(share(moves.later)).toBeGreaterThan(0.01);
  expect(share(moves.later)).toBeLessThan(0.25);
  expect(share(moves.soon)).toBeGreaterThan(1.5 * share(moves.later));
});

test('now and then the best prices together leave an arbitrage, and mostly they do not', async () => {
  const demo = await startDemo();
  let [found, all] = [0, 0];
  for (let step = 0; step < 48; step += 1) {
    demo.now = FRIDAY + step * 1_800_000;
    const { body } = await demo.call('odds', `${EPL}/odds?${KEY}&regions=eu`);
    for (const match of body) {
      const best = new Map<string, number>();
      for (const book of match.bookmakers)
        for (const { name, price } of book.markets[0].outcomes) best.set(name, Math.max(best.get(name) ?? 0, price));
      all += 1;
      if ([...best.values()].reduce((sum, price) => sum + 1 / price, 0) < 1) found += 1;
    }
  }
  expect(found / all).toBeGreaterThan(0.005);
  expect(found / all).toBeLessThan(0.2);
});

test('scores rise while a match is played, end with it, and are missing before it', async () => {
  const demo = await startDemo();
  const scores = async () => (await demo.call('odds', `/v4/sports/basketball_nba/scores?${KEY}&daysFrom=1`)).body as Wire[];
  const before = await scores();
  const ahead = before.find((game) => game.scores === null)!;
  expect(ahead).toMatchObject({ completed: false, last_update: null });
  demo.now = Date.parse(ahead.commence_time) + HOUR_MS;
  const live = (await scores()).find((game) => game.id === ahead.id)!;
  const points = (game: Wire) => game.scores.reduce((sum: number, { score }: Wire) => sum + Number(score), 0);
  expect(live.completed).toBe(false);
  expect(points(live)).toBeGreaterThan(20);
  demo.now += 2 * HOUR_MS;
  const over = (await scores()).find((game) => game.id === ahead.id)!;
  expect(over.completed).toBe(true);
  expect(points(over)).toBeGreaterThan(points(live));
  const odds = await demo.call('odds', `/v4/sports/basketball_nba/odds?${KEY}&regions=eu`);
  expect(odds.body.map((match: Wire) => match.id)).not.toContain(ahead.id);
});
