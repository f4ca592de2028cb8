import { MOST_ROWS, type PanelResult } from '../../../src-preload/contract/index.ts';

/** The most that the rows of a result may take as JSON, bytes or nearly so. */
export const MOST_RESULT_BYTES = 32 * 1_048_576;

/** Longer texts are cut, letters. */
const MOST_TEXT = 100_000;
const MOST_BLOB = 1_000;

/** A value as JSON can hold it. */
function asJson(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= MOST_TEXT ? value : `${value.slice(0, MOST_TEXT)}…`;
  if (Buffer.isBuffer(value)) return `x'${value.subarray(0, MOST_BLOB).toString('hex')}${value.length > MOST_BLOB ? '…' : ''}'`;
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  return value;
}

/** The rows as one JSON text, no more of them than a page can take. */
export function collectRows(rows: Iterable<unknown[]>): { json: string; values: unknown[][]; truncated: boolean } {
  const parts: string[] = [];
  const values: unknown[][] = [];
  let bytes = 2;
  for (const row of rows) {
    const own = row.map(asJson);
    const text = JSON.stringify(own);
    bytes += text.length + 1;
    if (values.length === MOST_ROWS || bytes > MOST_RESULT_BYTES) return { json: `[${parts.join()}]`, values, truncated: true };
    parts.push(text);
    values.push(own);
  }
  return { json: `[${parts.join()}]`, values, truncated: false };
}

type ColumnType = PanelResult['columns'][number]['type'];

/** Between the years 2001 and 2100, as milliseconds since the epoch. */
const isMoment = (value: number) => Number.isInteger(value) && value > 978_307_200_000 && value < 4_102_444_800_000;
const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** What a column holds, as far as its values tell. Numbers that may be moments are times, unless the name says that they are ids. */
export function columnType(name: string, values: readonly unknown[]): ColumnType {
  const there = values.filter((value) => value !== null && value !== undefined);
  if (there.length === 0) return 'empty';
  if (there.every((value) => typeof value === 'boolean')) return 'boolean';
  if (there.every((value) => typeof value === 'number'))
    return there.every(isMoment) && !/(^|[^a-z])(id|bytes|sum|total)$/i.test(name) ? 'time' : 'number';
  if (there.every((value) => typeof value === 'string' && ISO_TIME.test(value) && !Number.isNaN(Date.parse(value)))) return 'time';
  if (there.every((value) => (typeof value === 'string' && /^[[{]/.test(value)) || typeof value === 'object')) return 'json';
  return 'text';
}
