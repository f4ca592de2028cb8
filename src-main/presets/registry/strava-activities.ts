import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

/**
 * https://developers.strava.com/docs/reference/ and https://developers.strava.com/docs/rate-limits/: summaries by page,
 * details one by one, refresh tokens that change with each use, and two windows of which the headers tell the use.
 */
export const stravaActivities: SourcePresetInput = {
  id: 'strava-activities',
  name: 'Strava activities',
  summary: 'Your runs, rides and other activities on Strava, with their routes and descriptions fetched bit by bit.',
  category: 'Sport',
  keywords: ['running', 'cycling', 'training', 'gpx', 'route', 'athlete'],
  documentation: 'https://developers.strava.com/docs/reference/',
  auth: {
    kind: 'oauth',
    words: 'An API application of your own: its client id and secret, and a refresh token with the scope activity:read_all.',
    url: 'https://www.strava.com/settings/api',
  },
  limits: '100 reads a quarter of an hour and 1,000 a day, in the headers of each answer.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    { name: 'clientId', label: 'Client id', pattern: '\\d+', example: '12345' },
    { name: 'clientSecret', label: 'Client secret', kind: 'secret' },
    { name: 'refreshToken', label: 'Refresh token', kind: 'secret' },
  ],
  sources: [
    {
      source: {
        id: 'strava-activities',
        name: 'Strava activities',
        url: 'https://www.strava.com/api/v3/athlete/activities',
        auth: {
          kind: 'oauth2',
          grant: 'refresh-token',
          tokenUrl: 'https://www.strava.com/api/v3/oauth/token',
          clientId: '{{clientId}}',
          clientSecret: '{{clientSecret}}',
          refreshToken: '{{refreshToken}}',
          clientAuth: 'body',
        },
        idField: 'id',
        timeField: 'start_date',
        paging: { kind: 'page', param: 'page', start: 1, sizeParam: 'per_page', size: 200, maxPages: 100 },
        incremental: { param: 'after', format: 'unix-seconds', lookBackSeconds: 604_800, fullEveryHours: 168 },
        enrichment: {
          requests: [
            {
              name: 'route',
              url: 'https://www.strava.com/api/v3/activities/{id}',
              fields: { 'map.polyline': 'map.polyline', description: 'description', calories: 'calories' },
              group: 'essential',
            },
            {
              name: 'comments',
              url: 'https://www.strava.com/api/v3/activities/{id}/comments',
              fields: { comments: '' },
              group: 'optional',
            },
          ],
        },
        quota: {
          key: 'strava',
          windows: [
            { limit: 100, per: 'quarter-hour' },
            { limit: 1000, per: 'day' },
          ],
        },
        policy: { preset: 'cache', ttlSeconds: 21_600 },
      },
    },
  ],
  dashboards: [
    {
      title: 'Training',
      range: { lastSeconds: 31_536_000 },
      panels: [
        {
          id: 'by-week',
          title: 'Distance by week',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'sum', field: 'distance', as: 'distance' }],
            by: [{ field: '$time', grain: 'week' }, { field: 'sport_type' }],
          },
          show: { kind: 'bar', series: 'sport_type', y: ['distance'], stacked: true, unit: { kind: 'distance' } },
          place: { x: 0, y: 0, width: 8, height: 8 },
        },
        {
          id: 'routes',
          title: 'Routes',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['name', 'map.summary_polyline'],
            limit: 50,
          },
          show: { kind: 'map', polyline: 'map.summary_polyline', title: 'name' },
          place: { x: 8, y: 0, width: 4, height: 16 },
        },
        {
          id: 'activities',
          title: 'Activities',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['start_date_local', 'name', 'sport_type', 'distance', 'moving_time', 'total_elevation_gain'],
            order: { by: 'start_date_local', descending: true },
            limit: 100,
          },
          show: { kind: 'table' },
          place: { x: 0, y: 8, width: 8, height: 8 },
        },
      ],
    },
  ],
};
