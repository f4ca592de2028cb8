import type { SearchHit, SourceRecord } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';
import { withinLimit } from './query-limit.ts';
import { RECORD_COLUMNS, recordFromRow, type StoredRecordRow } from './records.ts';
import { cursorRow } from './rows.ts';
import { searchBehind, searchCandidates } from './search-candidates.ts';
import { fold, rangesOf, termsOf } from './search-text.ts';

export interface SearchQuery {
  q: string;
  /** The sources whose records are looked through. */
  sourceRows: readonly number[];
  limit: number;
  cursor: string | undefined;
}

export interface FoundRecord extends Omit<SearchHit, 'sourceId'> {
  sourceRow: number;
}

export interface SearchResult {
  items: FoundRecord[];
  nextCursor: string | null;
  /** Records that are still to be taken in; they were looked through one by one, which takes longer. */
  behind: number;
}

/** How long a snippet is, and how much of it comes before the first match, UTF-16 units. */
const SNIPPET_LENGTH = 160;
const SNIPPET_LEAD = 40;

interface Text {
  field: string;
  text: string;
}

/** The id and the values of a record, each with the path of its field. Nothing, yes and no are no text. */
function textsOf(record: SourceRecord): Text[] {
  const texts: Text[] = [{ field: '$id', text: record.id }];
  const collect = (value: unknown, field: string): void => {
    if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) collect(each, field === '' ? name : `${field}.${name}`);
    else if (typeof value === 'string' || typeof value === 'number') texts.push({ field, text: String(value) });
  };
  collect(record.fields, '');
  return texts;
}

/** A stretch of a text around its first match. Never begins or ends within a surrogate pair. */
function snippetOf({ field, text }: Text, terms: readonly string[]): SearchHit['snippet'] {
  const ranges = rangesOf(text, terms);
  const first = ranges[0]?.start ?? 0;
  const isSplit = (at: number) => /^[\udc00-\udfff]$/.test(text.charAt(at));
  let start = text.length <= SNIPPET_LENGTH ? 0 : Math.max(0, Math.min(first - SNIPPET_LEAD, text.length - SNIPPET_LENGTH));
  if (isSplit(start)) start -= 1;
  let end = Math.min(text.length, start + SNIPPET_LENGTH);
  if (isSplit(end)) end -= 1;
  return {
    field,
    text: `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`,
    matches: ranges
      .filter((range) => range.start < end)
      .map((range) => ({
        start: range.start - start + (start > 0 ? 1 : 0),
        end: Math.min(range.end, end) - start + (start > 0 ? 1 : 0),
      })),
  };
}

/** Gives the hit if all of the folded terms occur in the id or the values of a record. */
function hitOf(row: StoredRecordRow, terms: readonly string[], escaped: readonly string[]): Omit<FoundRecord, 'sourceRow'> | null {
  // A look at the JSON text spares parsing what cannot match.
  const whole = fold(`${row.id}\n${row.basic}\n${row.rich ?? ''}`);
  if (!terms.every((term, at) => whole.includes(escaped[at] ?? '') || whole.includes(term))) return null;
  const record = recordFromRow(row);
  const texts = textsOf(record).map((each) => ({ ...each, folded: fold(each.text) }));
  const held = texts.map(({ folded }) => terms.filter((term) => folded.includes(term)));
  if (new Set(held.flat()).size < terms.length) return null;
  let best = 0;
  for (const [at, each] of held.entries()) if (each.length > (held[best]?.length ?? 0)) best = at;
  return { record, snippet: snippetOf(texts[best] ?? { field: '$id', text: record.id }, terms) };
}

/** The records that hold all words of a search, those first seen last before the others. */
export function searchRecords(db: Db, { q, sourceRows, limit, cursor }: SearchQuery): SearchResult {
  const terms = termsOf(q);
  if (terms.length === 0 || sourceRows.length === 0) return { items: [], nextCursor: null, behind: searchBehind(db) };
  const escaped = terms.map((term) => JSON.stringify(term).slice(1, -1));
  const wanted = new Set(sourceRows);
  const before = cursorRow(cursor, Number.MAX_SAFE_INTEGER);
  const only = sourceRows.length === 1 ? (sourceRows[0] ?? null) : null;
  const candidates = searchCandidates(db, terms, only, before) ?? {
    sql: 'SELECT row AS found FROM records WHERE row < ? ORDER BY row DESC',
    parameters: [before],
  };
  const rows = db
    .prepare<unknown[], StoredRecordRow & { source_row: number }>(
      `SELECT r.source_row, ${RECORD_COLUMNS.replaceAll(/\b(\w+)/g, 'r.$1')} FROM (${candidates.sql}) AS c CROSS JOIN records AS r ON r.row = c.found
       WHERE r.deleted_at IS NULL AND ${withinLimit('r.row')}`,
    )
    .iterate(...candidates.parameters);
  const found: { row: number; hit: FoundRecord }[] = [];
  for (const row of rows) {
    if (!wanted.has(row.source_row)) continue;
    const hit = hitOf(row, terms, escaped);
    if (hit === null) continue;
    found.push({ row: row.row, hit: { sourceRow: row.source_row, ...hit } });
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  return {
    items: page.map(({ hit }) => hit),
    nextCursor: found.length > limit ? String(page.at(-1)?.row ?? 0) : null,
    behind: searchBehind(db),
  };
}
