import { richFieldsOf, type SourceConfig } from '../../../src-preload/contract/index.ts';
import { fieldSql } from './json-path.ts';
import { APP_TABLES, type AppTable, quotedName, tableOf } from './sql-names.ts';

/** A source as SQL sees it. */
export interface TableSource {
  row: number;
  id: string;
  config: SourceConfig;
  /** Paths of the fields that were seen in its records. */
  fields: readonly string[];
}

/** A column of a table, and the SQL that fills it. */
export interface TableColumn {
  name: string;
  expression: string;
  about: string;
}

export interface SqlTable {
  name: string;
  sourceId: string | null;
  about: string;
  columns: TableColumn[];
  /** What comes after the columns. */
  from: string;
}

/** Moments are milliseconds since the epoch; beside each stands what people read. */
const readable = (expression: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', (${expression}) / 1000.0, 'unixepoch')`;

const OWN: TableColumn[] = [
  { name: '_id', expression: 'id', about: 'The id of the record.' },
  { name: '_time', expression: 'time', about: 'Its own time.' },
  { name: '_first_seen', expression: 'first_seen_at', about: 'When it first came.' },
  { name: '_changed', expression: 'changed_at', about: 'When it last came otherwise than before.' },
  { name: '_deleted', expression: 'deleted_at', about: 'Always empty here: what was deleted upstream is in records only.' },
  // There before any record has come, and the same for all sources, which the columns of fields are not.
  { name: '_fields', expression: 'basic', about: 'What the listing brought, as JSON.' },
  { name: '_details', expression: 'rich', about: 'What details filled, as JSON by field path.' },
];
const OWN_NAMES = new Set(OWN.map(({ name }) => name));

/** More columns than this SQLite does not take in a view. */
const MOST_COLUMNS = 1_900;

/** The table of a source: a column for each field, and those that every record has. */
export function sourceTable({ row, id, config, fields }: TableSource): SqlTable {
  const rich = richFieldsOf(config);
  const taken = new Set(OWN_NAMES);
  const columns: TableColumn[] = [];
  for (const field of fields.slice(0, MOST_COLUMNS)) {
    // Names of columns are the same in any letter case.
    if (taken.has(field.toLowerCase())) continue;
    taken.add(field.toLowerCase());
    columns.push({ name: field, expression: fieldSql(field, rich), about: '' });
  }
  return {
    name: tableOf(id),
    sourceId: id,
    about: config.name,
    columns: [...columns, ...OWN],
    from: `FROM main.records WHERE source_row = ${row} AND deleted_at IS NULL`,
  };
}

const column = (name: string, expression: string, about = ''): TableColumn => ({ name, expression, about });
const moment = (name: string, expression: string, about: string): TableColumn[] => [
  column(name, expression, about),
  column(`${name}_text`, readable(expression), 'The same, to be read.'),
];
const FOREVER = Number.MAX_SAFE_INTEGER;
const sourceOf = column('source', 's.id', 'Id of the source.');
const ofSource = (table: string) => `FROM main.${table} AS t JOIN main.sources AS s ON s.row = t.source_row WHERE s.removed_at IS NULL`;

const appTables: Record<AppTable, Omit<SqlTable, 'name' | 'sourceId'>> = {
  records: {
    about: 'The records of all sources, those that were deleted upstream among them.',
    columns: [
      sourceOf,
      column('id', 't.id', 'Id of the record within its source.'),
      ...moment('time', 't.time', 'Its own time.'),
      ...moment('first_seen', 't.first_seen_at', 'When it first came.'),
      ...moment('changed', 't.changed_at', 'When it last came otherwise than before.'),
      ...moment('deleted', 't.deleted_at', 'When it was seen to be deleted upstream; empty while it is there.'),
      column('fields', 't.basic', 'What the listing brought, as JSON.'),
      column('details', 't.rich', 'What details filled, as JSON by field path.'),
    ],
    from: ofSource('records'),
  },
  sources: {
    about: 'The sources and how they stand.',
    columns: [
      column('id', 'id'),
      column('name', `json_extract(config, '$.name')`),
      column('url', `json_extract(config, '$.url')`),
      column('origin', 'origin', 'app, config or demo'),
      column('policy', `json_extract(config, '$.policy.preset')`),
      column('records', 'records', 'How many are shown.'),
      ...moment('checked', 'checked_at', 'When the upstream last answered.'),
      ...moment('changed', 'changed_at', 'When an answer last brought something new.'),
      ...moment('data_as_of', 'data_as_of', 'The time of the newest data.'),
      ...moment('paused_until', `nullif(paused_until, ${FOREVER})`, 'While paused for a while.'),
      column('paused', `coalesce(paused_until, 0) > now()`),
      column('failures', 'failures', 'In a row.'),
      column('failure', `json_extract(failure, '$.message')`, 'Why the last refresh failed.'),
      column('obstacle', 'obstacle', 'What stands in the way of the next refresh.'),
    ],
    from: 'FROM main.sources WHERE removed_at IS NULL',
  },
  refreshes: {
    about: 'The history of refreshes.',
    columns: [
      column('id', 't.id'),
      sourceOf,
      column('trigger', 't.trigger'),
      ...moment('started', 't.started_at', 'When it began.'),
      ...moment('ended', 't.ended_at', 'When it ended; empty while it runs.'),
      column('seconds', '(t.ended_at - t.started_at) / 1000.0', 'How long it took.'),
      column('outcome', 't.outcome', 'Empty while it runs.'),
      ...['calls', 'not_modified', 'bytes', 'pages', 'added', 'updated', 'unchanged', 'deleted', 'rejected'].map((name) =>
        column(name, `t.${name}`),
      ),
      column('failure_code', `json_extract(t.failure, '$.code')`),
      column('failure', `json_extract(t.failure, '$.message')`),
      column('note', 't.note'),
    ],
    from: ofSource('refreshes'),
  },
  decisions: {
    about: 'Why sources were refreshed, or were not.',
    columns: [
      sourceOf,
      ...moment('at', 't.at', 'When it was decided.'),
      column('action', 't.action'),
      column('reason', 't.reason'),
      column('trigger', 't.trigger'),
      ...moment('due', 't.due_at', 'When the next refresh was due then.'),
      column('inputs', 't.inputs', 'What was known, as JSON.'),
    ],
    from: ofSource('decisions'),
  },
  calls: {
    about: 'The calls of the last 62 days.',
    columns: [
      sourceOf,
      column('refresh', 't.refresh_id'),
      ...moment('at', 't.at', 'When it left.'),
      column('status', 't.status', 'Of the answer; empty when none came.'),
      column('bytes', 't.bytes'),
      column('cost', 't.cost', 'In the unit of the quota.'),
      column('for_details', 't.detail', '1 for a call for details of records.'),
    ],
    from: ofSource('calls'),
  },
  quotas: {
    about: 'Every quota window and how it stands now.',
    columns: [
      ['source', 'sourceId', 'Id of the source.'],
      ['per', 'per', ''],
      ['unit', 'unit', 'call or credit'],
      ['allowed', 'limit', 'The limit of the window.'],
      ['used', 'used', ''],
      ['reserved', 'reserved', 'Kept for refreshes by hand.'],
      ['remaining', 'remaining', ''],
      ['resets_text', 'resetsAt', 'When the next call is given back, to be read.'],
      ['expected', 'expected', 'What will have been used at the end at the pace so far.'],
      ['spent_text', 'spentOn', 'When it would be spent at the pace so far, to be read.'],
      ['budget', 'budget', '1 for a budget of the month.'],
    ].flatMap(([name = '', key = '', about = '']) => {
      const value = `json_extract(value, '$.${key}')`;
      const own = column(name, value, about);
      return name.endsWith('_text')
        ? [
            column(
              name.slice(0, -'_text'.length),
              `CAST(round((julianday(${value}) - 2440587.5) * 86400000) AS INTEGER)`,
              about.replace(', to be read', ''),
            ),
            own,
          ]
        : [own];
    }),
    from: `FROM json_each(quotas_now())`,
  },
};

/** All tables that SQL can read, those of the sources first. */
export function tablesOf(sources: readonly TableSource[]): SqlTable[] {
  return [...sources.map(sourceTable), ...APP_TABLES.map((name) => ({ name, sourceId: null, ...appTables[name] }))];
}

/** The statement that makes a table, as a view of this connection alone. */
export function viewSql({ name, columns, from }: SqlTable): string {
  const list = columns.map(({ name: own, expression }) => `${expression} AS ${quotedName(own)}`).join(', ');
  return `CREATE TEMP VIEW ${quotedName(name)} AS SELECT ${list} ${from}`;
}

/** The statement that hides a table of the database that is not offered. */
export function hidingSql(name: string): string {
  return `CREATE TEMP VIEW ${quotedName(name)} AS SELECT * FROM temp.${quotedName(`${name} is not offered`)}`;
}
