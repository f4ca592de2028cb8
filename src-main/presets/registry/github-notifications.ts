import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';
import { githubHeaders } from './github-headers.ts';

/**
 * https://docs.github.com/rest/activity/notifications: made for polling, with Last-Modified, a 304 that costs nothing and
 * X-Poll-Interval, which says how often one may ask.
 */
export const githubNotifications: SourcePresetInput = {
  id: 'github-notifications',
  name: 'GitHub notifications',
  summary: 'Your notifications on GitHub, asked for as often as GitHub itself allows.',
  category: 'Development',
  keywords: ['git', 'inbox', 'mentions', 'reviews', 'issues', 'pull requests'],
  documentation: 'https://docs.github.com/rest/activity/notifications',
  auth: {
    kind: 'key',
    words: 'A classic personal access token with the scope notifications (or repo). Fine-grained tokens cannot read notifications.',
    url: 'https://github.com/settings/tokens',
  },
  limits: '5,000 calls an hour, in the headers of each answer; X-Poll-Interval between them.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    { name: 'token', label: 'Token', kind: 'secret', example: 'ghp_' },
    {
      name: 'all',
      label: 'Also those that are read',
      kind: 'boolean',
      standard: false,
    },
    { name: 'participating', label: 'Only those that concern you', kind: 'boolean', standard: false },
  ],
  sources: [
    {
      source: {
        id: 'github-notifications',
        name: 'GitHub notifications',
        url: 'https://api.github.com/notifications',
        headers: githubHeaders,
        query: { per_page: '50', all: '{{all}}', participating: '{{participating}}' },
        auth: { kind: 'bearer', secret: '{{token}}' },
        idField: 'id',
        timeField: 'updated_at',
        paging: { kind: 'link', maxPages: 10 },
        completeListing: true,
        quota: { key: 'github' },
        policy: { preset: 'smart', whileActiveSeconds: 60, staleOnOpenSeconds: 300 },
      },
    },
  ],
  dashboards: [
    {
      title: 'GitHub notifications',
      range: { all: true },
      panels: [
        {
          id: 'count',
          title: 'Notifications',
          query: { kind: 'form', source: '{{source.main}}', values: [{ aggregate: 'count', as: 'notifications' }] },
          show: { kind: 'number', better: 'lower' },
          place: { x: 0, y: 0, width: 3, height: 4 },
        },
        {
          id: 'by-repository',
          title: 'By repository',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'notifications' }],
            by: [{ field: 'repository.full_name' }],
            order: { by: 'notifications', descending: true },
            limit: 20,
          },
          show: { kind: 'bar', horizontal: true },
          place: { x: 0, y: 4, width: 3, height: 10 },
        },
        {
          id: 'inbox',
          title: 'Inbox',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['subject.title', 'subject.type', 'reason', 'repository.full_name', 'updated_at'],
            order: { by: 'updated_at', descending: true },
            limit: 100,
          },
          show: { kind: 'table' },
          place: { x: 3, y: 0, width: 9, height: 14 },
        },
      ],
    },
  ],
};
