import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

/**
 * https://the-odds-api.com/liveapi/guides/v4/: a call costs as many credits as it has markets times regions, and each answer
 * says in x-requests-last what it cost and in x-requests-remaining what is left.
 */
export const theOddsApi: SourcePresetInput = {
  id: 'the-odds-api',
  name: 'The Odds API',
  summary: 'Odds of coming and running matches from many bookmakers, within the credits of your plan.',
  category: 'Sport',
  keywords: ['betting', 'bookmakers', 'soccer', 'football', 'moneyline', 'spreads'],
  documentation: 'https://the-odds-api.com/liveapi/guides/v4/',
  auth: {
    kind: 'key',
    words: 'An API key, free for 500 credits a month. It comes by e-mail.',
    url: 'https://the-odds-api.com/#get-access',
  },
  limits: 'Credits by plan, 500 a month on the free one: markets times regions for each call.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    { name: 'key', label: 'API key', kind: 'secret' },
    {
      name: 'sport',
      label: 'Sport',
      standard: 'soccer_epl',
      pattern: '[a-z0-9_]+',
      example: 'soccer_epl',
      help: 'Its key in the list of sports, such as soccer_epl, americanfootball_nfl or basketball_nba; upcoming stands for the next matches of all sports.',
    },
    {
      name: 'regions',
      label: 'Regions of the bookmakers',
      many: true,
      standard: 'eu',
      pattern: 'us|us2|us_dfs|us_ex|uk|eu|au|fr|se',
      example: 'eu, uk',
      help: 'Each region costs one credit for each market.',
    },
    {
      name: 'markets',
      label: 'Markets',
      many: true,
      standard: 'h2h',
      pattern: '[a-z0-9_]+',
      example: 'h2h, spreads, totals',
      help: 'h2h (who wins), spreads, totals or outrights.',
    },
    { name: 'credits', label: 'Credits a month', kind: 'number', standard: 500, min: 1, max: 1_000_000_000 },
  ],
  sources: [
    {
      source: {
        id: 'odds-{{sport}}',
        name: 'Odds, {{sport}}',
        url: 'https://api.the-odds-api.com/v4/sports/{{sport}}/odds',
        query: { regions: '{{regions}}', markets: '{{markets}}', oddsFormat: 'decimal', dateFormat: 'iso' },
        auth: { kind: 'query', name: 'apiKey', secret: '{{key}}' },
        idField: 'id',
        timeField: 'commence_time',
        quota: {
          key: 'the-odds-api',
          cost: { expression: '$count($split(query.markets, ",")) * $count($split(query.regions, ","))' },
          windows: [{ limit: '{{credits}}', per: 'month' }],
        },
        policy: { preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 },
      },
    },
  ],
  dashboards: [
    {
      title: 'Odds, {{sport}}',
      range: { all: true },
      panels: [
        {
          id: 'matches',
          title: 'Matches',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['commence_time', 'home_team', 'away_team', 'sport_title'],
            order: { by: 'commence_time' },
            limit: 200,
          },
          show: { kind: 'table' },
          place: { x: 0, y: 0, width: 8, height: 12 },
        },
        {
          id: 'by-day',
          title: 'By day',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'matches' }],
            by: [{ field: '$time', grain: 'day' }],
          },
          show: { kind: 'bar' },
          place: { x: 8, y: 0, width: 4, height: 12 },
        },
      ],
    },
  ],
};
