import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';
import { n8nDashboard } from './n8n-dashboard.ts';

/** What clients are told apart by: the address of the instance without its scheme. */
const CLIENT = `$replace('{{instances}}', /^https?:../, '')`;

const shared = {
  auth: { kind: 'header', name: 'X-N8N-API-KEY', secret: '{{keys}}' },
  paging: { kind: 'cursor', cursor: 'nextCursor', param: 'cursor' },
};

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
  verified: 'Recorded responses and the demo server, documented errors',
  parameters: [
    {
      name: 'instances',
      label: 'Instances',
      many: true,
      pattern: 'https?://[^\\s?#]+',
      example: 'https://n8n.example.com, https://n8n.example.org',
      help: 'Each is a client with two sources of its own: executions, and the names of workflows.',
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
    { name: 'days', label: 'Keep for days', kind: 'number', standard: 90, min: 1, max: 36_500 },
  ],
  sources: [
    {
      repeat: ['instances', 'keys'],
      source: {
        ...shared,
        name: 'Executions of {{instances}}',
        url: '{{instances}}/api/v1/executions',
        query: { limit: '250', status: '{{status}}' },
        list: 'data',
        idField: 'id',
        timeField: 'startedAt',
        computed: { client: CLIENT, durationSeconds: 'stoppedAt ? ($toMillis(stoppedAt) - $toMillis(startedAt)) / 1000 : null' },
        paging: { ...shared.paging, maxPages: '{{pages}}' },
        retention: { olderThanDays: '{{days}}' },
        policy: { preset: 'sync' },
      },
    },
    {
      key: 'workflows',
      repeat: ['instances', 'keys'],
      source: {
        ...shared,
        name: 'Workflows of {{instances}}',
        url: '{{instances}}/api/v1/workflows',
        query: { limit: '250', excludePinnedData: 'true' },
        // A workflow as it is holds all of its nodes.
        list: '[data.{ "id": id, "name": name, "active": active, "tags": [tags.name], "updatedAt": updatedAt }]',
        idField: 'id',
        timeField: 'updatedAt',
        completeListing: true,
        computed: { client: CLIENT },
        policy: { preset: 'sync', everySeconds: 3600, ttlSeconds: 7200 },
      },
    },
  ],
  dashboards: [n8nDashboard],
};
