import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';
import { stravaDashboard } from './strava-dashboard.ts';

/**
 * https://developers.strava.com/docs/reference/ and https://developers.strava.com/docs/rate-limits/: summaries by page,
 * details one by one, refresh tokens that change with each use, and two windows of which the headers tell the use.
 */
export const stravaActivities: SourcePresetInput = {
  id: 'strava-activities',
  name: 'Strava activities',
  summary: 'Your activities on Strava with their routes, descriptions, photos and comments, within its limits.',
  category: 'Sport',
  keywords: ['running', 'cycling', 'training', 'gpx', 'route', 'athlete'],
  documentation: 'https://developers.strava.com/docs/reference/',
  auth: {
    kind: 'oauth',
    words: 'An API application of your own: its client id and secret, and a refresh token with the scope activity:read_all.',
    url: 'https://www.strava.com/settings/api',
  },
  limits: '100 reads a quarter of an hour and 1,000 a day, in the headers of each answer.',
  verified: 'Recorded responses and the demo server, documented errors',
  parameters: [
    { name: 'clientId', label: 'Client id', pattern: '\\d+', example: '12345' },
    { name: 'clientSecret', label: 'Client secret', kind: 'secret' },
    { name: 'refreshToken', label: 'Refresh token', kind: 'secret' },
    {
      name: 'server',
      label: 'Server',
      standard: 'https://www.strava.com',
      pattern: 'https?://[^\\s?#]+',
      help: 'Another one only for a test.',
    },
  ],
  sources: [
    {
      source: {
        id: 'strava-activities',
        name: 'Strava activities',
        url: '{{server}}/api/v3/athlete/activities',
        auth: {
          kind: 'oauth2',
          grant: 'refresh-token',
          tokenUrl: '{{server}}/api/v3/oauth/token',
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
              url: '{{server}}/api/v3/activities/{id}',
              // One call tells all of it, and calls are what is short.
              fields: {
                'map.polyline': 'map.polyline',
                bounds: '$polylineBounds(map.polyline)',
                description: 'description',
                calories: 'calories',
                'photos.count': 'photos.count',
                'photos.url': 'photos.primary.urls.`600`',
              },
              group: 'essential',
            },
            {
              name: 'comments',
              url: '{{server}}/api/v3/activities/{id}/comments',
              fields: { comments: '[$.{ "text": text, "by": athlete.firstname & " " & athlete.lastname, "at": created_at }]' },
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
  dashboards: [stravaDashboard],
};
