import { quotedName, sqlText, tableOf } from '../store/query/sql-names.ts';

/** What the table of every source has, whatever the fields of its records are. */
const COLUMNS = ['_id', '_time', '_first_seen', '_changed', '_fields', '_details'];

/** The records of several sources as one table within a query, each with the id of its `source`; one without rows where there are none. */
export function recordsSql(ids: readonly string[]): string {
  if (ids.length === 0) return `(SELECT '' AS source, ${COLUMNS.map((name) => `NULL AS ${name}`).join(', ')} WHERE 0)`;
  const selects = ids.map((id) => `SELECT ${sqlText(id)} AS source, ${COLUMNS.join(', ')} FROM ${quotedName(tableOf(id))}`);
  return `(${selects.join(' UNION ALL ')})`;
}

/** Ids of sources as a list to stand behind IN. */
export function idsSql(ids: readonly string[]): string {
  return `(${ids.map(sqlText).join(', ')})`;
}
