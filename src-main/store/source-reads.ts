import type { SearchHit } from '../../src-preload/contract/index.ts';
import type { ListQuery, RecordReader, WindowQuery } from './reader.ts';
import type { ChangesQuery, RecordQuery } from './record-history.ts';
import type { SearchQuery } from './record-search.ts';

/** A read of the records of one source, without where they are. */
export type SourceRead =
  | { kind: 'list'; query: Omit<ListQuery, 'sourceRow'> }
  | { kind: 'window'; query: Omit<WindowQuery, 'sourceRow' | 'version'> }
  | { kind: 'record'; query: Omit<RecordQuery, 'sourceRow'> }
  | { kind: 'changes'; query: Omit<ChangesQuery, 'sourceRow'> };

/** What it comes to. `reach`: how far back the log of the source goes, milliseconds since the epoch. */
export type SourceAnswer<T> =
  { is: 'no-source' } | { is: 'out-of-reach'; reach: number } | { is: 'read'; result: T; version: number; reach: number };

export type SearchOfSources = Pick<SearchQuery, 'q' | 'limit'> & { sourceId?: string | undefined; cursor?: string | undefined };

function resultOf(reader: RecordReader, read: SourceRead, sourceRow: number, version: number): unknown {
  switch (read.kind) {
    case 'list':
      return reader.list({ ...read.query, sourceRow });
    case 'window':
      return reader.window({ ...read.query, sourceRow, version });
    case 'record':
      return reader.record({ ...read.query, sourceRow });
    case 'changes':
      return reader.changes({ ...read.query, sourceRow });
  }
}

/**
 * Answers a read by the id of the source. That is looked up in the database itself, at the same moment as the records, so
 * that nobody who reads has to ask the engine, which may be in the middle of a merge. Throws `QueryTimeout`.
 */
export function readOfSource(reader: RecordReader, id: string, read: SourceRead): SourceAnswer<unknown> {
  return reader.atOneMoment(() => {
    const place = reader.places.of(id);
    if (place === null) return { is: 'no-source' };
    const { row, version } = place;
    const reach = reader.reach(row);
    const asOf = 'asOf' in read.query ? (read.query.asOf ?? null) : null;
    if (asOf !== null && asOf < reach) return { is: 'out-of-reach', reach };
    return { is: 'read', result: resultOf(reader, read, row, version), version, reach };
  });
}

/** Searches one source, or all; `null` when there is no such source. Throws `QueryTimeout`. */
export function searchOfSources(
  reader: RecordReader,
  { q, limit, cursor, sourceId }: SearchOfSources,
): { items: SearchHit[]; nextCursor: string | null; behind: number } | null {
  return reader.atOneMoment(() => {
    const only = sourceId === undefined ? undefined : reader.places.of(sourceId);
    if (only === null) return null;
    const ids = only === undefined ? reader.places.all() : new Map([[only.row, sourceId]]);
    const { items, ...rest } = reader.search({ q, limit, cursor, sourceRows: [...ids.keys()] });
    return { items: items.map(({ sourceRow, ...hit }) => ({ sourceId: ids.get(sourceRow) ?? '', ...hit })), ...rest };
  });
}
