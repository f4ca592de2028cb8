import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';
import { sqlPanel } from './sql-panel.ts';

const PERIODS = ['last_day', 'week', 'month', 'year', 'all'];
const PERIOD_WORDS = ['Last day', 'Week', 'Month', 'Year', 'All time'];

/** The sections of a report as records: one of the totals, and one for each entry of its lists. */
const asRecords = (lists: Record<string, string>) =>
  `$append([$merge([{ "part": "summary", "name": "summary" }, sections.summary])], [${Object.entries(lists)
    .map(([section, name]) => `sections.${section}.$merge([$, { "part": "${section}", "name": ${name}, "title": name }])`)
    .join(', ')}])`;

const report = (key: string, name: string, lists: Record<string, string>) => ({
  key,
  repeat: ['periods'],
  source: {
    id: `statistics-${key}-{{periods}}`,
    name: `${name}, {{periods}}`,
    url: `{{server}}/api/v1/${key}`,
    query: { period: '{{periods}}', groupBy: '{{groupBy}}', sections: ['summary', ...Object.keys(lists)].join(',') },
    auth: { kind: 'header', name: 'x-api-key', secret: '{{key}}' },
    list: asRecords(lists),
    idField: "part & ':' & $string(name)",
    // Days and users that have left the period have left the report.
    completeListing: true,
    computed: { period: "'{{periods}}'" },
    policy: { preset: 'prewarm', ttlSeconds: '{{ttl}}' },
  },
});

const of = (key: string, part: string) =>
  `FROM {{records.${key}}} WHERE _fields ->> '$.part' = '${part}' AND _fields ->> '$.period' = :period`;

const total = (id: string, title: string, x: number, field: string, show: Record<string, unknown> = {}) =>
  sqlPanel(
    id,
    title,
    [x, 0, 3, 3],
    { kind: 'number', value: 'value', ...show },
    `SELECT _fields ->> '$.${field}' AS value ${of('dashboard', 'summary')}`,
  );

/**
 * A statistics service: slow reports by period, each with sections. Every report of every period is a source of its own that
 * is renewed before it expires, so that changing the period finds its numbers worked out.
 */
export const statisticsService: SourcePresetInput = {
  id: 'statistics-service',
  name: 'Statistics service',
  summary: 'Statistics of runs and users by period, each report renewed before it expires.',
  category: 'Automation',
  keywords: ['metrics', 'reports', 'executions', 'users', 'prewarm'],
  documentation: 'https://example.com/statistics',
  auth: { kind: 'key', words: 'An API key of the service.' },
  limits: 'None stated; a report takes about a second to work out and says for how long it is good.',
  verified: 'The demo server, documented errors',
  parameters: [
    { name: 'server', label: 'Server', pattern: 'https?://[^\\s?#]+', example: 'https://statistics.example.com' },
    { name: 'key', label: 'API key', kind: 'secret' },
    {
      name: 'periods',
      label: 'Periods',
      many: true,
      standard: PERIODS.join(', '),
      pattern: PERIODS.join('|'),
      help: 'Each has three reports: dashboard, executions and users.',
    },
    {
      name: 'groupBy',
      label: 'Grouped by',
      kind: 'choice',
      standard: '',
      required: false,
      choices: [
        { value: '', label: 'as suits the period' },
        { value: 'day', label: 'day' },
        { value: 'month', label: 'month' },
      ],
    },
    { name: 'ttl', label: 'Good for seconds', kind: 'number', standard: 300, min: 60, max: 86_400 },
  ],
  sources: [
    report('dashboard', 'Dashboard', { series: '$exists(day) ? day : month', workflows: 'name' }),
    report('executions', 'Executions', { series: '$exists(day) ? day : month', failures: 'name' }),
    report('users', 'Users', { users: '$string(userId)', teams: 'name' }),
  ],
  dashboards: [
    {
      title: 'Statistics',
      about: 'Runs and users of the period that is chosen; all periods are kept ready.',
      range: { all: true },
      parameters: [
        {
          name: 'period',
          label: 'Period',
          kind: 'choice',
          standard: 'month',
          choices: PERIODS.map((value, index) => ({ value, label: PERIOD_WORDS[index] ?? value })),
        },
      ],
      panels: [
        total('executions', 'Runs', 0, 'executions'),
        total('success', 'Succeeded', 3, 'successRate', { unit: { kind: 'percent' }, better: 'higher' }),
        total('average', 'Average duration', 6, 'averageSeconds', { unit: { kind: 'seconds' }, better: 'lower' }),
        total('active', 'Active users', 9, 'activeUsers'),
        sqlPanel(
          'series',
          'Runs over time',
          [0, 3, 8, 8],
          { kind: 'bar', x: 'at', y: ['succeeded', 'failed'], stacked: true },
          `SELECT ms(CASE length(_fields ->> '$.name') WHEN 7 THEN (_fields ->> '$.name') || '-01' ELSE _fields ->> '$.name' END) AS at,
  _fields ->> '$.executions' - (_fields ->> '$.failed') AS succeeded, _fields ->> '$.failed' AS failed ${of('dashboard', 'series')} ORDER BY 1`,
        ),
        sqlPanel(
          'failures',
          'Why runs failed',
          [8, 3, 4, 8],
          { kind: 'bar', x: 'cause', y: ['failed'], horizontal: true },
          `SELECT _fields ->> '$.name' AS cause, _fields ->> '$.failed' AS failed ${of('executions', 'failures')} ORDER BY 2`,
        ),
        sqlPanel(
          'workflows',
          'Runs by workflow',
          [0, 11, 6, 7],
          { kind: 'bar', x: 'workflow', y: ['runs'], horizontal: true },
          `SELECT _fields ->> '$.name' AS workflow, _fields ->> '$.executions' AS runs ${of('dashboard', 'workflows')} ORDER BY 2`,
        ),
        sqlPanel(
          'users',
          'Users',
          [6, 11, 6, 7],
          {
            kind: 'table',
            columns: [
              { column: 'user', title: 'User' },
              { column: 'team', title: 'Team' },
              { column: 'runs', title: 'Runs' },
              { column: 'failed', title: 'Failed' },
              { column: 'seen', title: 'Last seen' },
            ],
          },
          `SELECT user._fields ->> '$.title' AS user, user._fields ->> '$.team' AS team, user._fields ->> '$.executions' AS runs,
  user._fields ->> '$.failed' AS failed, user._fields ->> '$.lastActiveAt' AS seen
FROM {{records.users}} AS user WHERE user._fields ->> '$.part' = 'users' AND user._fields ->> '$.period' = :period ORDER BY runs DESC`,
        ),
      ],
    },
  ],
};
