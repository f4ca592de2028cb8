import type { PanelQuery } from '../../../src-preload/contract/index.ts';
import { APP_TABLES, tableOf } from './sql-names.ts';
import { tokensOf } from './sql-tokens.ts';

/** What a query reads. */
export interface Reads {
  /** Ids of the sources whose records it reads. */
  sources: string[];
  /** Whether it reads what the app did: refreshes, decisions, calls, quotas or how the sources stand. */
  history: boolean;
}

/** Names behind which anything may be read. Tables of the database that are not offered are out of reach without them. */
const isAnything = (name: string) => name === 'main' || name === 'temp' || name.startsWith('sqlite_');

/** Every name in a query, in small letters. SQLite takes a text for the name of a table too where it expects one. */
function namesIn(sql: string): Set<string> {
  return new Set(
    tokensOf(sql).flatMap(({ kind, text }) => (kind === 'word' || kind === 'name' || kind === 'text' ? [text.toLowerCase()] : [])),
  );
}

/** Whether a query may read anything but the tables of sources. Goes by names, as `readsOf` does. */
export function readsAppTables(query: PanelQuery): boolean {
  return query.kind === 'sql' && [...namesIn(query.sql)].some((name) => isAnything(name) || APP_TABLES.some((table) => table === name));
}

/**
 * Which of `sourceIds` a query reads, and whether it reads history. Goes by every name in its text, wherever that stands:
 * a column of the name of a source counts too. Too many is only recomputed too often; too few would show old numbers.
 */
export function readsOf(query: PanelQuery, sourceIds: readonly string[]): Reads {
  if (query.kind === 'form') return { sources: sourceIds.includes(query.source) ? [query.source] : [], history: false };
  const names = namesIn(query.sql);
  const isUnknown = [...names].some(isAnything);
  const all = isUnknown || names.has('records');
  return {
    sources: sourceIds.filter((id) => all || names.has(tableOf(id).toLowerCase())),
    history: isUnknown || APP_TABLES.some((table) => table !== 'records' && names.has(table)),
  };
}
