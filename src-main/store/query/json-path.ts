import { sqlText } from './sql-names.ts';

/** A field path as a JSON path of SQLite; `null` where SQLite cannot name it, as its quoted names know no escape. */
export function jsonPathOf(field: string): string | null {
  if (/["\\]/.test(field)) return null;
  return `$${field
    .split('.')
    .map((name) => `."${name}"`)
    .join('')}`;
}

/**
 * The SQL for a field of a record. What details fill (`richFields`) stands before what a listing brought; all else is read
 * from the listing's own part alone, which costs no more than the bare `json_extract` and can use an index on it.
 */
export function fieldSql(field: string, richFields: readonly string[]): string {
  const basic = jsonPathOf(field);
  if (basic === null) return 'NULL';
  const fromBasic = `json_extract(basic, ${sqlText(basic)})`;
  const rich = richFields.find((path) => path === field || field.startsWith(`${path}.`));
  if (rich === undefined) return fromBasic;
  // Rich fields lie by their whole path, as one name.
  const inner = rich === field ? '' : (jsonPathOf(field.slice(rich.length + 1)) ?? '$').slice(1);
  const path = sqlText(`$."${rich}"${inner}`);
  return `CASE WHEN rich IS NOT NULL AND json_type(rich, ${path}) IS NOT NULL THEN json_extract(rich, ${path}) ELSE ${fromBasic} END`;
}
