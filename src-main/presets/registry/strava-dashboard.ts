import { sqlPanel } from './sql-panel.ts';

/** The activities within the time range and of the sport that is chosen. */
const ACTIVITIES = `WITH activities AS (
  SELECT _id AS id, _time AS began, _fields ->> '$.name' AS name, coalesce(_fields ->> '$.sport_type', _fields ->> '$.type') AS sport,
    _fields ->> '$.distance' AS distance, _fields ->> '$.moving_time' AS seconds, _fields ->> '$.total_elevation_gain' AS climbed,
    _fields ->> '$.kudos_count' AS kudos,
    coalesce(_details ->> '$."map.polyline"', _fields ->> '$.map.polyline', _fields ->> '$.map.summary_polyline') AS line,
    _details ->> '$.description' AS description, _details ->> '$.comments' AS comments
  FROM {{records.main}}
  WHERE _time >= :from AND _time < :to AND (:sport IS NULL OR coalesce(_fields ->> '$.sport_type', _fields ->> '$.type') = :sport)
)`;

const week = (value: string) =>
  `${ACTIVITIES}, weeks AS (SELECT time_bucket(began, 'week') AS week, ${value} AS total FROM activities GROUP BY 1)
SELECT week, total FROM weeks ORDER BY week`;

const DISTANCE = { kind: 'distance' };
const SECONDS = { kind: 'seconds' };

/** Totals by week, the map of routes, and the activities with what their details say. */
export const stravaDashboard: Record<string, unknown> = {
  title: 'Training',
  about: 'Totals by week, routes drawn from their polylines, and what was said about them.',
  range: { lastSeconds: 90 * 86_400 },
  parameters: [
    {
      name: 'sport',
      label: 'Sport',
      kind: 'choice',
      choices: [{ value: null, label: 'All sports' }],
      choicesSql: `SELECT DISTINCT coalesce(_fields ->> '$.sport_type', _fields ->> '$.type') FROM {{records.main}} WHERE _fields ->> '$.type' IS NOT NULL ORDER BY 1`,
    },
  ],
  panels: [
    sqlPanel(
      'distance',
      'This week',
      [0, 0, 3, 4],
      { kind: 'number', value: 'total', trend: 'total', unit: DISTANCE },
      week('sum(distance)'),
      'Since Monday; the line tells the weeks before.',
    ),
    sqlPanel(
      'time',
      'Moving time',
      [3, 0, 3, 4],
      { kind: 'number', value: 'total', trend: 'total', unit: SECONDS },
      week('sum(seconds)'),
      'This week, and the weeks before.',
    ),
    sqlPanel(
      'climbed',
      'Climbed',
      [6, 0, 3, 4],
      { kind: 'number', value: 'total', trend: 'total', unit: { kind: 'number', decimals: 0, suffix: 'm' } },
      week('sum(climbed)'),
      'This week, and the weeks before.',
    ),
    sqlPanel('count', 'Activities', [9, 0, 3, 4], { kind: 'number', value: 'total', trend: 'total' }, week('count(*)')),
    sqlPanel(
      'by-week',
      'Distance by week',
      [0, 4, 7, 9],
      { kind: 'bar', x: 'week', series: 'sport', y: ['distance'], stacked: true, unit: DISTANCE },
      `${ACTIVITIES} SELECT time_bucket(began, 'week') AS week, sport, sum(distance) AS distance FROM activities GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
    sqlPanel(
      'routes',
      'Latest routes',
      [7, 4, 5, 9],
      { kind: 'map', polyline: 'line', title: 'name' },
      `${ACTIVITIES} SELECT name, line FROM activities WHERE line <> '' ORDER BY began DESC LIMIT 12`,
    ),
    sqlPanel(
      'activities',
      'All activities',
      [0, 13, 8, 9],
      {
        kind: 'table',
        columns: [
          { column: 'began', title: 'Began' },
          { column: 'name', title: 'Name' },
          { column: 'sport', title: 'Sport' },
          { column: 'distance', title: 'Distance', unit: DISTANCE },
          { column: 'seconds', title: 'Moving', unit: SECONDS },
          { column: 'climbed', title: 'Climbed', unit: { kind: 'number', decimals: 0, suffix: 'm' } },
          { column: 'kudos', title: 'Kudos' },
        ],
      },
      `${ACTIVITIES} SELECT began, name, sport, distance, seconds, climbed, kudos FROM activities ORDER BY began DESC LIMIT 500`,
    ),
    sqlPanel(
      'words',
      'Notes and comments',
      [8, 13, 4, 9],
      { kind: 'list', title: 'name', detail: 'words', time: 'began' },
      `${ACTIVITIES}, words AS (
  SELECT name, began, description AS words, 0 AS place FROM activities WHERE description <> ''
  UNION ALL SELECT name, began, CASE said.type WHEN 'object' THEN concat_ws(': ', said.value ->> '$.by', said.value ->> '$.text') ELSE said.value END, 1
  FROM activities, json_each(CASE WHEN json_valid(comments) THEN comments ELSE json_array(comments) END) AS said WHERE comments IS NOT NULL
)
SELECT name, words, began FROM words ORDER BY began DESC, place LIMIT 60`,
      'They come as details, after the activities themselves.',
    ),
  ],
};
