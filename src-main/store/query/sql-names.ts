/** Tables that are about the app itself; no source of the same name can hide them. */
export const APP_TABLES = ['records', 'sources', 'refreshes', 'decisions', 'calls', 'quotas'] as const;
export type AppTable = (typeof APP_TABLES)[number];

/** Words that SQL would not take for a name (sqlite.org/lang_keywords.html), as far as an id of a source can be one. */
const KEYWORDS = new Set(
  `abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case cast
  check collate column commit conflict constraint create cross current current_date current_time current_timestamp database
  default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive exists explain
  fail filter first following for foreign from full generated glob group groups having if ignore immediate in index indexed
  initially inner insert instead intersect into is isnull join key last left like limit match materialized natural no not
  nothing notnull null nulls of offset on or order others outer over partition plan pragma preceding primary query raise range
  recursive references regexp reindex release rename replace restrict returning right rollback row rows savepoint select set
  table temp temporary then ties to transaction trigger unbounded union unique update using vacuum values view virtual when
  where window with without`.split(/\s+/),
);

/** A name as SQL must write it, quoted where that is needed. */
export function sqlName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !KEYWORDS.has(name.toLowerCase()) ? name : quotedName(name);
}

/** A name in quotes. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as SQL writes it. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The table of a source: its id, with underscores for hyphens. */
export function tableOf(sourceId: string): string {
  const name = sourceId.replaceAll('-', '_');
  return (APP_TABLES as readonly string[]).includes(name) ? `${name}_source` : name;
}
