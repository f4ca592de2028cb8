import type { RecordSort, SourceRecord, SourceStatus } from '../../../src-preload/contract/index.ts';
import type { Cell } from './cell-text.ts';
import { cellFor, timeCell, valueAt } from './cell-text.ts';

/** Columns that every record has, by the names under which the engine sorts them. */
const OWN: Readonly<Record<string, string>> = {
  $id: 'Id',
  $time: 'Time',
  $firstSeen: 'First seen',
  $changed: 'Changed',
  $deleted: 'Deleted',
};

const FIELDS_AT_FIRST = 8;

export const MIN_WIDTH = 60;
export const MAX_WIDTH = 1_200;

export function columnLabel(key: string): string {
  return Object.hasOwn(OWN, key) ? (OWN[key] ?? key) : key;
}

/** The fields of a source, without the one that the id column shows already. */
const fieldsOf = (source: Pick<SourceStatus, 'fields' | 'config'>) => source.fields.filter((field) => field !== source.config.idField);

/** Every column there can be, in order. */
export function allColumns(source: Pick<SourceStatus, 'fields' | 'config'>): string[] {
  return ['$id', ...fieldsOf(source), '$time', '$firstSeen', '$changed', '$deleted'];
}

export function columnsAtFirst(source: Pick<SourceStatus, 'fields' | 'config'>): string[] {
  return ['$id', ...fieldsOf(source).slice(0, FIELDS_AT_FIRST), '$changed'];
}

export function widthAtFirst(key: string): number {
  if (key === '$id') return 160;
  if (key.startsWith('$')) return 130;
  return Math.min(260, Math.max(110, key.length * 9 + 40));
}

/** The raw value of a record under a column. */
export function columnValue(record: SourceRecord, key: string): unknown {
  switch (key) {
    case '$id':
      return record.id;
    case '$time':
      return record.time;
    case '$firstSeen':
      return record.firstSeenAt;
    case '$changed':
      return record.changedAt;
    case '$deleted':
      return record.deletedAt;
    default:
      return valueAt(record.fields, key);
  }
}

export function columnCell(record: SourceRecord, key: string): Cell {
  if (key === '$id') return { kind: 'text', text: record.id, title: record.id };
  if (Object.hasOwn(OWN, key)) return timeCell(columnValue(record, key) as string | null);
  return cellFor(columnValue(record, key));
}

/** The sort after a press on a column's head: ascending, then descending, then none. */
export function nextSort(sort: RecordSort | null, field: string): RecordSort | null {
  if (sort?.field !== field) return { field, descending: false };
  return sort.descending ? null : { field, descending: true };
}
