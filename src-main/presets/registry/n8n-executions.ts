import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

/** https://docs.n8n.io/api/: executions newest first, at most 250 a page, the next page by nextCursor. */
export const n8nExecutions: SourcePresetInput = {
  id: 'n8n-executions',
  name: 'n8n executions',
  summary: 'Executions of your n8n workflows with their outcomes and durations, from one or several instances.',
  category: 'Automation',
  keywords: ['workflows', 'runs', 'automation', 'failures', 'success rate'],
  documentation: 'https://docs.n8n.io/api/',
  auth: { kind: 'key', words: 'An API key of the instance: Settings, n8n API.', url: 'https://docs.n8n.io/api/authentication/' },
  limits: 'None; your own server.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    {
      name: 'instances',
      label: 'Instances',
      many: true,
      pattern: 'https?://[^\\s?#]+',
      example: 'https://n8n.example.com, https://n8n.example.org',
      help: 'Each becomes a source of its own.',
    },
    { name: 'keys', label: 'API keys', kind: 'secret', many: true, help: 'One for all instances, or one for each in their order.' },
    {
      name: 'status',
      label: 'Executions',
      kind: 'choice',
      standard: '',
      required: false,
      choices: [
        { value: '', label: 'all' },
        { value: 'error', label: 'those that failed' },
        { value: 'success', label: 'those that succeeded' },
        { value: 'waiting', label: 'those that wait' },
      ],
    },
    { name: 'pages', label: 'Pages of 250', kind: 'number', standard: 4, min: 1, max: 1000, help: 'The newest executions come first.' },
  ],
  sources: [
    {
      repeat: ['instances', 'keys'],
      source: {
        name: 'Executions of {{instances}}',
        url: '{{instances}}/api/v1/executions',
        query: { limit: '250', status: '{{status}}' },
        auth: { kind: 'header', name: 'X-N8N-API-KEY', secret: '{{keys}}' },
        list: 'data',
        idField: 'id',
        timeField: 'startedAt',
        computed: { durationSeconds: 'stoppedAt ? ($toMillis(stoppedAt) - $toMillis(startedAt)) / 1000 : null' },
        paging: { kind: 'cursor', cursor: 'nextCursor', param: 'cursor', maxPages: '{{pages}}' },
        policy: { preset: 'sync' },
      },
    },
  ],
  dashboards: [
    {
      title: 'n8n executions',
      range: { lastSeconds: 604_800 },
      panels: [
        {
          id: 'by-status',
          title: 'By outcome',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'executions' }],
            by: [{ field: '$time', grain: 'day' }, { field: 'status' }],
          },
          show: { kind: 'bar', series: 'status', y: ['executions'], stacked: true },
          place: { x: 0, y: 0, width: 8, height: 8 },
        },
        {
          id: 'duration',
          title: 'Median duration',
          query: { kind: 'form', source: '{{source.main}}', values: [{ aggregate: 'median', field: 'durationSeconds', as: 'duration' }] },
          show: { kind: 'number', unit: { kind: 'seconds' }, better: 'lower' },
          place: { x: 8, y: 0, width: 4, height: 4 },
        },
        {
          id: 'failures',
          title: 'Failures by workflow',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'failures' }],
            by: [{ field: 'workflowId' }],
            where: [{ field: 'status', is: '=', value: 'error' }],
            order: { by: 'failures', descending: true },
            limit: 20,
          },
          show: { kind: 'table' },
          place: { x: 8, y: 4, width: 4, height: 8 },
        },
      ],
    },
  ],
};
