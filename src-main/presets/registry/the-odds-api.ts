import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';
import { oddsDashboard } from './the-odds-api-dashboard.ts';

const auth = { kind: 'query', name: 'apiKey', secret: '{{key}}' };

/** The windows of the key, which all of its sources spend from. */
const quota = { key: 'the-odds-api', windows: [{ limit: '{{credits}}', per: 'month' }] };

/**
 * https://the-odds-api.com/liveapi/guides/v4/: a call for odds costs as many credits as it has markets times regions, one
 * for scores a credit, or two with those of past days, the list of sports none. Each answer says in x-requests-last what it
 * cost and in x-requests-remaining what is left. 429 is too many calls in a second; spent credits are a 401.
 */
export const theOddsApi: SourcePresetInput = {
  id: 'the-odds-api',
  name: 'The Odds API',
  summary: 'Odds and scores from many bookmakers within the credits of your plan: best prices, arbitrage and value.',
  category: 'Sport',
  keywords: ['betting', 'bookmakers', 'soccer', 'football', 'moneyline', 'spreads', 'arbitrage', 'scores'],
  documentation: 'https://the-odds-api.com/liveapi/guides/v4/',
  auth: {
    kind: 'key',
    words: 'An API key, free for 500 credits a month. It comes by e-mail.',
    url: 'https://the-odds-api.com/#get-access',
  },
  limits: 'Credits by plan, 500 a month on the free one: markets times regions for each call.',
  verified: 'Recorded responses and the demo server, documented errors',
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
      help: 'h2h (who wins), spreads, totals or outrights. The dashboard compares h2h.',
    },
    {
      name: 'scoreDays',
      label: 'Scores of the last days',
      many: true,
      required: false,
      standard: '1',
      pattern: '[1-3]',
      example: '1',
      help: 'From 1 to 3, for two credits a call; empty for no scores.',
    },
    { name: 'credits', label: 'Credits a month', kind: 'number', standard: 500, min: 1, max: 1_000_000_000 },
    {
      name: 'server',
      label: 'Server',
      standard: 'https://api.the-odds-api.com',
      pattern: 'https?://[^\\s?#]+',
      help: 'Another one only for a test.',
    },
  ],
  sources: [
    {
      source: {
        auth,
        id: 'odds-{{sport}}',
        name: 'Odds, {{sport}}',
        url: '{{server}}/v4/sports/{{sport}}/odds',
        query: { regions: '{{regions}}', markets: '{{markets}}', oddsFormat: 'decimal', dateFormat: 'iso' },
        idField: 'id',
        timeField: 'commence_time',
        // Matches that are over leave the list.
        completeListing: true,
        quota: { ...quota, cost: { expression: '$count($split(query.markets, ",")) * $count($split(query.regions, ","))' } },
        policy: { preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 },
      },
    },
    {
      key: 'scores',
      repeat: ['scoreDays'],
      source: {
        auth,
        id: 'scores-{{sport}}',
        name: 'Scores, {{sport}}',
        url: '{{server}}/v4/sports/{{sport}}/scores',
        query: { daysFrom: '{{scoreDays}}', dateFormat: 'iso' },
        idField: 'id',
        timeField: 'commence_time',
        quota: { ...quota, cost: 2 },
        retention: { olderThanDays: 30 },
        policy: { preset: 'smart', whileActiveSeconds: 1800, staleOnOpenSeconds: 3600 },
      },
    },
    {
      key: 'sports',
      source: {
        auth,
        id: 'odds-sports',
        name: 'Sports of The Odds API',
        url: '{{server}}/v4/sports',
        idField: 'key',
        completeListing: true,
        quota: { ...quota, cost: 0 },
        policy: { preset: 'cache', ttlSeconds: 86_400 },
      },
    },
  ],
  dashboards: [oddsDashboard],
};
