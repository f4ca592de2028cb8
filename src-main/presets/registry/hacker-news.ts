import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

/**
 * https://hn.algolia.com/api: one call brings whole stories. The Firebase API of Hacker News itself gives ids only, which
 * would take a call for each story.
 */
export const hackerNews: SourcePresetInput = {
  id: 'hacker-news',
  name: 'Hacker News',
  summary: 'Stories of Hacker News with their points and comments: the front page, new ones, Show HN or Ask HN.',
  category: 'News and feeds',
  keywords: ['hn', 'ycombinator', 'algolia', 'stories', 'top', 'new', 'best'],
  documentation: 'https://hn.algolia.com/api',
  auth: { kind: 'none' },
  limits: '10,000 calls an hour for each address.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    {
      name: 'stories',
      label: 'Stories',
      kind: 'choice',
      standard: 'front_page',
      choices: [
        { value: 'front_page', label: 'On the front page' },
        { value: 'story', label: 'All, the newest first' },
        { value: 'show_hn', label: 'Show HN' },
        { value: 'ask_hn', label: 'Ask HN' },
        { value: 'poll', label: 'Polls' },
      ],
    },
    {
      name: 'points',
      label: 'With at least so many points',
      kind: 'number',
      standard: 0,
      min: 0,
      max: 10_000,
      help: 'All stories with 250 points or more are the best of Hacker News.',
    },
    { name: 'words', label: 'With these words', required: false, help: 'Looked for in title, address and author.' },
    {
      name: 'pages',
      label: 'Pages of 100',
      kind: 'number',
      standard: 1,
      min: 1,
      max: 10,
      help: 'The service gives at most 1,000 stories.',
    },
  ],
  sources: [
    {
      source: {
        id: 'hacker-news-{{stories}}',
        name: 'Hacker News, {{stories}}',
        url: 'https://hn.algolia.com/api/v1/search_by_date',
        query: { tags: '{{stories}}', numericFilters: 'points>={{points}}', query: '{{words}}' },
        list: 'hits',
        idField: 'objectID',
        timeField: 'created_at',
        paging: { kind: 'page', param: 'page', start: 0, sizeParam: 'hitsPerPage', size: 100, maxPages: '{{pages}}' },
        quota: { key: 'hacker-news', windows: [{ limit: 10_000, per: 'hour' }] },
        policy: { preset: 'smart', whileActiveSeconds: 300, staleOnOpenSeconds: 900 },
      },
    },
  ],
  dashboards: [
    {
      title: 'Hacker News',
      range: { lastSeconds: 172_800 },
      panels: [
        {
          id: 'top',
          title: 'Most points',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['title', 'points', 'num_comments', 'author', 'url'],
            order: { by: 'points', descending: true },
            limit: 50,
          },
          show: { kind: 'table' },
          place: { x: 0, y: 0, width: 12, height: 12 },
        },
        {
          id: 'by-hour',
          title: 'Stories by hour',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'stories' }],
            by: [{ field: '$time', grain: 'hour' }],
          },
          show: { kind: 'bar' },
          place: { x: 0, y: 12, width: 12, height: 6 },
        },
      ],
    },
  ],
};
