import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

/** The labels of a series as one text; the name of a series without labels, such as a sum, is its own. */
const SERIES = `($labels := metric; $count($keys($labels)) = 0 ? "value" : $join($each($labels, function($value, $name) { $name & "=" & $value }), ","))`;

/** Values are texts, among them NaN and +Inf, which JSON has no numbers for. */
const numberOf = (text: string) => `$contains(${text}, /^[-+]?[0-9]/) ? $number(${text}) : null`;

const shared = {
  category: 'Operations',
  documentation: 'https://prometheus.io/docs/prometheus/latest/querying/api/',
  auth: { kind: 'optional-key' as const, words: 'Prometheus itself asks for none; a gateway before it may ask for a bearer token.' },
  limits: 'None; your own server.',
};

const server = [
  {
    name: 'server',
    label: 'Address of the server',
    standard: 'http://localhost:9090',
    pattern: 'https?://\\S+',
    example: 'http://localhost:9090',
  },
];
const token = [{ name: 'token', label: 'Bearer token', kind: 'secret' as const, required: false }];

const request = {
  url: '{{server}}/api/v1/query',
  auth: { kind: 'bearer', secret: '{{token}}' },
};

export const prometheusQuery: SourcePresetInput = {
  ...shared,
  id: 'prometheus-query',
  name: 'Prometheus query',
  summary: 'The present values of a PromQL query, one record for each series.',
  keywords: ['metrics', 'promql', 'monitoring', 'instant', 'thanos', 'mimir', 'victoriametrics'],
  verified: 'A real Prometheus, recorded responses, documented errors',
  parameters: [
    ...server,
    { name: 'name', label: 'Name', standard: 'Up' },
    { name: 'query', label: 'Query', standard: 'up', example: 'sum by (job) (rate(http_requests_total[5m]))' },
    ...token,
  ],
  sources: [
    {
      source: {
        ...request,
        id: 'prometheus-{{name}}',
        name: '{{name}}',
        query: { query: '{{query}}' },
        list: `[data.result.{ "series": ${SERIES}, "labels": metric, "time": value[0], "value": ${numberOf('value[1]')} }]`,
        idField: 'series',
        timeField: 'time',
        completeListing: true,
        policy: { preset: 'smart', whileActiveSeconds: 15, staleOnOpenSeconds: 60 },
      },
    },
  ],
  dashboards: [
    {
      title: '{{name}}',
      range: { all: true },
      panels: [
        {
          id: 'values',
          title: '{{name}}',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['series', 'value'],
            order: { by: 'value', descending: true },
            limit: 200,
          },
          show: { kind: 'bar', x: 'series', y: ['value'], horizontal: true },
          place: { x: 0, y: 0, width: 12, height: 12 },
        },
      ],
    },
  ],
};

/**
 * The range API wants both ends of the range with each call, which move. The same values come from the query API by a
 * subquery, whose steps lie on whole multiples of the step, so that a value keeps its id.
 */
export const prometheusRange: SourcePresetInput = {
  ...shared,
  id: 'prometheus-range',
  name: 'Prometheus over time',
  summary: 'The values of a PromQL query over the last hours, one record for each series and step.',
  keywords: ['metrics', 'promql', 'monitoring', 'range', 'query_range', 'history', 'chart'],
  verified: 'A real Prometheus, recorded responses, documented errors',
  parameters: [
    ...server,
    { name: 'name', label: 'Name', standard: 'Up' },
    { name: 'query', label: 'Query', standard: 'up', example: 'sum by (job) (rate(http_requests_total[5m]))' },
    { name: 'range', label: 'Over the last', standard: '1h', pattern: '\\d+[smhdwy]', example: '6h' },
    { name: 'step', label: 'One value every', standard: '1m', pattern: '\\d+[smhdwy]', example: '1m' },
    { name: 'days', label: 'Keep for days', kind: 'number', standard: 30, min: 1, max: 36_500 },
    ...token,
  ],
  sources: [
    {
      source: {
        ...request,
        id: 'prometheus-{{name}}-over-time',
        name: '{{name}} over time',
        query: { query: '({{query}})[{{range}}:{{step}}]' },
        list: `[data.result.(
          $series := ${SERIES};
          $of := metric;
          $map(values, function($pair) { {
            "id": $series & "@" & $string($pair[0]), "series": $series, "labels": $of, "time": $pair[0],
            "value": ${numberOf('$pair[1]')}
          } })
        )]`,
        idField: 'id',
        timeField: 'time',
        retention: { olderThanDays: '{{days}}' },
        policy: { preset: 'smart', whileActiveSeconds: 60, staleOnOpenSeconds: 120 },
      },
    },
  ],
  dashboards: [
    {
      title: '{{name}} over time',
      range: { lastSeconds: 21_600 },
      panels: [
        {
          id: 'values',
          title: '{{name}}',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'average', field: 'value', as: 'value' }],
            by: [{ field: '$time', grain: 'minute' }, { field: 'series' }],
            limit: 10_000,
          },
          show: { kind: 'line', series: 'series', y: ['value'] },
          place: { x: 0, y: 0, width: 12, height: 12 },
        },
      ],
    },
  ],
};
