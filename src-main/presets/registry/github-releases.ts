import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';
import { githubHeaders } from './github-headers.ts';

/** https://docs.github.com/rest/releases/releases: pages by Link header, ETags, and a 304 that costs nothing with a token. */
export const githubReleases: SourcePresetInput = {
  id: 'github-releases',
  name: 'GitHub releases',
  summary: 'Releases of one or several GitHub repositories, with their notes and files.',
  category: 'Development',
  keywords: ['git', 'versions', 'changelog', 'repository', 'repo'],
  documentation: 'https://docs.github.com/rest/releases/releases',
  auth: {
    kind: 'optional-key',
    words: 'Public repositories need no token. With one, GitHub allows 5,000 calls an hour rather than 60; any kind of token will do.',
    url: 'https://github.com/settings/tokens',
  },
  limits: '60 calls an hour, 5,000 with a token, in the headers of each answer.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    {
      name: 'repositories',
      label: 'Repositories',
      many: true,
      pattern: '[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}',
      example: 'electron/electron, nodejs/node',
      help: 'Owner and name. Each becomes a source of its own.',
    },
    { name: 'token', label: 'Token', kind: 'secret', required: false },
    {
      name: 'pages',
      label: 'Pages of 100',
      kind: 'number',
      standard: 1,
      min: 1,
      max: 10,
      help: 'The newest releases come first.',
    },
  ],
  sources: [
    {
      repeat: ['repositories'],
      source: {
        id: 'releases-{{repositories}}',
        name: 'Releases of {{repositories}}',
        url: 'https://api.github.com/repos/{{repositories}}/releases',
        headers: githubHeaders,
        query: { per_page: '100' },
        auth: { kind: 'bearer', secret: '{{token}}' },
        idField: 'id',
        timeField: 'published_at',
        paging: { kind: 'link', maxPages: '{{pages}}' },
        quota: { key: 'github' },
        policy: { preset: 'smart', whileActiveSeconds: 1800, staleOnOpenSeconds: 3600 },
      },
    },
  ],
  dashboards: [
    {
      title: 'Releases',
      range: { lastSeconds: 31_536_000 },
      panels: [
        {
          id: 'releases',
          title: 'Releases',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['name', 'tag_name', 'published_at', 'prerelease', 'html_url'],
            order: { by: 'published_at', descending: true },
            limit: 100,
          },
          show: { kind: 'table' },
          place: { x: 0, y: 0, width: 8, height: 12 },
        },
        {
          id: 'by-month',
          title: 'By month',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'releases' }],
            by: [{ field: '$time', grain: 'month' }],
          },
          show: { kind: 'bar' },
          place: { x: 8, y: 0, width: 4, height: 12 },
        },
      ],
    },
  ],
};
