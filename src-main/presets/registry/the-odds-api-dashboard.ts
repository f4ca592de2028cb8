import { sqlPanel } from './sql-panel.ts';

/** Every price of every bookmaker on who wins. A price of 2 is a whole number, and 1 / 2 would be none. */
const QUOTES = `WITH quotes AS (
  SELECT game._id AS game, game._fields ->> '$.home_team' AS home, game._fields ->> '$.away_team' AS away,
    game._fields ->> '$.commence_time' AS begins, book.value ->> '$.title' AS bookmaker, market.value ->> '$.last_update' AS at,
    outcome.value ->> '$.name' AS outcome, CAST(outcome.value ->> '$.price' AS REAL) AS price
  FROM {{records.main}} AS game, json_each(game._fields, '$.bookmakers') AS book, json_each(book.value, '$.markets') AS market,
    json_each(market.value, '$.outcomes') AS outcome
  WHERE market.value ->> '$.key' = 'h2h' AND outcome.value ->> '$.price' > 1
)`;

/**
 * Of matches that have not begun: while one is played, a price that is seconds old is no longer to be had.
 * Of several rows, SQLite gives the other columns of the one that holds the maximum (sqlite.org/lang_select.html#bareagg).
 */
const BEST = `${QUOTES}, best AS (
  SELECT game, home, away, begins, outcome, max(price) AS price, bookmaker FROM quotes
  WHERE ms(begins) > now() GROUP BY game, outcome
), books AS (
  SELECT game, home, away, begins, 1 - sum(1 / price) AS edge,
    max(price) FILTER (WHERE outcome = home) AS home_price, max(bookmaker) FILTER (WHERE outcome = home) AS home_at,
    max(price) FILTER (WHERE outcome = 'Draw') AS draw_price, max(bookmaker) FILTER (WHERE outcome = 'Draw') AS draw_at,
    max(price) FILTER (WHERE outcome = away) AS away_price, max(bookmaker) FILTER (WHERE outcome = away) AS away_at
  FROM best GROUP BY game HAVING count(*) > 1
)`;

/** What bookmakers think on average, without what each keeps for itself. */
const CONSENSUS = `${QUOTES}, shares AS (
  SELECT *, (1 / price) / sum(1 / price) OVER (PARTITION BY game, bookmaker) AS share FROM quotes
), consensus AS (
  SELECT game, home, away, begins, outcome, avg(share) AS likely, max(price) AS price, count(*) AS bookmakers
  FROM shares WHERE ms(begins) > now() GROUP BY game, outcome
)`;

const percent = (decimals: number) => ({ kind: 'percent', decimals });

/** Best price for each outcome across bookmakers, what they imply, arbitrage, value against the consensus, and what moved. */
export const oddsDashboard: Record<string, unknown> = {
  title: 'Odds, {{sport}}',
  about: 'The best price for each outcome across bookmakers, what prices imply, where they leave room, and what moved.',
  range: { all: true },
  panels: [
    sqlPanel(
      'matches',
      'Matches',
      [0, 0, 3, 3],
      { kind: 'number', value: 'matches' },
      `${QUOTES} SELECT count(DISTINCT game) AS matches FROM quotes`,
      'To come and being played.',
    ),
    sqlPanel(
      'bookmakers',
      'Bookmakers',
      [3, 0, 3, 3],
      { kind: 'number', value: 'bookmakers' },
      `${QUOTES} SELECT count(DISTINCT bookmaker) AS bookmakers FROM quotes`,
    ),
    sqlPanel(
      'arbitrage',
      'Arbitrage now',
      [6, 0, 3, 3],
      { kind: 'number', value: 'matches', thresholds: [{ from: 1, tone: 'good' }] },
      `${BEST} SELECT count(*) AS matches FROM books WHERE edge > 0`,
      'Matches whose best prices together leave room: whoever backs each outcome wins whatever happens.',
    ),
    sqlPanel(
      'best-edge',
      'Best edge',
      [9, 0, 3, 3],
      { kind: 'number', value: 'edge', better: 'higher', unit: percent(2), thresholds: [{ from: 0, tone: 'good' }] },
      `${BEST} SELECT max(edge) AS edge FROM books`,
      'What the best prices of a match leave, as a share of the stake; below zero is the margin of the bookmakers.',
    ),
    sqlPanel(
      'best-prices',
      'Best price for each outcome',
      [0, 3, 12, 9],
      {
        kind: 'table',
        columns: [
          { column: 'match', title: 'Match' },
          { column: 'begins', title: 'Begins' },
          { column: 'home_price', title: 'Home', unit: { kind: 'number', decimals: 2 } },
          { column: 'home_at', title: 'at' },
          { column: 'draw_price', title: 'Draw', unit: { kind: 'number', decimals: 2 } },
          { column: 'draw_at', title: 'at' },
          { column: 'away_price', title: 'Away', unit: { kind: 'number', decimals: 2 } },
          { column: 'away_at', title: 'at' },
          { column: 'edge', title: 'Edge', unit: percent(2), thresholds: [{ from: 0, tone: 'good' }] },
        ],
      },
      `${BEST} SELECT home || ' – ' || away AS match, begins, home_price, home_at, draw_price, draw_at, away_price, away_at, edge
FROM books ORDER BY begins, match`,
      'Of matches that have not begun. An edge above zero is an arbitrage.',
    ),
    sqlPanel(
      'value',
      'Value against the consensus',
      [0, 12, 8, 8],
      {
        kind: 'table',
        columns: [
          { column: 'match', title: 'Match' },
          { column: 'outcome', title: 'Outcome' },
          { column: 'bookmaker', title: 'Bookmaker' },
          { column: 'price', title: 'Price', unit: { kind: 'number', decimals: 2 } },
          { column: 'implied', title: 'Implied', unit: percent(1) },
          { column: 'likely', title: 'Consensus', unit: percent(1) },
          { column: 'value', title: 'Value', unit: percent(1), thresholds: [{ from: 0, tone: 'good' }] },
        ],
      },
      `${CONSENSUS} SELECT quotes.home || ' – ' || quotes.away AS match, quotes.outcome AS outcome, bookmaker, quotes.price AS price,
  1 / quotes.price AS implied, likely, quotes.price * likely - 1 AS value
FROM quotes JOIN consensus ON consensus.game = quotes.game AND consensus.outcome = quotes.outcome
WHERE bookmakers > 1 ORDER BY value DESC LIMIT 30`,
      'What a stake returns on average beyond itself, if bookmakers are right on average.',
    ),
    sqlPanel(
      'margins',
      'Margin of each bookmaker',
      [8, 12, 4, 8],
      { kind: 'bar', x: 'bookmaker', y: ['margin'], horizontal: true, unit: percent(1) },
      `${QUOTES}, sums AS (SELECT bookmaker, sum(1 / price) - 1 AS margin FROM quotes GROUP BY game, bookmaker HAVING count(*) > 1)
SELECT bookmaker, avg(margin) AS margin FROM sums GROUP BY 1 ORDER BY 2 DESC`,
      'What it keeps of what is staked, on average over all matches.',
    ),
    sqlPanel(
      'implied',
      'How likely each outcome is',
      [0, 20, 7, 9],
      { kind: 'bar', x: 'match', series: 'side', y: ['likely'], stacked: true, horizontal: true, unit: percent(0) },
      `${CONSENSUS}, next AS (SELECT DISTINCT game, begins FROM consensus ORDER BY begins LIMIT 10)
SELECT home || ' – ' || away AS match, CASE outcome WHEN home THEN 'Home' WHEN away THEN 'Away' ELSE outcome END AS side, likely
FROM consensus JOIN next ON next.game = consensus.game ORDER BY consensus.begins DESC, match, side = 'Away', side = 'Draw'`,
      'The consensus of the bookmakers on the next ten matches.',
    ),
    sqlPanel(
      'moves',
      'Latest moves',
      [7, 20, 5, 9],
      { kind: 'list', title: 'match', detail: 'detail', time: 'at' },
      `${QUOTES} SELECT home || ' – ' || away AS match, bookmaker || ' · ' || group_concat(printf('%.2f', price), ' / ') AS detail, at
FROM quotes GROUP BY game, bookmaker ORDER BY at DESC LIMIT 40`,
      'The prices of a bookmaker on a match, and when it last changed them.',
    ),
    sqlPanel(
      'scores',
      'Scores',
      [0, 29, 7, 8],
      {
        kind: 'table',
        columns: [
          { column: 'match', title: 'Match' },
          { column: 'score', title: 'Score' },
          { column: 'state', title: 'State' },
          { column: 'begins', title: 'Begins' },
          { column: 'updated', title: 'Last change' },
        ],
      },
      `SELECT _fields ->> '$.home_team' || ' – ' || (_fields ->> '$.away_team') AS match,
  (SELECT group_concat(value ->> '$.score', ' : ') FROM json_each(_fields, '$.scores')) AS score,
  CASE WHEN _fields ->> '$.completed' THEN 'over' ELSE 'playing' END AS state,
  _fields ->> '$.commence_time' AS begins, _fields ->> '$.last_update' AS updated
FROM {{records.scores}} WHERE _fields ->> '$.scores' IS NOT NULL ORDER BY begins DESC LIMIT 200`,
    ),
    sqlPanel(
      'moves-by-time',
      'Prices changed',
      [7, 29, 5, 8],
      { kind: 'bar', x: 'at', y: ['changed'] },
      `${QUOTES}, last AS (SELECT DISTINCT game, bookmaker, ms(at) AS at FROM quotes)
SELECT time_bucket(at, 'minute') AS at, count(*) AS changed FROM last WHERE at > ago('60 minutes') GROUP BY 1 ORDER BY 1`,
      'When bookmakers last changed what they offer, within the last hour.',
    ),
  ],
};
