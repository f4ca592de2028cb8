/** Stands for `Infinity` (a pause until resumed, an obstacle until fixed) where SQLite wants an integer. */
const FOREVER = Number.MAX_SAFE_INTEGER;

/** A moment for an INTEGER column. */
export function toColumn(ms: number | null): number | null {
  if (ms === null) return null;
  return ms === Infinity ? FOREVER : Math.round(ms);
}

/** A moment from an INTEGER column. */
export function fromColumn(value: number | null): number | null {
  return value === FOREVER ? Infinity : value;
}

/** A page of a listing: one row more than asked for tells whether another page follows. */
export function pageOf<Row extends { row: number }>(rows: Row[], limit: number): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last !== undefined ? String(last.row) : null };
}

/** The row that a cursor stands for; `fallback` for the first page and for a cursor that cannot be read. */
export function cursorRow(cursor: string | undefined, fallback: number): number {
  const row = cursor === undefined ? Number.NaN : Number(cursor);
  return Number.isSafeInteger(row) ? row : fallback;
}
