import { type DemoServiceId, type SourceConfig, sourceConfigSchema, type SourceDraftInput } from '../../src-preload/contract/index.ts';
import { CLIENT_ID, firstRefreshToken } from './services/strava-sign-in.ts';

/** Not secrets: they open nothing but the demo upstream of this computer. */
const KEY = 'demo-key';
const SECRET = 'demo-secret';

/** Calls are not saved up for later hours: a newcomer is to see life at once. */
const HURRIED = 'none';

type UrlOf = (service: DemoServiceId) => string;

const webSocket = (url: string) => url.replace(/^http/, 'ws');

function odds(url: string): SourceDraftInput {
  const sport = `${url}/v4/sports/soccer_epl`;
  const best = (name: string) => `$max(bookmakers.markets.outcomes[name = ${name}].price)`;
  return {
    id: 'demo-odds',
    name: 'Match odds',
    url: `${sport}/odds`,
    query: { regions: 'eu', markets: 'h2h' },
    auth: { kind: 'query', name: 'apiKey', secret: KEY },
    timeField: 'last_update',
    // Matches that are over leave the list.
    completeListing: true,
    computed: {
      last_update: '$sort(bookmakers.last_update)[-1]',
      best_home: best('$$.home_team'),
      best_draw: best("'Draw'"),
      best_away: best('$$.away_team'),
      // Below 100, whoever backs every outcome at its best price wins whatever happens.
      best_book_percent: `$round(100 * (1 / ${best('$$.home_team')} + 1 / ${best("'Draw'")} + 1 / ${best('$$.away_team')}), 2)`,
    },
    quota: {
      windows: [{ limit: 100_000, per: 'month' }],
      cost: { header: 'x-requests-last', expected: 1 },
      spread: HURRIED,
    },
    policy: { preset: 'smart', whileActiveSeconds: 30, staleOnOpenSeconds: 60 },
    enrichment: {
      requests: [
        {
          name: 'goals',
          url: `${sport}/events/{id}/odds?regions=eu&markets=totals`,
          fields: {
            'goals.line': '$max(bookmakers.markets.outcomes.point)',
            'goals.over': "$max(bookmakers.markets.outcomes[name = 'Over'].price)",
            'goals.under': "$max(bookmakers.markets.outcomes[name = 'Under'].price)",
          },
        },
      ],
      // Slow enough to be watched.
      everySeconds: 15,
      callsPerRun: 4,
    },
  };
}

function scores(url: string): SourceDraftInput {
  return {
    id: 'demo-scores',
    name: 'Match scores',
    url: `${url}/v4/sports/soccer_epl/scores`,
    query: { daysFrom: '1' },
    auth: { kind: 'query', name: 'apiKey', secret: KEY },
    timeField: 'commence_time',
    quota: { windows: [{ limit: 100_000, per: 'month' }], cost: { header: 'x-requests-last', expected: 2 }, spread: HURRIED },
    policy: { preset: 'smart', whileActiveSeconds: 60, staleOnOpenSeconds: 90 },
    retention: { olderThanDays: 2 },
  };
}

function executions(url: string, instance: string, id: string, workflows: string): SourceDraftInput[] {
  return [
    {
      id,
      name: `n8n · ${instance}`,
      url: `${url}/${instance}/api/v1/executions`,
      query: { limit: '250' },
      auth: { kind: 'header', name: 'X-N8N-API-KEY', secret: KEY },
      list: 'data',
      timeField: 'startedAt',
      paging: { kind: 'cursor', cursor: 'nextCursor' },
      computed: {
        client: `'${instance}'`,
        seconds: 'stoppedAt ? $round(($toMillis(stoppedAt) - $toMillis(startedAt)) / 1000, 1) : null',
      },
      policy: { preset: 'sync', everySeconds: 60, ttlSeconds: 120, slowerWhenSaving: 5 },
      retention: { olderThanDays: 2 },
    },
    {
      id: workflows,
      name: `n8n · ${instance}, workflows`,
      url: `${url}/${instance}/api/v1/workflows`,
      query: { limit: '250' },
      auth: { kind: 'header', name: 'X-N8N-API-KEY', secret: KEY },
      list: '[data.{ "id": id, "name": name, "active": active, "tags": [tags.name], "updatedAt": updatedAt }]',
      timeField: 'updatedAt',
      paging: { kind: 'cursor', cursor: 'nextCursor' },
      completeListing: true,
      computed: { client: `'${instance}'` },
      policy: { preset: 'sync', everySeconds: 90, ttlSeconds: 180, slowerWhenSaving: 5 },
    },
  ];
}

function statistics(url: string): SourceDraftInput[] {
  const shared = {
    auth: { kind: 'header', name: 'x-api-key', secret: KEY },
    policy: { preset: 'prewarm', ttlSeconds: 90, leadSeconds: 15, slowerWhenSaving: 5 },
  } as const;
  return [
    {
      ...shared,
      id: 'demo-statistics',
      name: 'Runs by day',
      url: `${url}/api/v1/dashboard`,
      query: { period: 'month', groupBy: 'day', sections: 'series' },
      list: 'sections.series',
      idField: 'day',
      timeField: 'day',
    },
    {
      ...shared,
      id: 'demo-users',
      name: 'Active users',
      url: `${url}/api/v1/users`,
      query: { period: 'week', sections: 'users' },
      list: 'sections.users',
      idField: 'userId',
      timeField: 'lastActiveAt',
    },
  ];
}

function calendar(url: string): SourceDraftInput {
  return {
    id: 'demo-events',
    name: "Ada's calendar",
    url: `${url}/api/v1/events`,
    query: { limit: '500' },
    auth: { kind: 'oauth2', grant: 'client-credentials', tokenUrl: `${url}/oauth/token`, clientId: 'ada', clientSecret: SECRET },
    list: 'items',
    timeField: 'updatedAt',
    completeListing: true,
    computed: { owner: "'ada'" },
    push: {
      kind: 'websocket',
      url: `${webSocket(url)}/api/v1/stream`,
      record: 'event',
      id: 'id',
      action: 'type',
      actions: { create: ['event.created', 'invitation.created'], update: ['event.updated'], delete: ['event.deleted'] },
    },
    policy: { preset: 'realtime', fallbackSeconds: 20, checkSeconds: 900, staleSeconds: 120 },
  };
}

function activities(url: string, seed: number): SourceDraftInput {
  return {
    id: 'demo-activities',
    name: 'Rides and runs',
    url: `${url}/api/v3/athlete/activities`,
    auth: {
      kind: 'oauth2',
      grant: 'refresh-token',
      tokenUrl: `${url}/oauth/token`,
      clientId: CLIENT_ID,
      clientSecret: SECRET,
      refreshToken: firstRefreshToken(seed),
    },
    timeField: 'start_date',
    paging: { kind: 'page', sizeParam: 'per_page', size: 100 },
    incremental: { param: 'after', format: 'unix-seconds', lookBackSeconds: 3 * 86_400, fullEveryHours: 24 },
    quota: {
      windows: [
        { limit: 100, per: 'quarter-hour' },
        { limit: 1_000, per: 'day' },
      ],
      spread: HURRIED,
    },
    policy: { preset: 'cache', ttlSeconds: 90, slowerWhenSaving: 5 },
    enrichment: {
      requests: [
        {
          name: 'route',
          url: `${url}/api/v3/activities/{id}`,
          fields: { 'map.polyline': 'map.polyline', description: 'description', calories: 'calories', 'photos.count': 'photos.count' },
        },
        {
          name: 'comments',
          url: `${url}/api/v3/activities/{id}/comments`,
          group: 'optional',
          fields: { comments: '[$.{ "text": text, "by": athlete.firstname & " " & athlete.lastname, "at": created_at }]' },
          recordsYoungerThanDays: 7,
        },
      ],
      everySeconds: 15,
      callsPerRun: 4,
    },
  };
}

function edits(url: string): SourceDraftInput {
  return {
    id: 'demo-edits',
    name: 'Edits of a wiki',
    url: `${url}/w/api.php`,
    query: {
      action: 'query',
      list: 'recentchanges',
      format: 'json',
      formatversion: '2',
      rclimit: '100',
      rcprop: 'title|ids|user|flags|sizes|timestamp|comment',
    },
    list: 'query.recentchanges',
    idField: 'rcid',
    timeField: 'timestamp',
    push: {
      kind: 'sse',
      url: `${url}/v2/stream/recentchange`,
      // The stream and the list tell the same in words of their own.
      record: `{
        'rcid': id, 'type': type, 'ns': namespace, 'title': title, 'user': user, 'bot': bot, 'new': type = 'new', 'minor': minor,
        'revid': revision.new, 'old_revid': revision.old ? revision.old : 0,
        'oldlen': length.old ? length.old : 0, 'newlen': length.new,
        'timestamp': $fromMillis(timestamp * 1000, '[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]Z'), 'comment': comment
      }`,
    },
    policy: { preset: 'realtime', fallbackSeconds: 20, staleSeconds: 120 },
    retention: { keepNewest: 2_000 },
  };
}

function parcels(url: string): SourceDraftInput {
  return {
    id: 'demo-parcels',
    name: 'Parcels on their way',
    url: `${url}/v1/parcels`,
    auth: { kind: 'header', name: 'x-api-key', secret: KEY },
    list: 'data',
    idField: 'parcel',
    timeField: 'moved_at',
    completeListing: true,
    quota: { windows: [{ limit: 150, per: 'hour' }] },
    push: { kind: 'sse', url: `${url}/v1/parcels/stream`, messages: 'parcels' },
    policy: { preset: 'realtime' },
  };
}

/**
 * The sources of the demo workspace: the five services with the rules of the systems that Freshet replaces, their ages
 * shortened so that a newcomer sees each of them refresh within a minute or two, and two streams.
 */
export function demoSources(urlOf: UrlOf, seed: number): SourceConfig[] {
  return [
    odds(urlOf('odds')),
    scores(urlOf('odds')),
    calendar(urlOf('events')),
    edits(urlOf('wikimedia')),
    parcels(urlOf('parcels')),
    ...statistics(urlOf('statistics')),
    // What is long to read comes last, so that it keeps nothing else waiting when the demo opens.
    activities(urlOf('strava'), seed),
    ...executions(urlOf('n8n'), 'north', 'demo-executions', 'demo-workflows'),
    ...executions(urlOf('n8n'), 'harbour', 'demo-executions-harbour', 'demo-workflows-harbour'),
    // The upstream of the demo is Freshet itself.
  ].map((source) => sourceConfigSchema.parse({ ...source, allowPrivate: true }));
}
