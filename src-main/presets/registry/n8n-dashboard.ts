import { GRAIN, sqlPanel } from './sql-panel.ts';

/** The executions of all instances within the time range, each with the name of its workflow. */
const RUNS = `WITH names AS (
  SELECT _fields ->> '$.client' AS client, _id AS id, _fields ->> '$.name' AS name FROM {{records.workflows}}
), runs AS (
  SELECT run.source, run._id AS id, run._time AS started, run._fields ->> '$.client' AS client, run._fields ->> '$.status' AS status,
    coalesce(names.name, run._fields ->> '$.workflowId') AS workflow,
    (ms(run._fields ->> '$.stoppedAt') - ms(run._fields ->> '$.startedAt')) / 1000.0 AS seconds
  FROM {{records.main}} AS run
  LEFT JOIN names ON names.id = run._fields ->> '$.workflowId' AND names.client = run._fields ->> '$.client'
  WHERE run._time >= :from AND run._time < :to AND (:client IS NULL OR run._fields ->> '$.client' = :client)
)`;

const FAILED = `status IN ('error', 'crashed')`;
/** What waits or was cancelled has neither succeeded nor failed. */
const OVER = `status IN ('success', 'error', 'crashed')`;

const shareGood = [
  { from: 0, tone: 'bad' },
  { from: 0.9, tone: 'warning' },
  { from: 0.97, tone: 'good' },
];

/** Success, durations and failures of workflows, and how fresh each client is. */
export const n8nDashboard: Record<string, unknown> = {
  title: 'Workflow runs',
  about: 'Executions of all instances: how many succeed, how long they take, what fails, and how fresh each client is.',
  range: { lastSeconds: 86_400 },
  parameters: [
    {
      name: 'client',
      label: 'Client',
      kind: 'choice',
      choices: [{ value: null, label: 'All clients' }],
      choicesSql: `SELECT DISTINCT _fields ->> '$.client' FROM {{records.main}} WHERE _fields ->> '$.client' IS NOT NULL ORDER BY 1`,
    },
  ],
  panels: [
    sqlPanel(
      'success-rate',
      'Succeeded',
      [0, 0, 3, 3],
      { kind: 'number', value: 'share', better: 'higher', unit: { kind: 'percent' }, thresholds: shareGood },
      `${RUNS} SELECT avg(status = 'success') AS share FROM runs WHERE ${OVER}`,
      'Of those that ended.',
    ),
    sqlPanel('count', 'Runs', [3, 0, 3, 3], { kind: 'number', value: 'count' }, `${RUNS} SELECT count(*) AS count FROM runs`),
    sqlPanel(
      'median',
      'Median duration',
      [6, 0, 3, 3],
      { kind: 'number', value: 'seconds', better: 'lower', unit: { kind: 'seconds' } },
      `${RUNS} SELECT median(seconds) AS seconds FROM runs WHERE ${OVER}`,
    ),
    sqlPanel(
      'failed',
      'Failed',
      [9, 0, 3, 3],
      { kind: 'number', value: 'count', better: 'lower' },
      `${RUNS} SELECT count(*) AS count FROM runs WHERE ${FAILED}`,
    ),
    sqlPanel(
      'by-status',
      'Runs by outcome',
      [0, 3, 7, 7],
      { kind: 'bar', x: 'at', series: 'status', y: ['runs'], stacked: true },
      `${RUNS} SELECT time_bucket(started, ${GRAIN}) AS at, status, count(*) AS runs FROM runs GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
    sqlPanel(
      'clients',
      'Clients',
      [7, 3, 5, 7],
      {
        kind: 'table',
        columns: [
          { column: 'client', title: 'Client' },
          { column: 'succeeded', title: 'Succeeded', unit: { kind: 'percent' }, thresholds: shareGood },
          { column: 'runs', title: 'Runs' },
          { column: 'newest', title: 'Newest run' },
          { column: 'checked', title: 'Asked' },
        ],
      },
      `${RUNS}, totals AS (
  SELECT source, max(client) AS client, count(*) AS runs, max(started) AS newest,
    avg(CASE WHEN ${OVER} THEN status = 'success' END) AS succeeded
  FROM runs GROUP BY source
)
SELECT coalesce(totals.client, sources.name) AS client, succeeded, coalesce(runs, 0) AS runs, newest, checked
FROM sources LEFT JOIN totals ON totals.source = sources.id
WHERE sources.id IN {{ids.main}} ORDER BY 1`,
      'When each instance last ran something, and when it was last asked.',
    ),
    sqlPanel(
      'failures-by-workflow',
      'Failures by workflow',
      [0, 10, 6, 7],
      { kind: 'bar', x: 'workflow', series: 'client', y: ['failures'], stacked: true, horizontal: true },
      `${RUNS}, worst AS (SELECT workflow, count(*) AS failures FROM runs WHERE ${FAILED} GROUP BY 1 ORDER BY 2 DESC LIMIT 8)
SELECT runs.workflow AS workflow, client, count(*) AS failures FROM runs JOIN worst ON worst.workflow = runs.workflow
WHERE ${FAILED} GROUP BY 1, 2 ORDER BY worst.failures DESC, 1, 2`,
    ),
    sqlPanel(
      'durations',
      'Durations',
      [6, 10, 6, 7],
      { kind: 'line', x: 'at', y: ['half within', '95% within'], unit: { kind: 'seconds' } },
      `${RUNS} SELECT time_bucket(started, ${GRAIN}) AS at, median(seconds) AS "half within", percentile(seconds, 95) AS "95% within"
FROM runs WHERE ${OVER} GROUP BY 1 ORDER BY 1`,
    ),
    sqlPanel(
      'workflows',
      'Workflows',
      [0, 17, 8, 8],
      {
        kind: 'table',
        columns: [
          { column: 'workflow', title: 'Workflow' },
          { column: 'client', title: 'Client' },
          { column: 'succeeded', title: 'Succeeded', unit: { kind: 'percent' }, thresholds: shareGood },
          { column: 'runs', title: 'Runs' },
          { column: 'failed', title: 'Failed' },
          { column: 'median', title: 'Median', unit: { kind: 'seconds' } },
          { column: 'longest', title: 'Longest', unit: { kind: 'seconds' } },
        ],
      },
      `${RUNS} SELECT workflow, client, avg(CASE WHEN ${OVER} THEN status = 'success' END) AS succeeded, count(*) AS runs,
  sum(${FAILED}) AS failed, median(seconds) AS median, max(seconds) AS longest
FROM runs GROUP BY 1, 2 ORDER BY failed DESC, runs DESC`,
    ),
    sqlPanel(
      'latest-failures',
      'Latest failures',
      [8, 17, 4, 8],
      { kind: 'list', title: 'workflow', detail: 'detail', time: 'started' },
      `${RUNS} SELECT workflow, client || ' · ' || status AS detail, started FROM runs WHERE ${FAILED} ORDER BY started DESC LIMIT 50`,
    ),
  ],
};
