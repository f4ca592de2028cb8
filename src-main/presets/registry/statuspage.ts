import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

/** Every Statuspage serves these without a key, for example https://www.githubstatus.com/api. */
export const statuspage: SourcePresetInput = {
  id: 'statuspage',
  name: 'Statuspage',
  summary: 'The state of each part of a service and its incidents, from any status page by Atlassian Statuspage.',
  category: 'Operations',
  keywords: ['status', 'uptime', 'incidents', 'outage', 'components', 'atlassian'],
  documentation: 'https://www.githubstatus.com/api',
  auth: { kind: 'none' },
  limits: 'None stated; the answers come from a cache.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    {
      name: 'page',
      label: 'Address of the status page',
      standard: 'https://www.githubstatus.com',
      pattern: 'https?://[^/?#\\s]+/?',
      example: 'https://www.githubstatus.com',
      help: 'Without a path. It is a Statuspage if /api/v2/summary.json opens in a browser.',
    },
    { name: 'service', label: 'Name of the service', standard: 'GitHub' },
  ],
  sources: [
    {
      key: 'components',
      source: {
        id: '{{service}}-status',
        name: '{{service}} status',
        url: '{{page}}/api/v2/components.json',
        list: 'components',
        idField: 'id',
        timeField: 'updated_at',
        completeListing: true,
        policy: { preset: 'smart', whileActiveSeconds: 120, staleOnOpenSeconds: 300 },
      },
    },
    {
      key: 'incidents',
      source: {
        id: '{{service}}-incidents',
        name: '{{service}} incidents',
        url: '{{page}}/api/v2/incidents.json',
        list: 'incidents',
        idField: 'id',
        timeField: 'created_at',
        policy: { preset: 'smart', whileActiveSeconds: 300, staleOnOpenSeconds: 600 },
      },
    },
  ],
  dashboards: [
    {
      title: '{{service}} status',
      range: { lastSeconds: 7_776_000 },
      panels: [
        {
          id: 'components',
          title: 'Now',
          query: { kind: 'form', source: '{{source.components}}', columns: ['name', 'status'], inRange: false, limit: 100 },
          show: { kind: 'status', name: 'name', state: 'status' },
          place: { x: 0, y: 0, width: 5, height: 12 },
        },
        {
          id: 'incidents',
          title: 'Incidents',
          query: {
            kind: 'form',
            source: '{{source.incidents}}',
            columns: ['name', 'status', 'impact', 'created_at', 'resolved_at', 'shortlink'],
            order: { by: 'created_at', descending: true },
            limit: 50,
          },
          show: { kind: 'table' },
          place: { x: 5, y: 0, width: 7, height: 12 },
        },
        {
          id: 'by-week',
          title: 'Incidents by week',
          query: {
            kind: 'form',
            source: '{{source.incidents}}',
            values: [{ aggregate: 'count', as: 'incidents' }],
            by: [{ field: '$time', grain: 'week' }],
          },
          show: { kind: 'bar' },
          place: { x: 0, y: 12, width: 12, height: 6 },
        },
      ],
    },
  ],
};
